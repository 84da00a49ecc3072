"""Files that somebody looks at before they are kept or discarded; beside each lies what was seen in it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from uuid6 import uuid7

from audits.fairness import Unreadable
from audits.fairness.columns import Preview
from audits.fairness.hashed import mark
from audits.staging.looking import looked_at
from audits.staging.taking import Staged, place_of_a_log, take_in
from governance.models import SystemVersion, User

FOLDER = "waiting"
WAITS = timedelta(hours=2)
UUID_LENGTH = 36


class Crowded(Exception):
    """So many files of this person wait, or such large ones, that no further one may; `waiting` are those."""

    def __init__(self, waiting: "Sequence[WaitingFile]") -> None:
        super().__init__(", ".join(file.key for file in waiting))
        self.waiting = waiting


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

    Raises: Crowded; audits.staging.TooLarge; audits.fairness.Unreadable, Broken; OSError. Then nothing of it is
    there.
    """
    key = str(uuid7())
    _refuse_crowd(by, at, more=1)
    with take_in(content, _place(key, about, by)) as staged:
        # Once more, for another may have come in meanwhile: the last to arrive sees all of them.
        _refuse_crowd(by, at, more=0)
        seen = looked_at(Path(default_storage.path(staged.name)))
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


def all_of(by: User, *, at: datetime) -> list[WaitingFile]:
    """Return the files that wait for this person, the oldest first."""
    found = []
    for name in _lying_of(by):
        about, key = name[UUID_LENGTH + 1 : -UUID_LENGTH - 1], name[-UUID_LENGTH:]
        with suppress(Gone):
            found.append(find(UUID(key), about=about, by=by, at=at))
    return sorted(found, key=lambda file: (file.until, file.key))


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
    source = Path(default_storage.path(file.staged.name))
    try:
        as_it_came = mark(source) == file.staged.mark
        source.rename(target)
    except FileNotFoundError as error:
        raise Gone(file.key) from error
    discard(file)
    # To move a file marks it anew; one that somebody has touched meanwhile is hashed again when it is counted.
    return replace(file.staged, name=name, mark=mark(target) if as_it_came else "")


def discard(file: WaitingFile) -> None:
    """Let nothing remain of a file that waits."""
    for name in (file.staged.name, f"{file.staged.name}.json"):
        default_storage.delete(name)


def _place(key: str, about: str, by: User) -> str:
    """Return where a file of one person about one record lies: nobody else's name leads there."""
    return f"{FOLDER}/{by.pk}-{about}-{key}"


def _lying_of(by: User) -> list[str]:
    """Return the names of the files of one person that lie there, those on their way, too."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return []
    return [name for name in names if name.startswith(f"{by.pk}-") and not name.endswith(".json")]


def _refuse_crowd(by: User, at: datetime, *, more: int) -> None:
    """Refuse what would be too much with so many files more."""
    lying = _lying_of(by)
    total = sum(map(_size, lying))
    if len(lying) + more > settings.WAITING_MOST_FILES or total > settings.WAITING_MOST_BYTES:
        raise Crowded(all_of(by, at=at))


def _size(name: str) -> int:
    """Return how many bytes a file has; none where it was discarded meanwhile."""
    with suppress(FileNotFoundError):
        return default_storage.size(f"{FOLDER}/{name}")
    return 0


def _note(file: WaitingFile) -> None:
    told = {**asdict(file), "until": file.until.isoformat()}
    default_storage.save(f"{file.staged.name}.json", ContentFile(json.dumps(told).encode()))
