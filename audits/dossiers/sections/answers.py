"""The section on the answers on which everything else rests."""

from itertools import groupby

from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Paragraph,
    Point,
    Section,
    Table,
    Text,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, answer, brief, cut, day
from audits.packs.pack import Pack
from audits.packs.parts import Answer

COLUMNS = (Column("Question", 46), Column("Answer", 24), Column("Given by", 13), Column("On", 17))


def answers_section(pack: Pack, place: Place) -> Section:
    """Write the section that lists every answer with who gave it and when."""
    points = _points(pack, place)
    clauses = [
        Clause(cut(name, 200) or "Answers", (_table(name, tuple(given)),))
        for name, given in groupby(pack.answers, key=lambda item: item.section)
    ]
    if not clauses:
        clauses = [Clause("Answers", (Paragraph(say("The questionnaire has not been answered.")),))]
    if gaps := lacking(points):
        clauses.append(Clause("What this section lacks", notices(gaps)))
    return Section(
        place.number,
        "Answers on which this rests",
        _lead(pack.answers),
        numbered(place.number, clauses),
        points,
    )


def _lead(answers: tuple[Answer, ...]) -> Text:
    if not answers:
        return say("Nobody has answered a question about this system.")
    people = len({item.by for item in answers if item.by})
    word = "person" if people == 1 else "people"
    return say(f"{len(answers)} answers by {people} {word}. Other answers could give another finding.")


def _points(pack: Pack, place: Place) -> tuple[Point, ...]:
    unknown = sum(1 for item in pack.answers if item.answer is None)
    words = f"{unknown} of {len(pack.answers)} answers are “not known”." if unknown else ""
    none = "" if pack.answers else "The questionnaire has not been answered."
    return (
        point(pack, place, "Answers to the questionnaire", none),
        *((point(pack, place, "No answer is “not known”", words),) if pack.answers else ()),
        *recorded(pack, place),
    )


def _table(name: str, answers: tuple[Answer, ...]) -> Table:
    rows, note = capped(tuple(map(_row, answers)))
    caption = f"Answers: {cut(name, 120)}" if name else "Answers"
    return Table(caption, COLUMNS, rows, wide=True, note=note)


def _row(item: Answer) -> tuple[Cell, ...]:
    question = cell(cut(item.question or item.fact, 900), item.fact if item.question else "")
    return (
        question,
        cell(cut(answer(item.answer, item.labels)), cut(" ".join(filter(None, (item.note, item.evidence))))),
        cell(brief(item.by) or DASH),
        cell(day(item.at) or DASH),
    )
