"""Each area of the questionnaire: its word, its number, the reasons for it; and what is still to be asked."""

from audits.dossiers.blocks import Block, Clause, Items, Margin, Paragraph, Section, numbered, say
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import point, recorded
from audits.dossiers.sections.marks import word_mark
from audits.dossiers.wording import cut, several
from audits.packs.pack import Pack
from audits.packs.parts import VendorArea

MOST_REASONS = 60


def areas_section(pack: Pack, place: Place) -> Section:
    """Write a clause for each area, the weakest word deciding the whole."""
    areas = tuple(area for item in pack.vendors for area in item.areas)
    clauses = tuple(map(_clause, areas)) or (
        Clause("Areas", (Paragraph(say("The record keeps no areas.")),)),
    )
    points = (
        *(point(pack, place, area.title, _unassessable(area)) for area in areas),
        *recorded(pack, place),
    )
    lead = say("The overall word is never better than that of the weakest area.")
    return Section(place.number, "Area by area", lead, numbered(place.number, clauses), points)


def _unassessable(area: VendorArea) -> str:
    if area.word != "not_assessable":
        return ""
    return f"{cut(area.title, 200)}: too much that matters is unknown to say more."


def _clause(area: VendorArea) -> Clause:
    blocks: list[Block] = [Paragraph(say(cut(area.explained, 2_000)))] if area.explained else []
    if area.reasons:
        blocks.append(Items(tuple(say(cut(reason, 900)) for reason in area.reasons[:MOST_REASONS])))
    if not blocks:
        blocks.append(Paragraph(say("No reason speaks for or against."), "quiet"))
    number = () if area.score is None else (f"{area.score:.0f} of 100",)
    return Clause(
        cut(area.title, 300), tuple(blocks), Margin(mark=word_mark(area.word, area.label), lines=number)
    )


def asking_section(pack: Pack, place: Place) -> Section:
    """Write what the vendor has still to be asked, ready to be sent."""
    asked = tuple(question for item in pack.vendors for question in item.open_questions)
    clauses = (
        (Clause("Questions to the vendor", (Items(tuple(say(cut(question, 900)) for question in asked)),)),)
        if asked
        else (Clause("Questions to the vendor", (Paragraph(say("Nothing is left to ask.")),)),)
    )
    missing = several(len(asked), "answer is", "answers are") + " not known." if asked else ""
    points = (point(pack, place, "No answer unknown", missing), *recorded(pack, place))
    lead = say("Questions whose answers are not known; each earns nothing until it is answered.")
    return Section(place.number, "Still to be asked", lead, numbered(place.number, clauses), points)
