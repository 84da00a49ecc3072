"""A file sent by a form: left to wait, or refused at its field."""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.urls import reverse
from django.utils import timezone

from audits.fairness import Broken, Unreadable
from audits.staging import Busy, TooLarge, waiting
from audits.staging.waiting import Crowded, WaitingFile
from governance.http import Request


def left(request: Request, form: Form, *, about: str) -> WaitingFile | None:
    """Return the file of a valid form, which waits from now on; none where its field says why not."""
    file: Any = form.cleaned_data["file"]
    try:
        return waiting.leave(
            file.chunks(), name=file.name, version=form.cleaned_data["version"], about=about,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except (Busy, Crowded, TooLarge, Unreadable, Broken) as refusal:
        form.add_error("file", refused(refusal))
        return None


def refused(refusal: Busy | Crowded | TooLarge | Unreadable | Broken) -> str:
    """Return in words why a file is not taken."""
    if isinstance(refusal, Crowded):
        names = ", ".join(f"{file.name} ({file.about})" for file in refusal.waiting)
        most = f"{settings.WAITING_MOST_FILES} files and {settings.WAITING_MOST_BYTES // 2**20:,} MiB"
        told = f"Files of yours wait for a decision already: {names}. Keep or discard one of them first."
        return f"{told} At most {most} may wait for one person."
    if isinstance(refusal, Busy):
        return "Other files are being looked at. Try again in a minute."
    if isinstance(refusal, TooLarge):
        return f"The file is larger than the {int(str(refusal)) // 2**20} MiB taken here."
    if isinstance(refusal, Broken):
        return "The file could not be looked at. Export it anew, or as Parquet, and try again."
    return f"The file {refusal.message}" if refusal.field == "file" else refusal.message


def all_waiting(request: Request) -> list[tuple[WaitingFile, str]]:
    """Return the files that wait for whoever asks, each with the page on which it is decided."""
    files = waiting.all_of(request.user, at=timezone.now())
    return [(file, _decided_at(file)) for file in files]


def _decided_at(file: WaitingFile) -> str:
    page = "audits:log_preview" if file.about.startswith("PLAN-") else "audits:file_roles"
    return reverse(page, args=[file.about, file.key])
