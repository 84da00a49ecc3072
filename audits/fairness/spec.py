"""What to measure: the columns, the direction, the thresholds and who set them, fixed before the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import pairwise
from typing import Any

from audits.fairness.thresholds import (
    DEFAULT_THRESHOLDS,
    OF_SCORES,
    READABLE,
    Misstated,
    Threshold,
    is_number,
)

MISSING_TEXTS = ("", "NA", "N/A", "NaN", "nan", "NULL", "null", "<NA>", "#N/A")
NAMED_COLUMNS = ("outcome", "prediction", "count", "weight", "stratum", "score", "target")
# Each column is a division to measure, and each edge a branch of the query; a worker has other work, too.
MOST_COLUMNS, MOST_EDGES, MOST_SWEPT = 10, 100, 100
EQUALISED = ("selection_rate", "tpr")


@dataclass(frozen=True)
class Spec:
    """Everything that decides a result besides the data.

    `positive` lists the values that count as positive in either column; empty means the usual yes/no words
    speak for themselves. `favourable` is the predicted value a person hopes for; unset, the positive one is
    assumed and the result says so. `edges` cuts numbers into bands: {"age": (25, 45)}. `missing` are the
    texts read as missing. `weight` is a column of sampling weights; `stratum` a column within whose values
    groups are compared again. `small_category_reason` says why categories below 2 % of the data leave the
    impact ratios of Local Law 144; without it they stay.

    `score` is a column of scores, larger meaning more likely positive; the prediction may be the same column,
    which with `score_threshold` gives the decision. `target` is the true number where the prediction is a
    number. `sweep` are thresholds to try on the scores, the same for all; `equalise` asks for a simulation
    with one for each group.
    """

    prediction: str
    by: tuple[str, ...]
    outcome: str | None = None
    count: str | None = None
    weight: str | None = None
    stratum: str | None = None
    score: str | None = None
    target: str | None = None
    positive: tuple[str, ...] = ()
    favourable: str | None = None
    score_threshold: float | None = None
    sweep: tuple[float, ...] = ()
    equalise: str | None = None
    edges: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = MISSING_TEXTS
    reference: str | None = None
    small_category_reason: str | None = None
    thresholds: tuple[Threshold, ...] = DEFAULT_THRESHOLDS
    alpha: float = 0.05
    seed: int = 0
    draws: int = 2000
    permutations: int = 4999
    display_minimum: int = 10
    inference_minimum: int = 30
    denominator_minimum: int = 10

    def __post_init__(self) -> None:
        """Refuse what could not be carried out, naming the field."""
        _check_columns(self)
        _check_roles(self)
        _check_numbers(self)
        _check_scores(self)
        for column, edges in self.edges.items():
            _check_edges(column, edges, (*self.by, self.stratum))
        if len({(one.measure, one.kind) for one in self.thresholds}) < len(self.thresholds):
            raise Misstated("thresholds", "name the same measure and kind twice.")

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column the file must have, each once."""
        named = (*(getattr(self, role) for role in NAMED_COLUMNS), *self.by)
        return tuple(dict.fromkeys(name for name in named if name is not None))

    @property
    def decides(self) -> bool:
        """Return whether the prediction is a decision, or becomes one by the threshold."""
        return self.score_threshold is not None or (self.target is None and self.prediction != self.score)

    @property
    def scored(self) -> str | None:
        """Return the column measured as scores: the one stated, cut by the threshold, or predicted."""
        is_number = self.target is not None or self.score_threshold is not None
        return self.score or (self.prediction if is_number else None)

    @property
    def on_decisions(self) -> "Spec":
        """Return the same with only those thresholds that are set on decisions, if there are any."""
        kept = tuple(one for one in self.thresholds if self.decides and one.measure in READABLE)
        return replace(self, thresholds=kept)

    @property
    def roles(self) -> dict[str, str]:
        """Return every column the file must have, and the field that names it."""
        stated = {name: role for role in reversed(NAMED_COLUMNS) if (name := getattr(self, role))}
        return {name: stated.get(name, "by") for name in self.columns}

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to an equal Spec."""
        plain = asdict(self)
        plain["edges"] = {column: list(edges) for column, edges in self.edges.items()}
        for name in ("by", "positive", "missing", "sweep", "thresholds"):
            plain[name] = list(plain[name])
        return plain

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Spec":
        """Return the Spec these plain values state.

        Raises: Misstated, naming the field, for anything unknown, absent or of the wrong type.
        """
        known = {f.name for f in fields(cls)}
        for name in values:
            if name not in known:
                raise Misstated(name, f"is not a field of a specification ({', '.join(sorted(known))}).")
        stated = {"prediction": values["score"]} | dict(values) if values.get("score") else values
        for name in ("prediction", "by"):
            if name not in stated:
                raise Misstated(name, "is required.")
        return cls(**{name: _typed(name, value) for name, value in stated.items()})


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON in, any field's value out
    """Return JSON's lists and objects as the tuples and thresholds a Spec holds."""
    if name in ("by", "positive", "missing"):
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise Misstated(name, "must be a list of texts.")
        return tuple(value)
    if name == "sweep":
        if not isinstance(value, list | tuple):
            raise Misstated(name, "must be a list of numbers.")
        return tuple(value)
    if name == "thresholds":
        if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
            raise Misstated(name, "must be a list of objects with measure, kind and value.")
        return tuple(_threshold(item) for item in value)
    if name == "edges":
        if not isinstance(value, Mapping) or not all(isinstance(e, list | tuple) for e in value.values()):
            raise Misstated(name, "must be an object of column name to a list of numbers.")
        return {column: tuple(edges) for column, edges in value.items()}
    return value


