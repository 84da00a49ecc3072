"""Section 6: the answers on which everything before it rests."""

from itertools import groupby

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Section, Table, Text, cell, numbered, say
from audits.dossiers.sections.gaps import gap, gaps_of, notices
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, answer, cut, day
from audits.packs.pack import Pack
from audits.packs.parts import Answer, Gap

NUMBER = 6
COLUMNS = (Column("Question", 46), Column("Answer", 24), Column("Given by", 13), Column("On", 17))


def answers_section(pack: Pack) -> Section:
    """Write the section that lists every answer with who gave it and when."""
    gaps = gaps_of(pack, NUMBER, _missing(pack))
    clauses = [
        Clause(cut(name, 200) or "Answers", (_table(name, tuple(given)),))
        for name, given in groupby(pack.answers, key=lambda item: item.section)
    ]
    if not clauses:
        clauses = [Clause("Answers", (Paragraph(say("The questionnaire has not been answered.")),))]
    if gaps:
        clauses.append(Clause("What this section lacks", notices(gaps)))
    return Section(
        NUMBER, "Answers on which this rests", _lead(pack.answers), numbered(NUMBER, clauses), gaps
    )


def _lead(answers: tuple[Answer, ...]) -> Text:
    if not answers:
        return say("Nobody has answered a question about this system.")
    people = len({item.by for item in answers if item.by})
    word = "person" if people == 1 else "people"
    return say(f"{len(answers)} answers by {people} {word}. Other answers could give another finding.")


def _missing(pack: Pack) -> list[Gap]:
    if not pack.answers:
        return [gap(pack, NUMBER, "The questionnaire has not been answered.")]
    unknown = sum(1 for item in pack.answers if item.answer is None)
    return (
        [gap(pack, NUMBER, f"{unknown} of {len(pack.answers)} answers are “not known”.")] if unknown else []
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
        cell(cut(item.by, 120) or DASH),
        cell(day(item.at) or DASH),
    )
