"""The fairness core's assessment, read leniently: what a result does not have is empty, never an error."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audits.charts.hidden import hidden_groups

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """One verdict in words on one measure against one threshold."""

    measure: str
    kind: str
    value: float | None
    low: float | None
    high: float | None
    threshold: float | None
    verdict: str
    label: str
    sentence: str
    worst_group: str
    best_group: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """An assessment as the dossier prints it."""

    n: int
    missing_rows: int
    seed: int | None
    versions: tuple[tuple[str, str], ...]
    largest_difference: float | None
    overall: Raw
    by_group: Mapping[str, Raw]
    readings: tuple[Reading, ...]
    caveats: tuple[str, ...]
    undefined: tuple[tuple[str, str], ...]
    hidden: frozenset[str]
    left_out: tuple[str, ...]


# The gravest first; words that a later Annex may add come last.
GRAVEST = (
    "disparity_supported",
    "disparity_borderline",
    "disparity_not_significant",
    "significant_within_tolerance",
    "inconclusive_underpowered",
    "not_assessable",
    "no_evidence_of_disparity",
    "within_tolerance_demonstrated",
)


def gravity(reading: Reading) -> int:
    """Return where a reading stands among others, 0 for the gravest verdict."""
    return GRAVEST.index(reading.verdict) if reading.verdict in GRAVEST else len(GRAVEST)


def gravest(readings: Iterable[Reading]) -> Reading | None:
    """Return the first of the readings with the gravest verdict, or nothing."""
    return min(readings, key=gravity, default=None)


def read_measured(raw: Raw) -> Measured:
    """Read the assessment's JSON; an empty mapping gives an empty assessment."""
    authority = mapping(raw.get("authority"))
    return Measured(
        n=int(raw.get("n") or mapping(raw.get("overall")).get("count") or 0),
        missing_rows=_missing_rows(raw.get("missing")),
        seed=raw.get("seed"),
        versions=tuple((str(k), str(v)) for k, v in mapping(raw.get("versions")).items()),
        largest_difference=authority.get("largest_difference"),
        overall=mapping(raw.get("overall")),
        by_group=mapping(raw.get("by_group")),
        readings=tuple(map(_reading, raw.get("readings") or ())),
        caveats=tuple(map(_sentence, raw.get("caveats") or ())),
        undefined=tuple((str(k), _sentence(v)) for k, v in mapping(raw.get("undefined")).items()),
        hidden=frozenset(hidden_groups(raw)),
        left_out=tuple(item["group"] for item in _small(raw) if item.get("inference")),
    )


def _reading(raw: Raw) -> Reading:
    interval = raw.get("interval")
    if isinstance(interval, Mapping):
        interval = (interval.get("low"), interval.get("high"))
    low, high = interval or (None, None)
    words = {
        name: str(raw.get(name) or "")
        for name in ("measure", "kind", "verdict", "label", "sentence", "worst_group", "best_group")
    }
    by = tuple(map(str, raw.get("by") or ()))
    return Reading(**words, by=by, value=raw.get("value"), low=low, high=high, threshold=raw.get("threshold"))


def _missing_rows(raw: object) -> int:
    """Return how many values of outcome or prediction are missing."""
    if isinstance(raw, int):
        return raw
    counts = (mapping(raw).get(column) for column in ("outcome", "prediction"))
    return sum(count for count in counts if isinstance(count, int))


def _small(raw: Raw) -> list[Raw]:
    return [item for item in raw.get("suppressed") or () if isinstance(item, Mapping) and item.get("group")]


def _sentence(raw: object) -> str:
    """Return a remark's words, whether it is a text or an object that carries one."""
    if isinstance(raw, Mapping):
        return str(next((raw[key] for key in ("sentence", "reason", "group", "text") if raw.get(key)), ""))
    return str(raw)


def interval_of(part: Raw, group: str | None, measure: str) -> tuple[float | None, float | None]:
    """Return the interval of a group's value, of everyone's for no group, or two Nones where there is none."""
    known = mapping(part.get("intervals"))
    place = known.get("overall") if group is None else mapping(known.get("by_group")).get(group)
    bounds = mapping(place).get(measure)
    if isinstance(bounds, Mapping):
        bounds = (bounds.get("low"), bounds.get("high"))
    return (bounds[0], bounds[1]) if bounds else (None, None)


def mapping(raw: object) -> Raw:
    """Return what should be an object; anything else is an empty one."""
    return raw if isinstance(raw, Mapping) else {}
