"""The path to the answer: what holds rule by rule, what is open, and what was examined and set aside."""

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Section, Table, cell, numbered, say
from audits.dossiers.opinion import FAILS, HOLDS, OPEN, Opinion, Ruling, read_opinion
from audits.dossiers.places import Place
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.finding import weight
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.rulings import ruling_clause, set_aside
from audits.dossiers.wording import DASH, cut, several, thousands
from audits.packs.pack import Pack

MOST_ASKED = 3
COLUMNS = (Column("Rule", 26), Column("What it says", 40), Column("Depends on", 34))


def path_section(pack: Pack, place: Place) -> Section:
    """Write each rule that holds with its provision and its facts; what is open and what fails in tables."""
    opinion = read_opinion(pack.finding)
    clauses = [
        ruling_clause(ruling, exceptions=False) for ruling in sorted(opinion.in_state(HOLDS), key=weight)
    ]
    if still_open := opinion.in_state(OPEN):
        clauses.append(_undecided(tuple(sorted(still_open, key=weight))))
    if fails := opinion.in_state(FAILS):
        clauses.append(set_aside(fails))
    if not clauses:
        clauses = [Clause("The path", (Paragraph(say("No rule was examined.")),))]
    return Section(
        place.number,
        "The path, rule by rule",
        say(_lead(opinion)),
        numbered(place.number, clauses),
        recorded(pack, place),
    )


def _lead(opinion: Opinion) -> str:
    counts = [len(opinion.in_state(state)) for state in (HOLDS, OPEN, FAILS)]
    examined = several(sum(counts), "rule was", "rules were")
    return f"{examined} examined: {counts[0]} met, {counts[1]} open, {counts[2]} not met."


def _undecided(rulings: tuple[Ruling, ...]) -> Clause:
    """Write the rules on which no answer decides yet, the weightiest first, with what each depends on."""
    rows, note = capped(tuple(map(_row, rulings)))
    table = Table("Rules that are open", COLUMNS, rows, wide=True, note=note)
    return Clause("Rules that are open", (table,))


def _row(ruling: Ruling) -> tuple[Cell, ...]:
    asked = [cut(question, 300) for question in ruling.missing]
    left = len(asked) - MOST_ASKED
    more = f"and {thousands(left)} more" if left > 0 else ""
    return (
        Cell(say(cut(ruling.title or ruling.rule, 300)), cited(ruling.provision)),
        cell(cut(ruling.says, 900)),
        cell(" ".join(asked[:MOST_ASKED]) or DASH, more),
    )
