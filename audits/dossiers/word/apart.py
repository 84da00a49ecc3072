"""Word files written in a process of their own, within the limits of a dossier."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audits.dossiers.paging import Progress
from audits.dossiers.sheets.room import TooMuch
from audits.dossiers.word.room import EARLIER, FILE, LATER, ROOM
from governance.apart import End, Ended, Limits, carried_out


@dataclass(frozen=True)
class Redlined:
    """A Word file with its changes tracked; what they are, line by line and by field, as JSON values."""

    content: bytes
    pieces: list[Any] = field(default_factory=list)
    changes: list[Any] = field(default_factory=list)


def word_apart(pack: str, progress: Progress, limits: Limits) -> bytes:
    """Return a frozen pack, in canonical JSON, as a Word document.

    Raises: TooMuch, for more than the limits allow; governance.apart.Broken; OSError.
    """
    return _written("copy", {LATER: pack}, progress, limits).content


def redline_apart(earlier: str, later: str, progress: Progress, limits: Limits) -> Redlined:
    """Return the later of two frozen packs as a Word document with every change since the earlier tracked.

    Raises: TooMuch, for more than the limits allow; governance.apart.Broken; OSError.
    """
    return _written("redline", {EARLIER: earlier, LATER: later}, progress, limits)


def _written(what: str, packs: dict[str, str], progress: Progress, limits: Limits) -> Redlined:
    with TemporaryDirectory(prefix="annex-word-") as name:
        folder = Path(name)
        for file, pack in packs.items():
            (folder / file).write_text(pack, encoding="utf-8")
        try:
            told = carried_out(ROOM, {"do": what, "folder": name}, progress, limits)
        except Ended as end:
            raise TooMuch(_what_to_do(end.why, limits)) from end
        return Redlined((folder / FILE).read_bytes(), **told)


def _what_to_do(why: End, limits: Limits) -> str:
    taken = {
        End.PROCESSOR: f"{limits.cpu_seconds:,} seconds of processor time (DOSSIER_CPU_SECONDS)",
        End.PATIENCE: f"{limits.seconds // 60:,} minutes",
    }.get(why, f"{limits.memory >> 20:,} MB of memory (DOSSIER_MEMORY_MB)")
    return (
        f"Writing this Word file takes more than {taken}. The PDF is not affected. Shorten the longest texts of the "
        "record and make a new dossier, or ask for the limit to be raised."
    )
