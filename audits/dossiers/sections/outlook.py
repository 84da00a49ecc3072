"""What could still move the finding: open questions, single answers, dated changes of the law."""

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Table, cell, say
from audits.dossiers.opinion import Flip, OpenQuestion, Upcoming
from audits.dossiers.sections.citing import cited
from audits.dossiers.wording import answer, cut, day, tier


def open_clause(questions: tuple[OpenQuestion, ...]) -> Clause:
    """Write the open questions, the weightiest first."""
    title = "Open questions"
    if not questions:
        return Clause(title, (Paragraph(say("No open question could change the finding."), "quiet"),))
    columns = (Column("Question", 54), Column("Could make it", 23), Column("Provision", 23))
    rows = tuple(
        (
            cell(cut(item.question or item.fact, 600)),
            cell(_could(item)),
            _where(item),
        )
        for item in questions
    )
    return Clause(title, (Table("Unanswered, in the order of what they could change", columns, rows),))


def flips_clause(flips: tuple[Flip, ...]) -> Clause:
    """Write the single answers that would change the tier."""
    title = "What would change this finding"
    if not flips:
        return Clause(title, (Paragraph(say("No single answer would change the tier."), "quiet"),))
    columns = (
        Column("If the answer to this question", 46),
        Column("were", 32),
        Column("the tier would be", 22),
    )
    rows = tuple(
        (cell(cut(f.question, 600)), cell(cut(answer(f.answer, f.labels), 200)), cell(tier(f.becomes)))
        for f in flips
    )
    return Clause(title, (Table("Single answers that would change the tier", columns, rows),))


def upcoming_clause(changes: tuple[Upcoming, ...]) -> Clause:
    """Write the changes of the law that are enacted but do not apply yet."""
    title = "Changes ahead"
    if not changes:
        return Clause(
            title, (Paragraph(say("No enacted change of the law concerns this finding."), "quiet"),)
        )
    columns = (Column("From", 22), Column("Change", 55), Column("Provision", 23))
    rows = tuple((cell(day(item.date)), cell(cut(item.what, 900)), _where(item)) for item in changes)
    return Clause(title, (Table("Enacted changes with the day from which they apply", columns, rows),))


def _could(item: OpenQuestion) -> str:
    """Return the tiers that an answer could lead to; some answers only decide what is owed."""
    return ", ".join(map(tier, item.could)) or "No other tier"


def _where(item: OpenQuestion | Upcoming) -> Cell:
    return Cell(cited(item.provision))