def _threshold(values: Mapping[str, Any]) -> Threshold:
    """Return one threshold, refusing unknown or absent parts by name."""
    try:
        return Threshold(**values)
    except TypeError as error:
        raise Misstated(
            "thresholds", "each needs measure, kind and value, and may have set_by and reason."
        ) from error


def _check_columns(spec: Spec) -> None:
    """Refuse column names that are absent, empty or named twice."""
    for name in ("prediction", *(n for n in NAMED_COLUMNS if getattr(spec, n) is not None)):
        if not isinstance(getattr(spec, name), str) or not getattr(spec, name):
            raise Misstated(name, "must name a column.")
    if not spec.by or not all(isinstance(name, str) and name for name in spec.by):
        raise Misstated("by", "must name at least one column of groups.")
    if len(spec.by) > MOST_COLUMNS:
        raise Misstated("by", f"names {len(spec.by)} columns; {MOST_COLUMNS} at most can be combined.")
    if len(set(spec.by)) < len(spec.by):
        raise Misstated("by", "names a column twice.")
    for name in NAMED_COLUMNS:
        if getattr(spec, name) in spec.by:
            raise Misstated(
                "by", f"'{getattr(spec, name)}' is the {name} column; groups must come from another."
            )
    for name in ("favourable", "reference", "small_category_reason"):
        if getattr(spec, name) is not None and not isinstance(getattr(spec, name), str):
            raise Misstated(name, "must be a text.")


def _check_roles(spec: Spec) -> None:
    """Refuse one column in two roles; only the score may be what the decision is made of."""
    for place, name in enumerate(NAMED_COLUMNS[2:], start=2):
        column = getattr(spec, name)
        for other in NAMED_COLUMNS[:place]:
            same = column is not None and column == getattr(spec, other)
            if same and (name, other) != ("score", "prediction"):
                raise Misstated(name, f"'{column}' is also the {other}.")


def _check_numbers(spec: Spec) -> None:
    """Refuse numbers outside the range in which they mean something."""
    if not is_number(spec.alpha) or not 0 < spec.alpha < 1:
        raise Misstated("alpha", "must lie between 0 and 1.")
    if spec.score_threshold is not None and not is_number(spec.score_threshold):
        raise Misstated("score_threshold", "must be a number.")
    limits = {
        "seed": (0, 2**63 - 1), "draws": (100, 100_000), "permutations": (99, 100_000),
        "display_minimum": (0, 10**6), "inference_minimum": (1, 10**6), "denominator_minimum": (1, 10**6),
    }  # fmt: skip
    for name, (low, high) in limits.items():
        value = getattr(spec, name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Misstated(name, f"must be a whole number from {low} to {high}.")


def _check_edges(column: str, edges: tuple[float, ...], by: tuple[str | None, ...]) -> None:
    """Refuse bands that are not in rising order, or of a column that is not grouped by."""
    if column not in by:
        raise Misstated("edges", f"'{column}' is not among the columns of groups, nor the stratum.")
    if not edges or not all(is_number(edge) for edge in edges):
        raise Misstated("edges", f"'{column}' needs at least one number.")
    if len(edges) > MOST_EDGES:
        raise Misstated("edges", f"cut '{column}' {len(edges)} times; {MOST_EDGES} at most.")
    if any(low >= high for low, high in pairwise(edges)):
        raise Misstated("edges", f"the numbers for '{column}' must rise.")


def _check_scores(spec: Spec) -> None:
    """Refuse scores and targets that could not be told from outcomes and decisions."""
    if spec.target is not None and spec.outcome is not None:
        raise Misstated("target", "is for numbers and outcome for yes or no; name one of them.")
    if len(spec.sweep) > MOST_SWEPT or not all(is_number(threshold) for threshold in spec.sweep):
        raise Misstated("sweep", f"must be up to {MOST_SWEPT} numbers.")
    if (spec.sweep or spec.equalise is not None) and spec.scored is None:
        raise Misstated("sweep" if spec.sweep else "equalise", "needs a score.")
    for threshold in spec.thresholds:
        absent = spec.scored is None if threshold.measure in OF_SCORES else spec.target is None
        if threshold.measure not in READABLE and absent:
            role = "score" if threshold.measure in OF_SCORES else "target"
            raise Misstated("thresholds", f"'{threshold.measure}' needs a {role}.")
    if spec.equalise is not None and spec.equalise not in EQUALISED:
        raise Misstated("equalise", f"'{spec.equalise}' is not one of {', '.join(EQUALISED)}.")
