"""The file under Art. 6(4): four points that the provider writes before claiming an exception under Art. 6(3)."""

from audits.dossiers.blocks import (
    Block,
    Clause,
    Items,
    Margin,
    Mark,
    Notice,
    Paragraph,
    Point,
    Section,
    Tone,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import NOBODY, recorded
from audits.dossiers.wording import LONGEST_PARAGRAPH, brief, cut, several
from audits.packs.pack import Pack
from audits.packs.parts import ClaimPoint, Gap

WHAT = (
    "An exception under Article 6(3) is claimed. The provider writes this assessment down before the system is "
    "placed on the market or put into service, registers the system (Art. 49(2)), and hands the assessment to "
    "the national competent authorities on request."
)
COMPLETE, GAP = Mark("Written", Tone.GOOD), Mark("Gap", Tone.OPEN)


def claims(pack: Pack) -> bool:
    """Say whether an exception under Art. 6(3) is claimed at all."""
    return bool(pack.claim)


def claim_section(pack: Pack, place: Place) -> Section:
    """Write the four points, each with what is still to be written."""
    points = (*(_point(pack, place, one) for one in pack.claim), *recorded(pack, place))
    clauses = (
        Clause("What this is for", (Paragraph(say(WHAT)),), Margin(say("Art. 6(4)"))),
        *(_clause(pack, one) for one in pack.claim),
    )
    missing = sum(1 for one in pack.claim if one.gap)
    lead = say(
        f"{several(missing, 'point is', 'points are')} not complete."
        if missing
        else "All four points are written."
    )
    return Section(
        place.number, "The assessment file under Article 6(4)", lead, numbered(place.number, clauses), points
    )


def _point(pack: Pack, place: Place, one: ClaimPoint) -> Point:
    gaps = (
        (Gap(section=place.number, what=f"{one.title}: {one.gap}", owner=pack.system.owner),)
        if one.gap
        else ()
    )
    return Point(one.title, gaps)


def _clause(pack: Pack, one: ClaimPoint) -> Clause:
    blocks: list[Block] = [Paragraph(say(cut(text, LONGEST_PARAGRAPH))) for text in one.says]
    blocks += [Paragraph(say(cut(text, LONGEST_PARAGRAPH))) for text in one.reasons]
    if one.by:
        blocks.append(Paragraph(say(f"Written by {cut(one.by, 200)}."), "quiet"))
    if one.evidence:
        blocks.append(Items(tuple(say(cut(text, 300)) for text in one.evidence)))
    if one.gap:
        owner = brief(pack.system.owner, 120) or NOBODY
        blocks.append(Notice("Gap", say(f"{cut(one.gap)} Owner: {owner}.")))
    return Clause(cut(one.title, 300), tuple(blocks), Margin(mark=GAP if one.gap else COMPLETE))
