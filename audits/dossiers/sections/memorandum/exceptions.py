"""The exceptions that were considered, each with the rules it could lift and why it fails or holds."""

from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Mark,
    Paragraph,
    Section,
    Table,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.opinion import FAILS, HOLDS, IDLE, OPEN, Exemption, Opinion, in_effect, read_opinion
from audits.dossiers.places import Place
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, cut
from audits.packs.pack import Pack

MARKS = {
    HOLDS: Mark("Holds", Tone.GOOD),
    IDLE: Mark("Met", Tone.PLAIN),
    OPEN: Mark("Open", Tone.OPEN),
    FAILS: Mark("Fails", Tone.PLAIN),
}
TITLES = {
    HOLDS: "Exceptions that hold",
    IDLE: "Conditions that are met while the rule holds all the same",
    OPEN: "Exceptions that are open",
    FAILS: "Exceptions that fail",
}
COLUMNS = (Column("Exception", 30), Column("To", 18), Column("State", 10), Column("Why", 42))

Considered = dict[Exemption, list[str]]


def exceptions_section(pack: Pack, place: Place) -> Section:
    """Write each exception once, those that help first."""
    found = considered(read_opinion(pack.finding))
    clauses = [
        _listed(TITLES[state], {one: rules for one, rules in found.items() if one.state == state})
        for state in (HOLDS, IDLE, OPEN, FAILS)
        if any(one.state == state for one in found)
    ] or [Clause("Exceptions", (Paragraph(say("No rule that holds or is open has an exception.")),))]
    lead = say("What could have led to another answer, and why it does or does not.")
    return Section(
        place.number, "Exceptions considered", lead, numbered(place.number, clauses), recorded(pack, place)
    )


def considered(opinion: Opinion) -> Considered:
    """Return the exceptions that matter with the provisions they are exceptions to.

    A rule that its own facts fail needs none, unless an exception is what decides it.
    """
    found: Considered = {}
    for ruling in opinion.rulings:
        for exception in ruling.exceptions:
            if ruling.state != FAILS or exception.state == HOLDS:
                rules = found.setdefault(in_effect(exception, ruling), [])
                if ruling.provision.cite not in rules:
                    rules.append(ruling.provision.cite)
    return found


def _listed(title: str, found: Considered) -> Clause:
    rows, note = capped(tuple(_row(one, rules) for one, rules in found.items()))
    return Clause(title, (Table(title, COLUMNS, rows, wide=True, note=note),))


def _row(one: Exemption, rules: list[str]) -> tuple[Cell, ...]:
    return (
        Cell(say(cut(one.title, 300)), cited(one.provision)),
        cell(cut(", ".join(rules), 300) or DASH),
        Cell(mark=MARKS.get(one.state, MARKS[OPEN])),
        cell(cut(one.why, 900) or DASH),
    )
