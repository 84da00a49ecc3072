"""A file sent by a form: left to wait, or refused at its field."""

from typing import Any

from django.forms import Form
from django.utils import timezone

from audits.fairness import Broken, Unreadable
from audits.staging import TooLarge, waiting
from audits.staging.waiting import WaitingFile
from governance.http import Request


def left(request: Request, form: Form, *, about: str) -> WaitingFile | None:
    """Return the file of a valid form, which waits from now on; none where its field says why not."""
    file: Any = form.cleaned_data["file"]
    try:
        return waiting.leave(
            file.chunks(), name=file.name, version=form.cleaned_data["version"], about=about,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except (TooLarge, Unreadable, Broken) as refusal:
        form.add_error("file", refused(refusal))
        return None


def refused(refusal: TooLarge | Unreadable | Broken) -> str:
    """Return in words why a file is not taken."""
    if isinstance(refusal, TooLarge):
        return f"The file is larger than the {int(str(refusal)) // 2**20} MiB taken here."
    if isinstance(refusal, Broken):
        return "The file could not be looked at. Export it anew, or as Parquet, and try again."
    return f"The file {refusal.message}" if refusal.field == "file" else refusal.message
