"""The tables of New York City's Local Law 144: rates of selection or of scoring, and their impact ratios."""

from collections.abc import Iterator

from audits.charts.hidden import hidden_groups
from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Table, cell, say
from audits.dossiers.measured import mapping
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.run.figures import Raw, group, persons
from audits.dossiers.wording import DASH, cut, decimal, percent, plain, several, thousands

SELECTED = (
    Column("Category", 32),
    Column("Applicants", 15, numeric=True),
    Column("Selected", 15, numeric=True),
    Column("Selection rate", 18, numeric=True),
    Column("Impact ratio", 20, numeric=True),
)
SCORED = (
    Column("Category", 30),
    Column("Applicants", 14, numeric=True),
    Column("Above median", 16, numeric=True),
    Column("Scoring rate", 14, numeric=True),
    Column("Impact ratio", 14, numeric=True),
    Column("Share of all", 12, numeric=True),
)
RULE = "Rates and impact ratios as New York City's Local Law 144 defines them (6 RCNY 5-300, 5-301)."
TWO_PER_CENT = (
    "A category below 2 % of the data may be left out of the impact ratios by an independent auditor, who says why "
    "and still publishes its number and rate (6 RCNY 5-301(d))."
)


def of_selection(result: Raw) -> Iterator[Clause]:
    """Yield the rates of selection, a table for each division."""
    for table in mapping(result.get("ll144")).get("tables") or ():
        by = " and ".join(plain(str(name)) for name in mapping(table).get("by") or ())
        rows = tuple(_selected(mapping(row)) for row in mapping(table).get("rows") or ())
        if rows:
            printed, note = capped(rows)
            title = f"Selection and impact ratio by {by}"
            said = f"{RULE}{_uncounted(mapping(table))}"
            yield Clause(title, (Paragraph(say(said), "quiet"), Table(title, SELECTED, printed, note=note)))


def _uncounted(table: Raw) -> str:
    """Return in words who stands in no row: they are counted beside the table."""
    unknown, undecided = table.get("unknown") or 0, table.get("undecided") or 0
    who = f" Of {several(unknown, 'applicant', 'applicants')} the category is not known." if unknown else ""
    return f"{who} About {thousands(undecided)} nothing was decided." if undecided else who


def of_scoring(title: str, part: Raw) -> Iterator[Clause]:
    """Yield the scoring rates of one division: the share of each category above the median of all scores."""
    found = mapping(mapping(part.get("scores")).get("scoring_rates"))
    hidden = set(hidden_groups(part))
    rows = tuple(_scored(mapping(row), hidden) for row in found.get("rows") or ())
    if not rows:
        return
    unscored = found.get("unscored") or 0
    median = f"The median of all scores is {decimal(found.get('median'), 4)}."
    without = f" {several(unscored, 'person has', 'persons have')} no score." if unscored else ""
    printed, note = capped(rows)
    name = f"Scoring rate and impact ratio by {title}"
    said = Paragraph(say(f"{RULE} {median}{without} {TWO_PER_CENT}"), "quiet")
    yield Clause(name, (said, Table(name, SCORED, printed, note=note)))


def _selected(row: Raw) -> tuple[Cell, ...]:
    few = row.get("applicants") is None
    return (
        cell(cut(str(row.get("category") or DASH), 300), cut(str(row.get("why") or ""), 300)),
        persons(row.get("applicants")),
        cell(DASH) if few else persons(row.get("selected")),
        cell(percent(row.get("rate"))),
        cell(decimal(row.get("impact_ratio"))),
    )


def _scored(row: Raw, hidden: set[str]) -> tuple[Cell, ...]:
    name = str(row.get("group") or DASH)
    if name in hidden or row.get("n") is None:
        return (group(name), cell("few"), *(cell(DASH) for _ in range(4)))
    return (
        group(name, "below 2 %" if row.get("below_two_per_cent") else ""),
        persons(row.get("n")),
        persons(row.get("above_median")),
        cell(percent(row.get("scoring_rate"))),
        cell(decimal(row.get("impact_ratio"))),
        cell(percent(row.get("share"))),
    )
