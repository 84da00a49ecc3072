"""From pack to outline: each kind of dossier has its chapters. No page, no file, no clock."""

from collections.abc import Mapping

from audits.dossiers.blocks import Section
from audits.dossiers.kinds.fairness import FAIRNESS
from audits.dossiers.kinds.memorandum import MEMORANDUM
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.kinds.portfolio import PORTFOLIO
from audits.dossiers.kinds.prescribed import ANNEX_IV, DECLARATION, FRIA, REGISTRATION
from audits.dossiers.kinds.system import SYSTEM
from audits.dossiers.kinds.vendor import VENDOR
from audits.packs.pack import Pack

ALL = (SYSTEM, MEMORANDUM, ANNEX_IV, FRIA, DECLARATION, REGISTRATION, FAIRNESS, VENDOR, PORTFOLIO)
OUTLINES: Mapping[str, Outline] = {outline.kind.id: outline for outline in ALL}


class UnknownKind(ValueError):
    """The pack is of a kind that this Annex cannot print."""


def outline_of(pack: Pack) -> Outline:
    """Return the outline of a pack's kind.

    Raises: UnknownKind, for a pack that a later Annex wrote.
    """
    if pack.document.kind not in OUTLINES:
        raise UnknownKind(pack.document.kind)
    return OUTLINES[pack.document.kind]


def outline(pack: Pack) -> tuple[Section, ...]:
    """Return the sections of a dossier in order.

    Raises: UnknownKind.
    """
    return outline_of(pack).write(pack)
