"""Gaps: what is missing, printed where it should have stood and owned by somebody."""

from collections.abc import Iterable

from audits.dossiers.blocks import Notice, say
from audits.dossiers.wording import cut
from audits.packs.pack import Pack
from audits.packs.parts import Gap

NOBODY = "nobody named"


def gap(pack: Pack, section: int, what: str) -> Gap:
    """Return a gap that the system's owner answers for."""
    return Gap(section=section, what=what, owner=pack.system.owner)


def gaps_of(pack: Pack, section: int, found: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return the gaps found while writing a section, then those the register recorded for it."""
    recorded = tuple(item for item in pack.gaps if item.section == section)
    return (*found, *recorded)


def notices(gaps: Iterable[Gap]) -> tuple[Notice, ...]:
    """Return gaps as boxed remarks."""
    return tuple(
        Notice("Gap", say(f"{cut(item.what)} Owner: {cut(item.owner, 200) or NOBODY}.")) for item in gaps
    )
