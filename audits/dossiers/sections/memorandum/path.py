"""The path to the answer, rule by rule, and what was examined and set aside."""

from audits.dossiers.blocks import Clause, Paragraph, Section, numbered, say
from audits.dossiers.opinion import FAILS, HOLDS, OPEN, Opinion, read_opinion
from audits.dossiers.places import Place
from audits.dossiers.sections.finding import weight
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.rulings import ruling_clause, set_aside
from audits.dossiers.wording import several
from audits.packs.pack import Pack


def path_section(pack: Pack, place: Place) -> Section:
    """Write each rule that holds or is open with its provision and its facts; the rest in one table."""
    opinion = read_opinion(pack.finding)
    clauses = [
        ruling_clause(ruling, exceptions=False)
        for state in (HOLDS, OPEN)
        for ruling in sorted(opinion.in_state(state), key=weight)
    ]
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
    return f"{examined} examined: {counts[0]} hold, {counts[1]} are open, {counts[2]} are not met."
