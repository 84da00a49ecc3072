"""Files that somebody looks at before they are kept or discarded; beside each lies what was seen in it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from uuid6 import uuid7

from audits.fairness import Limits, Unreadable, preview_apart
from audits.fairness.columns import Preview
from audits.staging.taking import Staged, place_of_a_log, take_in
from governance.models import SystemVersion, User

FOLDER = "waiting"
WAITS = timedelta(hours=2)


class Gone(Exception):
    """No such file waits for this person: it was kept, discarded, or waited too long."""


@dataclass(frozen=True)
class WaitingFile:
    """A file nobody has decided on: where it lies, what was seen in it, and what was chosen so far.

    `about` is the reference of the system or plan it was sent for; `version` the key of the version that made it.
    """

    key: str
    about: str
    name: str
    version: str
    until: datetime
    staged: Staged
    preview: Preview
    chosen: Mapping[str, Any]


def leave(
    content: Iterable[bytes], *, name: str, version: SystemVersion, about: str, by: User, at: datetime
) -> WaitingFile:
    """Look at a file and let it wait for a decision.

    Raises: audits.staging.TooLarge; audits.fairness.Unreadable, Broken; OSError. Then nothing of it is there.
    """
    key = str(uuid7())
    with take_in(content, _place(key, about, by)) as staged:
        seen = preview_apart(
            Path(default_storage.path(staged.name)), Limits(**settings.FAIRNESS_PREVIEW_LIMITS)
        )
        if not seen.rows:
            raise Unreadable("file", "has a header but no rows.")
        file = WaitingFile(key, about, name, str(version.pk), at + WAITS, staged, seen, {})
        _note(file)
    return file


def find(key: UUID, *, about: str, by: User, at: datetime) -> WaitingFile:
    """Return a file that waits for this person.

    Raises: Gone.
    """
    try:
        with default_storage.open(f"{_place(str(key), about, by)}.json") as stored:
            told = json.load(stored)
    except FileNotFoundError as error:
        raise Gone(str(key)) from error
    until = datetime.fromisoformat(told["until"])
    if until <= at:
        raise Gone(str(key))
    parts = {
        "until": until,
        "staged": Staged(**told["staged"]),
        "preview": Preview.from_json(told["preview"]),
    }
    return WaitingFile(**{**told, **parts})


def choose(file: WaitingFile, **chosen: Any) -> WaitingFile:  # noqa: ANN401 JSON
    """Return the file with more chosen of it, which waits with it from now on."""
    file = replace(file, chosen={**file.chosen, **chosen})
    default_storage.delete(f"{file.staged.name}.json")
    _note(file)
    return file


def keep(file: WaitingFile, *, at: datetime) -> Staged:
    """Return the file where logs lie; it waits no more.

    Raises: Gone, where somebody kept or discarded it meanwhile.
    """
    name = place_of_a_log(at)
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        Path(default_storage.path(file.staged.name)).rename(target)
    except FileNotFoundError as error:
        raise Gone(file.key) from error
    discard(file)
    return replace(file.staged, name=name)


def discard(file: WaitingFile) -> None:
    """Let nothing remain of a file that waits."""
    for name in (file.staged.name, f"{file.staged.name}.json"):
        default_storage.delete(name)


def _place(key: str, about: str, by: User) -> str:
    """Return where a file of one person about one record lies: nobody else's name leads there."""
    return f"{FOLDER}/{by.pk}-{about}-{key}"


def _note(file: WaitingFile) -> None:
    told = {**asdict(file), "until": file.until.isoformat()}
    default_storage.save(f"{file.staged.name}.json", ContentFile(json.dumps(told).encode()))
