"""Dossiers: a frozen pack, its outline, the PDF made from it, and the proof that neither was changed.

Nothing here reads the database: what is not in the pack cannot be on a page.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from audits.dossiers.pack import Pack, canonical, digest

if TYPE_CHECKING:
    from audits.dossiers.rendering import render
    from audits.dossiers.sections import outline
    from audits.dossiers.verification import Outcome, Verification, verify

__all__ = ["Outcome", "Pack", "Verification", "canonical", "digest", "outline", "render", "verify"]
# WeasyPrint and matplotlib cost a second and a hundred megabytes; a web process only freezes packs.
LATER = {
    "outline": "sections",
    "render": "rendering",
    "Outcome": "verification",
    "Verification": "verification",
    "verify": "verification",
}


def __getattr__(name: str) -> object:
    """Return the parts that need heavy libraries once somebody asks for them."""
    if name not in LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
