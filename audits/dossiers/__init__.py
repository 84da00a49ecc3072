"""Dossiers: the outline of a pack, the PDF made from it, and the proof that neither was changed.

Nothing here reads the database: what is not in the pack cannot be on a page.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from audits.dossiers.sheets.room import TooMuch
from audits.packs import Pack, canonical, digest

__all__ = ["Outcome", "Pack", "TooMuch", "Verification", "canonical", "digest", "outline", "render", "verify"]

# matplotlib and pikepdf cost a second and some fifty megabytes; a web process only freezes packs.
if TYPE_CHECKING:
    from audits.dossiers.kinds import outline
    from audits.dossiers.rendering import render
    from audits.dossiers.verification import Outcome, Verification, verify
else:
    ON_FIRST_USE = {
        "Outcome": "audits.dossiers.verification",
        "Verification": "audits.dossiers.verification",
        "outline": "audits.dossiers.kinds",
        "render": "audits.dossiers.rendering",
        "verify": "audits.dossiers.verification",
    }

    def __getattr__(name: str) -> object:
        """Return a part that needs heavy libraries, loading them."""
        if name not in ON_FIRST_USE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(ON_FIRST_USE[name]), name)
