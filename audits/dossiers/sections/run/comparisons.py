"""The family of tests of a run: what was asked, of how many, how sure the answers are, and how small they can see."""

from collections.abc import Iterator, Sequence

from audits.charts import label
from audits.charts.hidden import hidden_groups
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
from audits.dossiers.measured import mapping
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.marks import VERDICT_TONES
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.run.figures import Raw, chance, group, number, persons, share
from audits.dossiers.sections.run.gaps import of_four_fifths, of_gaps
from audits.dossiers.sections.run.measures import divisions
from audits.dossiers.wording import DASH, capital, decimal, plain, several, thousands
from audits.packs.pack import Pack

GLOBAL = (
    Column("Measure", 24),
    Column("Groups", 8, numeric=True),
    Column("Statistic", 11, numeric=True),
    Column("p", 11, numeric=True),
    Column("p, adjusted", 13, numeric=True),
    Column("How", 33),
)
PAIRS = (
    Column("Group, against", 17),
    Column("Persons", 9, numeric=True),
    Column("Rate", 13, numeric=True),
    Column("Difference", 15, numeric=True),
    Column("Ratio", 13, numeric=True),
    Column("p (Holm)", 9, numeric=True),
    Column("Detectable", 9, numeric=True),
    Column("Reading", 15),
)
FAMILY = (
    "Each measure of each division is asked one question first: do the groups differ by more than chance? Those "
    "questions are one family, and their p-values are adjusted together (Holm). Only then is each group compared "
    "with the reference, adjusted over the groups."
)
DETECTABLE = (
    "Persons: those on whom the rate rests, of the group and of the reference. Intervals are 95 %: Wilson for rates, "
    "Newcombe for differences, Katz for ratios. Detectable: the difference that groups of this size would have shown "
    "four times out of five; a smaller one may exist and be missed."
)
READING = Clause("How to read these tables", (Paragraph(say(FAMILY)), Paragraph(say(DETECTABLE))))


def holds_tests(pack: Pack) -> bool:
    """Say whether the result has tests or gaps between groups."""
    return bool(_clauses(pack))


def comparisons_section(pack: Pack, place: Place) -> Section:
    """Write what was tested, a clause for each division and measure."""
    clauses = _clauses(pack)
    spec = mapping((pack.fairness[0].result if pack.fairness else {}).get("spec"))
    alpha = f" at a level of {decimal(spec.get('alpha'), 2)}" if spec.get("alpha") else ""
    lead = say(f"Every test that was made{alpha}, whatever it came to, and what it could have found.")
    return Section(
        place.number, "Tests and comparisons", lead, numbered(place.number, clauses), recorded(pack, place),
        landscape=True,
    )  # fmt: skip


def _clauses(pack: Pack) -> tuple[Clause, ...]:
    result: Raw = pack.fairness[0].result if pack.fairness else {}
    found: list[Clause] = []
    for title, part in divisions(result):
        tests = [(str(measure), mapping(one)) for measure, one in mapping(part.get("tests")).items()]
        found += _global(title, tests)
        found += [one for measure, test in tests for one in _pairs(title, part, measure, test)]
        found += of_gaps(title, part)
        found += of_four_fifths(title, part)
    return (READING, *found) if found else ()


def _global(title: str, tests: Sequence[tuple[str, Raw]]) -> Iterator[Clause]:
    rows = tuple(_asked(measure, test) for measure, test in tests if test.get("global"))
    if rows:
        name = f"Do the groups differ at all, by {title}"
        yield Clause(name, (Table(name, GLOBAL, rows, wide=True),))


def _asked(measure: str, test: Raw) -> tuple[Cell, ...]:
    found, chi = mapping(test.get("global")), mapping(test.get("chi_square"))
    groups, draws = chi.get("groups"), found.get("draws")
    how = capital(str(found.get("method") or DASH))
    return (
        cell(label(measure)),
        cell(thousands(groups) if groups else DASH),
        cell(decimal(found.get("statistic"), 2)),
        cell(chance(found.get("p"))),
        cell(chance(found.get("p_adjusted"))),
        cell(how, ", ".join(filter(None, (several(draws, "draw", "draws") if draws else "", _chi(chi))))),
    )


def _chi(chi: Raw) -> str:
    if chi.get("statistic") is None:
        return ""
    degrees = several(chi.get("degrees") or 0, "degree", "degrees")
    return f"chi-square {decimal(chi['statistic'], 1)} with {degrees} of freedom, p {chance(chi.get('p'))}"


def _pairs(title: str, part: Raw, measure: str, test: Raw) -> Iterator[Clause]:
    hidden = set(hidden_groups(part))
    pairs = [mapping(one) for one in test.get("pairwise") or ()]
    rows = tuple(_pair(one) for one in pairs if one.get("group") not in hidden)
    if rows:
        printed, note = capped(rows)
        name = f"{label(measure)} by {title}"
        table = Table(f"{name}, each group against the reference", PAIRS, printed, wide=True, note=note)
        yield Clause(name, (table,))


def _pair(one: Raw) -> tuple[Cell, ...]:
    verdict = str(one.get("verdict") or "")
    mark = Mark(capital(plain(verdict)) or "No reading", VERDICT_TONES.get(verdict, Tone.OPEN))
    return (
        group(one.get("group") or DASH, str(one.get("reference") or "")),
        _both(one.get("n"), one.get("n_ref")),
        share(one.get("rate"), one.get("wilson_95")),
        share(one.get("diff"), one.get("newcombe_95")),
        number(one.get("ratio"), one.get("katz_95")),
        cell(chance(one.get("p_holm"))),
        cell(share(one.get("mde_diff")).text[0].text),
        Cell(mark=mark),
    )


def _both(here: object, there: object) -> Cell:
    told = persons(here)
    against = thousands(there) if isinstance(there, int | float) else "few"
    return cell(told.text[0].text, f"to {against}")
