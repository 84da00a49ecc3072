"""From frozen packs to a Word file: what the child process does (governance.apart)."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from audits.dossiers.kinds import outline
from audits.dossiers.paging import Progress
from audits.dossiers.redline import compared, lines
from audits.dossiers.word.dossier import word
from audits.dossiers.word.room import EARLIER, FILE, LATER
from audits.dossiers.word.tracked import word_redline
from audits.packs import Pack
from audits.packs.changes import changes


def copy(order: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the later pack as a Word document into the folder."""
    folder = Path(order["folder"])
    (folder / FILE).write_bytes(word(_pack(folder, LATER), progress))
    return {}


def redline(order: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Write both packs with tracked changes into the folder; answer every difference, line by line and by field."""
    folder = Path(order["folder"])
    progress("writing", 0, 2)
    before, after = _pack(folder, EARLIER), _pack(folder, LATER)
    pieces = [piece.as_json() for piece in compared(lines(outline(before)), lines(outline(after)))]
    named = [change.as_json() for change in changes(before, after) if change.material]
    progress("writing", 1, 2)
    (folder / FILE).write_bytes(word_redline(before, after))
    progress("writing", 2, 2)
    return {"pieces": pieces, "changes": named}


def _pack(folder: Path, name: str) -> Pack:
    return Pack.from_json(json.loads((folder / name).read_text(encoding="utf-8")))


ORDERS: Mapping[str, Callable[[Mapping[str, Any], Progress], dict[str, Any]]] = {
    "copy": copy,
    "redline": redline,
}
