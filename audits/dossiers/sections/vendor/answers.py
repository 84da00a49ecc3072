"""Every answer with its points, the reason for them and the provision it bears on, on landscape pages."""

from itertools import groupby

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Section, Table, cell, numbered, say
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, answer, cut, several
from audits.packs.pack import Pack
from audits.packs.parts import VendorAnswer

COLUMNS = (
    Column("Question", 34),
    Column("Answer", 20),
    Column("Why it counts so", 28),
    Column("Provision", 10),
    Column("Points", 8, numeric=True),
)


def given_section(pack: Pack, place: Place) -> Section:
    """Write what was answered, a clause for each area."""
    answers = tuple(given for item in pack.vendors for given in item.answers)
    clauses = [
        _area(name, tuple(those)) for name, those in groupby(answers, key=lambda given: given.section)
    ] or [Clause("Answers", (Paragraph(say("The questionnaire has not been answered.")),))]
    none = "" if answers else "The questionnaire has not been answered."
    points = (point(pack, place, "Answers to the questionnaire", none), *recorded(pack, place))
    lead = say(
        f"{several(len(answers), 'answer', 'answers')}, as they stood when the assessment was concluded."
    )
    return Section(
        place.number, "Answers", lead, numbered(place.number, clauses), points, landscape=bool(answers)
    )


def _area(name: str, given: tuple[VendorAnswer, ...]) -> Clause:
    rows, note = capped(tuple(map(_row, given)))
    caption = f"Answers: {cut(name, 160)}" if name else "Answers"
    return Clause(cut(name, 200) or "Answers", (Table(caption, COLUMNS, rows, wide=True, note=note),))


def _row(given: VendorAnswer) -> tuple[Cell, ...]:
    points = DASH if given.points is None else f"{given.points} of {given.of}"
    return (
        cell(cut(given.question, 600)),
        cell(cut(answer(given.answer))),
        cell(cut(given.reason, 900) or DASH),
        cell(cut(given.cite, 120) or DASH),
        cell(points),
    )
