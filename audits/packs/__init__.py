"""Packs: what a dossier says, frozen in one form of bytes. Pure: queries fill them, dossiers print them."""

from audits.packs.canonical import NotCanonical
from audits.packs.pack import Pack, canonical, digest, settled
from audits.packs.reading import Malformed

__all__ = ["Malformed", "NotCanonical", "Pack", "canonical", "digest", "settled"]
