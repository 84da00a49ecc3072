"""What a result may hold beside rates: scores, predicted numbers, strata, the tables of Local Law 144."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from audits.charts import label
from audits.dossiers.blocks import Cell, Chart, Clause, Column, Paragraph, Section, Table, cell, numbered, say
from audits.dossiers.measured import interval_of, mapping
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.run.measures import divisions
from audits.dossiers.wording import DASH, cut, decimal, percent, plain, thousands
from audits.packs.pack import Pack

Raw = Mapping[str, Any]
SCORES = (
    ("mean_score", "Mean score"),
    ("auc", "AUC"),
    ("brier", "Brier"),
    ("ece", "ECE"),
    ("calibration_slope", "Slope"),
)
NUMBERS = (
    ("mean_predicted", "Mean predicted"),
    ("mean_target", "Mean target"),
    ("mean_error", "Mean error"),
    ("mae", "MAE"),
    ("rmse", "RMSE"),
    ("r2", "R²"),
    ("pearson_r", "Pearson r"),
)
WITHIN = (
    Column("Group", 22),
    Column("Against", 18),
    Column("Crude difference", 15, numeric=True),
    Column("Within strata", 15, numeric=True),
    Column("95 % interval", 18, numeric=True),
    Column("p (Holm)", 12, numeric=True),
)
SELECTED = (
    Column("Category", 32),
    Column("Applicants", 15, numeric=True),
    Column("Selected", 15, numeric=True),
    Column("Selection rate", 18, numeric=True),
    Column("Impact ratio", 20, numeric=True),
)
LL144 = "Rates and impact ratios as New York City's Local Law 144 defines them (6 RCNY 5-300, 5-301)."


def holds_more(pack: Pack) -> bool:
    """Say whether the result has anything of this."""
    return bool(_clauses(pack))


def further_section(pack: Pack, place: Place) -> Section:
    """Write a clause for each further sort of table that the result has."""
    lead = say("Beside the rates, this run holds the following.")
    return Section(
        place.number, "Further tables", lead, numbered(place.number, _clauses(pack)), recorded(pack, place)
    )


def _clauses(pack: Pack) -> tuple[Clause, ...]:
    result: Raw = pack.fairness[0].result if pack.fairness else {}
    found: list[Clause] = []
    for title, part in divisions(result):
        found += _numbers(f"Scores by {title}", mapping(part.get("scores")), SCORES)
        found += _drawn(title, {"spec": result.get("spec"), **part})
        found += _numbers(f"Predicted numbers by {title}", mapping(part.get("regression")), NUMBERS)
        found += _stratified(title, mapping(part.get("stratified")))
    return (*found, *_selection(mapping(result.get("ll144"))))


def _numbers(title: str, part: Raw, known: Sequence[tuple[str, str]]) -> Iterator[Clause]:
    groups = mapping(part.get("by_group"))
    everyone = (mapping(part.get("overall")), *map(mapping, groups.values()))
    shown = [pair for pair in known if any(isinstance(one.get(pair[0]), int | float) for one in everyone)]
    if not shown:
        return
    columns = (
        Column("Group", 24),
        Column("n", 10, numeric=True),
        *(Column(name, 66 // len(shown), numeric=True) for _, name in shown),
    )
    rows = [_values(name, mapping(groups[name]), name, part, shown) for name in sorted(groups)]
    rows.append(_values("All", mapping(part.get("overall")), None, part, shown))
    printed, note = capped(tuple(rows))
    yield Clause(title, (Table(title, columns, printed, wide=True, note=note),))


def _drawn(title: str, part: Raw) -> Iterator[Clause]:
    """Yield the pictures of the scores: how they are spread, and whether they keep what they say."""
    scores = mapping(part.get("scores"))
    if scores.get("distribution"):
        spread = Chart(part, "", f"Scores by {title}; the short mark is the median.", "score_distribution")
        yield Clause(f"How the scores of {title} are spread", (spread,))
    if mapping(scores.get("calibration")).get("equal_width"):
        caption = f"Calibration by {title}; on the dashed line outcomes are as frequent as the scores say."
        yield Clause(f"Calibration by {title}", (Chart(part, "", caption, "calibration_by_group"),))


def _values(
    name: str, values: Raw, group: str | None, part: Raw, shown: Iterable[tuple[str, str]]
) -> tuple[Cell, ...]:
    n = values.get("n")
    return (
        cell(cut(name, 300)),
        cell(thousands(n) if isinstance(n, int | float) else DASH),
        *(cell(decimal(values.get(key)), _between(interval_of(part, group, key))) for key, _ in shown),
    )


def _between(bounds: tuple[float | None, float | None]) -> str:
    low, high = bounds
    return "" if low is None or high is None else f"{decimal(low)} to {decimal(high)}"


def _stratified(title: str, part: Raw) -> Iterator[Clause]:
    """Yield what is left of each measure's differences within strata."""
    strata = ", ".join(plain(str(one)) for one in _names(part.get("by")))
    for measure, groups in mapping(part.get("measures")).items():
        rows = tuple(_within(name, mapping(one)) for name, one in mapping(groups).items())
        if rows:
            printed, note = capped(rows)
            caption = f"{label(str(measure))} by {title}, within {strata or 'strata'}"
            yield Clause(caption, (Table(caption, WITHIN, printed, wide=True, note=note),))


def _names(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value] if value else []


def _within(name: str, one: Raw) -> tuple[Cell, ...]:
    bounds = one.get("mh_difference_interval")
    low, high = (
        bounds if isinstance(bounds, list | tuple) and len(bounds) == len(("low", "high")) else (None, None)
    )
    return (
        cell(cut(name, 200), cut(_turned(one), 300)),
        cell(cut(str(one.get("reference") or DASH), 200)),
        cell(decimal(one.get("crude_difference"))),
        cell(decimal(one.get("mh_difference"))),
        cell(_between((low, high)) or DASH),
        cell(decimal(one.get("p_holm"))),
    )


def _turned(one: Raw) -> str:
    """Return in words what the strata do to the crude difference, or why they say nothing."""
    simpson = mapping(one.get("simpson"))
    said = {"reversed": "turned round", "vanishes": "vanishes", "appears": "appears"}
    words = [f"{word} within strata" for key, word in said.items() if simpson.get(key) is True]
    return ", ".join(words) or str(one.get("why") or "")


def _selection(part: Raw) -> Iterator[Clause]:
    """Yield the tables that Local Law 144 asks for."""
    for table in part.get("tables") or ():
        by = " and ".join(plain(str(name)) for name in mapping(table).get("by") or ())
        rows = tuple(_category(mapping(row)) for row in mapping(table).get("rows") or ())
        if rows:
            printed, note = capped(rows)
            title = f"Selection and impact ratio by {by}"
            yield Clause(title, (Paragraph(say(LL144), "quiet"), Table(title, SELECTED, printed, note=note)))


def _category(row: Raw) -> tuple[Cell, ...]:
    return (
        cell(cut(str(row.get("category") or DASH), 300), cut(str(row.get("why") or ""), 300)),
        cell(thousands(row.get("applicants") or 0)),
        cell(thousands(row.get("selected") or 0)),
        cell(percent(row.get("rate"))),
        cell(decimal(row.get("impact_ratio"))),
    )
