"""The only files that a dossier may draw on: those we ship. No path, no network, no data address."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
SCHEME = "annex:"
TYPEFACES = "type.css"
KINDS = {".ttf": "font/ttf", ".otf": "font/otf", ".svg": "image/svg+xml", ".css": "text/css"}


@cache
def shipped() -> Mapping[str, Path]:
    """Return the files by address; content can name an address of this list, never a path."""
    folders = (STATIC / "fonts", STATIC / "dossier")
    files = (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in KINDS)
    return {f"{SCHEME}{path.parent.name}/{path.name}": path for path in files}


def stylesheet(name: str) -> str:
    """Return one of our style sheets."""
    return shipped()[f"{SCHEME}dossier/{name}"].read_text(encoding="utf-8")
