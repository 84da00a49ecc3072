"""Gaps: what is missing, printed where it should have stood and owned by somebody."""

from collections.abc import Iterable, Sequence

from audits.dossiers.blocks import Notice, Point, say
from audits.dossiers.places import Place
from audits.dossiers.wording import brief, cut, thousands
from audits.packs.kinds import SYSTEM
from audits.packs.pack import Pack
from audits.packs.parts import Gap

NOBODY = "nobody named"
# More boxes than these nobody reads; the list of what is missing has every one.
MOST_NOTICES = 8


def gap(pack: Pack, place: Place, what: str) -> Gap:
    """Return a gap that the system's owner answers for, or whoever concluded the vendor assessment."""
    concluded_by = next((item.assessed_by for item in pack.vendors), "")
    return Gap(section=place.number, what=what, owner=pack.system.owner or concluded_by)


def point(pack: Pack, place: Place, what: str, *missing: str) -> Point:
    """Return a point that a section has to make, with what is missing of it; empty words are no gap."""
    return Point(what, tuple(gap(pack, place, one) for one in missing if one))


def recorded(pack: Pack, place: Place) -> tuple[Point, ...]:
    """Return the gaps that the register itself recorded for a section, each as a point not filled.

    Their numbers are those of the system dossier; elsewhere the list of what is missing prints them.
    """
    numbered_so = pack.document.kind == SYSTEM.id
    return tuple(
        Point(item.what, (item,)) for item in pack.gaps if numbered_so and item.section == place.number
    )


def lacking(points: Iterable[Point]) -> tuple[Gap, ...]:
    """Return the gaps of points."""
    return tuple(gap for point in points for gap in point.gaps)


def notices(gaps: Sequence[Gap]) -> tuple[Notice, ...]:
    """Return gaps as boxed remarks; of many the first, and how many more the list of what is missing names."""
    shown = gaps if len(gaps) <= MOST_NOTICES else gaps[: MOST_NOTICES - 1]
    boxes = tuple(
        Notice("Gap", say(f"{cut(item.what)} Owner: {brief(item.owner, 120) or NOBODY}.")) for item in shown
    )
    if len(shown) == len(gaps):
        return boxes
    left = f"{thousands(len(gaps) - len(shown))} more of this section stand with their owners under What is missing."
    return (*boxes, Notice("Gaps", say(left)))
