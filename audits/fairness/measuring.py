"""From cells to an assessment: every division measured, tested, verified with Fairlearn, and read."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from importlib.metadata import version
from platform import python_version
from typing import Any

from audits.fairness.assessment import Assessment
from audits.fairness.authority import verified
from audits.fairness.caveats import caveats
from audits.fairness.cells import Cells, group_name
from audits.fairness.evidence import Evidence, gathered
from audits.fairness.files import Progress, silent
from audits.fairness.four_fifths import four_fifths
from audits.fairness.groupings import Grouping, grouping
from audits.fairness.impact import impact
from audits.fairness.judging import read
from audits.fairness.ll144 import ll144
from audits.fairness.numeric import about_numbers, numeric, read_numbers
from audits.fairness.spec import Spec
from audits.fairness.stratified import stratified
from audits.fairness.suppression import hidden_groups, small_groups
from audits.fairness.thresholds import Misstated

LIBRARIES = ("fairlearn", "scikit-learn", "scipy", "statsmodels", "numpy", "pandas", "duckdb")
STAGES = 4


def measure(cells: Cells, spec: Spec, progress: Progress = silent) -> Assessment:
    """Return everything these cells can tell under this specification; the same again for the same two.

    Raises: Misstated, when the specification does not fit the cells; Disagreement, when Fairlearn finds
    otherwise.
    """
    favourable, stated = _favourable(cells, spec)
    decisions = spec.on_decisions
    progress("measure", 0, STAGES)
    grouped = _grouped(cells, spec, favourable)
    # Each division draws from a stream of its own, and drawing leaves the interpreter to others.
    with ThreadPoolExecutor(max_workers=2) as pool:
        numbers = list(pool.map(partial(numeric, spec=spec), grouped))
    progress("verify", 1, STAGES)
    verification = verified([(part.cells, part.margins) for part in grouped])
    progress("test", 2, STAGES)
    evidence = gathered(grouped, decisions, _favourable_label(cells, favourable))
    progress("read", 3, STAGES)
    within = {part.by: _within(part, cells, evidence, spec) for part in grouped}
    readings = tuple(
        read(e, t, within[e.by])
        for e in evidence
        for t in decisions.thresholds
        if t.measure == e.standing.measure
    )
    of_numbers = read_numbers(numbers, spec)
    parts = [_part(part, spec, favourable, evidence) | {"stratified": within[part.by]} for part in grouped]
    parts = [_with_numbers(part, *one.as_json(spec)) for part, one in zip(parts, numbers, strict=True)]
    progress("read", STAGES, STAGES)
    return Assessment(
        **parts[0],
        n=cells.n,
        by=cells.by,
        missing=cells.missing(),
        readings=(*readings, *of_numbers),
        ll144=ll144(grouped, favourable, spec.small_category_reason),
        favourable={"value": _favourable_label(cells, favourable), "digit": favourable, "stated": stated},
        by_column={part.by[0]: values for part, values in zip(grouped[1:], parts[1:], strict=True)},
        authority=asdict(verification),
        versions={"python": python_version()} | {name: version(name) for name in LIBRARIES},
        seed=spec.seed,
        spec=spec.as_json(),
        labels=cells.as_json()["labels"],
        caveats=(*about_numbers(numbers, of_numbers, spec), *caveats(grouped, readings, spec, stated=stated)),
        dataset=cells.dataset,
    )


def _grouped(cells: Cells, spec: Spec, favourable: int) -> list[Grouping]:
    """Return every division with its measures, and which of its groups are hidden."""
    divisions = _divisions(cells.unstratified(), _reference(cells, spec))
    return [
        replace(grouping(part, spec.on_decisions, reference, favourable), hidden=hidden)
        for (part, reference), hidden in zip(divisions, hidden_groups(cells, spec), strict=True)
    ]


def _with_numbers(part: dict[str, Any], numbers: dict[str, Any], reasons: dict[str, str]) -> dict[str, Any]:
    """Return what a division contributes, with its scores and predicted numbers beside the decisions."""
    return {**part, **numbers, "undefined": {**part["undefined"], **reasons}}


def _divisions(
    cells: Cells, reference: tuple[str | None, ...] | None
) -> list[tuple[Cells, tuple[str | None, ...] | None]]:
    """Return all columns together and, if several, each alone, with its part of the reference."""
    alone = [(cells.along((c,)), (reference[i],) if reference else None) for i, c in enumerate(cells.by)]
    return [(cells, reference), *(alone if len(cells.by) > 1 else [])]


def _favourable(cells: Cells, spec: Spec) -> tuple[int, bool]:
    """Return which prediction, 1 or 0, a person hopes for, and whether anybody said so."""
    if cells.favourable is not None:
        return cells.favourable, True
    if spec.favourable is None:
        return 1, False
    for digit, texts in cells.labels.get("prediction", {}).items():
        if spec.favourable in texts:
            return int(digit), True
    if spec.favourable in ("0", "1"):
        return int(spec.favourable), True
    raise Misstated("favourable", f"'{spec.favourable}' is not among the labels of the cells.")


def _favourable_label(cells: Cells, favourable: int) -> str:
    """Return the favourable prediction as the file spells it."""
    return " or ".join(cells.labels.get("prediction", {}).get(str(favourable), ())) or str(favourable)


def _reference(cells: Cells, spec: Spec) -> tuple[str | None, ...] | None:
    """Return the stated reference group, None when none was stated.

    Raises: Misstated, when no group has that name or the cells are divided by other columns.
    """
    if cells.by != spec.by:
        raise Misstated("by", f"the cells are divided by {', '.join(cells.by)}, not by {', '.join(spec.by)}.")
    if cells.weight != spec.weight:
        raise Misstated(
            "weight",
            f"the cells are weighted by {cells.weight or 'nothing'}, not by {spec.weight or 'nothing'}.",
        )
    if spec.stratum not in (None, cells.stratum):
        raise Misstated("stratum", f"the cells are not divided by '{spec.stratum}' within the groups.")
    if not cells.cells:
        raise Misstated("cells", "count nobody.")
    if spec.reference is None:
        return None
    groups = {group_name(cell.group): cell.group for cell in cells.cells}
    if spec.reference not in groups:
        known = ", ".join(list(groups)[:10])
        raise Misstated("reference", f"there is no group '{spec.reference}'; groups are {known}.")
    return groups[spec.reference]


def _within(part: Grouping, cells: Cells, evidence: Sequence[Evidence], spec: Spec) -> dict[str, Any] | None:
    """Return what is left within strata in one division, None where no stratum was named."""
    if cells.stratum is None:
        return None
    return stratified(cells.along(part.by), [e for e in evidence if e.by == part.by], spec)


def _part(part: Grouping, spec: Spec, favourable: int, evidence: Sequence[Evidence]) -> dict[str, Any]:
    """Return what one division contributes to the assessment."""
    return {
        "overall": part.overall,
        "by_group": part.by_group,
        "disparities": part.disparities,
        "headline": part.headline,
        "undefined_cells": part.undefined_cells,
        "undefined": part.undefined,
        "base_rates": {name: values["base_rate"] for name, values in part.by_group.items()},
        "intervals": part.intervals,
        "against": part.against,
        "parities": part.parities,
        "weights": part.weights,
        "tests": {e.standing.measure: e.as_json() for e in evidence if e.by == part.by},
        "impact": impact(part.margins, spec, favourable),
        "four_fifths": four_fifths(part.margins, spec, favourable),
        "reference": {"group": part.reference, "chosen": "stated" if spec.reference else "largest group"},
        "suppressed": tuple(asdict(small) for small in small_groups(part.margins, spec, part.hidden)),
    }
