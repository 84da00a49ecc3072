"""What a run's numbers rest on: what is missing, what is not defined, who set the thresholds, what the law asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.charts.measures import LABELS, label
from audits.models import Run
from risk.engine.provisions import Provision, provision

Result = Mapping[str, Any]

PROVISIONS = (
    ("art-9-8", "tests against metrics and thresholds that were set beforehand"),
    ("art-10-2-f", "examining data for biases that may lead to prohibited discrimination"),
    ("art-10-2-g", "showing that measures against such biases work"),
    ("art-15", "stating how accurate the system is"),
    ("art-26", "watching it in use, by whoever deploys it"),
)
TOTALS = ("overall", "headline", "disparities", "parities")
MOST_NAMED = 12


@dataclass(frozen=True)
class Served:
    """A provision, and what of it these numbers serve."""

    provision: Provision
    says: str


@dataclass(frozen=True)
class Missing:
    """Values that are missing, by column; and by group, of outcome and prediction."""

    columns: tuple[tuple[str, int, str], ...]
    groups: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Undefined:
    """One reason for which values are not defined: how many, which measures, of which groups."""

    reason: str
    count: int
    measures: tuple[str, ...]
    groups: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Set:
    """One threshold as it stood when the run was asked for."""

    measure: str
    kind: str
    value: str
    set_by: str
    reason: str


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of a run, and who had set them, when and why; `at` is None where no history tells."""

    rows: tuple[Set, ...]
    set_by: str
    reason: str
    at: datetime | None


def served(page: str) -> tuple[Served, ...]:
    """Return the provisions that a fairness run serves, linked into the page of an edition. No query."""
    return tuple(Served(provision(anchor, page), says) for anchor, says in PROVISIONS)


def missing(result: Result) -> Missing:
    """Return how many values are missing: in columns of groups, of outcomes, predictions, numbers. No query."""
    told, n = result["missing"], result["n"]
    counts = {f"group “{name}”": count for name, count in told["columns"].items()}
    if result["spec"]["outcome"] is not None:
        counts["outcome"] = told["outcome"]
    if result["overall"]["selection_rate"] is not None:
        counts["prediction"] = told["prediction"]
    for room, name in (("scores", "score"), ("regression", "number")):
        found = result.get(room) or {}
        counts |= {name: found["missing"] + found["invalid"]} if found else {}
    columns = tuple((name, count, f"{100 * count / n:.2f} %") for name, count in counts.items())
    groups = tuple((name, one["outcome"], one["prediction"]) for name, one in told["by_group"].items())
    return Missing(columns, groups if {"outcome", "prediction"} & counts.keys() else ())


def undefined(result: Result) -> tuple[Undefined, ...]:
    """Return why values are not defined, the most frequent reason first; not for what was not asked. No query."""
    asked = {"regression", *(("scores",) if result["spec"]["outcome"] is not None else ())}
    rated = result["overall"]["selection_rate"] is not None
    found: dict[str, list[tuple[str, str]]] = {}
    for pointer, reason in result["undefined"].items():
        place = [part.replace("~1", "/").replace("~0", "~") for part in pointer.strip("/").split("/")]
        if asked & set(place) or (rated and place[0] != "scores"):
            found.setdefault(reason, []).append(_named(place))
    told = (_reason(reason, places) for reason, places in found.items())
    return tuple(sorted(told, key=lambda one: (-one.count, one.reason)))


def thresholds(run: Run) -> Thresholds:
    """Return the thresholds of a run from `with_thresholds`; of one without history what its plan says. No query."""
    at: datetime | None = getattr(run, "stood_at", None)
    return Thresholds(
        rows=tuple(_set(run.spec.get("thresholds", ()))),
        set_by=getattr(run, "stood_by", "") if at else run.plan.thresholds_set_by.name,
        reason=getattr(run, "stood_reason", "") if at else run.plan.thresholds_reason,
        at=at,
    )


def _named(place: Sequence[str]) -> tuple[str, str]:
    """Return the measure and the group of a place in a result; no group where it is about all."""
    inner = place[1:] if place[0] in ("scores", "regression") else place
    if inner[0] in TOTALS:
        return inner[1], ""
    return inner[-1], inner[1] if len(inner) > 2 else ""  # noqa: PLR2004 by_group, group, measure


def _reason(reason: str, places: Sequence[tuple[str, str]]) -> Undefined:
    groups = tuple(dict.fromkeys(group for _, group in places if group))
    measures = tuple(dict.fromkeys(_worded(measure) for measure, _ in places))
    more = max(0, len(groups) - MOST_NAMED)
    return Undefined(reason, len(places), measures, groups[:MOST_NAMED], more)


def _worded(measure: str) -> str:
    return label(measure) if measure in LABELS else measure.replace("_", " ")


def _set(stated: Sequence[Result]) -> Iterator[Set]:
    for one in stated:
        who, why = one.get("set_by") or "", one.get("reason") or ""
        yield Set(label(one["measure"]), one["kind"], f"{one['value']:g}", who, why)
