"""The scores of a run: their quality by group, how they are spread, and whether they keep what they say."""

from collections.abc import Iterable, Iterator, Sequence

from audits.charts import label
from audits.charts.hidden import hidden_groups
from audits.dossiers.blocks import Block, Cell, Chart, Clause, Column, Paragraph, Table, cell, say
from audits.dossiers.measured import interval_of, mapping
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.run.figures import Raw, between, chance, ends, group, number, persons, rows_of
from audits.dossiers.wording import DASH, cut, decimal, percent

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
KEPT = (
    Column("Group", 26),
    Column("Scores", 13),
    Column("Persons", 10, numeric=True),
    Column("Mean score", 12, numeric=True),
    Column("Positive", 11, numeric=True),
    Column("95 % interval", 17, numeric=True),
    Column("Less score", 11, numeric=True),
)
APART = (
    Column("Group", 30),
    Column("Measure", 24),
    Column("Difference", 13, numeric=True),
    Column("95 % interval", 20, numeric=True),
    Column("p (Holm)", 13, numeric=True),
)
# The others stand in the attached record.
COMPARED = ("mean_score", "auc", "brier", "calibration_in_the_large", "calibration_slope")
TOLD = "Ranges of equal width with people in them. Above nought, more happened than the scores said."


def of_scores(title: str, part: Raw, spec: object) -> Iterator[Clause]:
    """Yield what is known of the scores of one division of the people."""
    scores = mapping(part.get("scores"))
    yield from values(f"Scores by {title}", scores, SCORES)
    if scores.get("distribution"):
        spread = Chart(
            {"spec": spec, **part},
            "",
            f"Scores by {title}; the short mark is the median.",
            "score_distribution",
        )
        yield Clause(f"How the scores of {title} are spread", (spread,))
    yield from _calibration(title, part, spec)
    yield from _against(title, part)


def of_numbers(title: str, part: Raw) -> Iterator[Clause]:
    """Yield what is known of predicted numbers of one division of the people."""
    yield from values(f"Predicted numbers by {title}", mapping(part.get("regression")), NUMBERS)


def values(title: str, part: Raw, known: Sequence[tuple[str, str]]) -> Iterator[Clause]:
    """Yield a table of measures by group, each with its interval below it."""
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
    rows = [_values(name, one, name, part, shown) for name, one in rows_of(part, "by_group")]
    rows.append(_values("All", mapping(part.get("overall")), None, part, shown))
    printed, note = capped(tuple(rows))
    yield Clause(title, (Table(title, columns, printed, wide=True, note=note),))


def _values(
    name: str, found: Raw, one: str | None, part: Raw, shown: Iterable[tuple[str, str]]
) -> tuple[Cell, ...]:
    figures = (number(found.get(key), interval_of(part, one, key)) for key, _ in shown)
    return (group(name), persons(found.get("n")), *figures)


def _calibration(title: str, part: Raw, spec: object) -> Iterator[Clause]:
    """Yield the curves and, beside them, their points as a table."""
    kept = mapping(mapping(mapping(part.get("scores")).get("calibration")).get("equal_width"))
    if not kept:
        return
    caption = f"Calibration by {title}; on the dashed line outcomes are as frequent as the scores say."
    blocks: list[Block] = [Chart({"spec": spec, **part}, "", caption, "calibration_by_group")]
    edges, hidden = kept.get("edges") or (), set(hidden_groups(part))
    curves = [(name, curve) for name, curve in mapping(kept.get("by_group")).items() if name not in hidden]
    rows = [
        row for name, curve in (*curves, ("All", kept.get("overall"))) for row in _points(name, curve, edges)
    ]
    if rows:
        printed, note = capped(tuple(rows))
        table = Table(f"Calibration by {title}", KEPT, printed, wide=True, note=note)
        blocks += [Paragraph(say(TOLD), "quiet"), table]
    yield Clause(f"Calibration by {title}", tuple(blocks))


def _points(name: str, curve: object, edges: Sequence[float]) -> Iterator[tuple[Cell, ...]]:
    points = curve if isinstance(curve, list | tuple) else ()
    for place, one in enumerate(points):
        found = mapping(one)
        if found:
            said, happened = found.get("mean_score"), found.get("rate")
            yield (
                group(name),
                cell(" to ".join(decimal(edge, 2) for edge in edges[place : place + 2]) or DASH),
                persons(found.get("n")),
                cell(percent(said)),
                cell(percent(happened)),
                cell(_within(found.get("interval"))),
                cell(DASH if said is None or happened is None else percent(happened - said)),
            )


def _within(bounds: object) -> str:
    low, high = ends(bounds)
    return DASH if low is None or high is None else f"{percent(low, 1)} to {percent(high, 1)}"


def _against(title: str, part: Raw) -> Iterator[Clause]:
    """Yield how far each group's scores are from those of the group compared with."""
    hidden = set(hidden_groups(part))
    found = mapping(mapping(part.get("scores")).get("against_reference"))
    rows = tuple(
        _apart(measure, mapping(one))
        for measure in COMPARED
        for one in found.get(measure) or ()
        if mapping(one).get("group") not in hidden
    )
    if rows:
        printed, note = capped(rows)
        caption = f"Scores by {title}, against {cut(_reference(found), 120)}"
        yield Clause(caption, (Table(caption, APART, printed, wide=True, note=note),))


def _reference(found: Raw) -> str:
    compared = (mapping(one).get("reference") for those in found.values() for one in those or ())
    return str(next(filter(None, compared), "the reference"))


def _apart(measure: str, one: Raw) -> tuple[Cell, ...]:
    return (
        group(one.get("group") or DASH),
        cell(label(measure)),
        cell(decimal(one.get("difference"))),
        cell(between(one.get("interval")) or DASH),
        cell(chance(one.get("p_holm"))),
    )
