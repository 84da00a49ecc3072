"""Dossiers: a frozen pack, its outline, the PDF made from it, and the proof that neither was changed.

Nothing here reads the database: what is not in the pack cannot be on a page.
"""

from audits.dossiers.outline import outline
from audits.dossiers.pack import Pack, canonical, digest
from audits.dossiers.rendering import render

__all__ = ["Pack", "canonical", "digest", "outline", "render"]
