"""What is kept of predicted numbers beside true ones: sums of their powers, from which every error follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from audits.fairness.stored.profiles import usable
from audits.fairness.stored.scores import Group
from audits.fairness.thresholds import Misstated

# Powers of (target, prediction), both centred and scaled, that are summed; then |error| times the same up to
# the second: enough for the means of y, p, yy, yp, pp and |error| and for how these vary together.
POWERS = (
    (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3), (4, 0), (3, 1), (2, 2), (1, 3), (0, 4),
)  # fmt: skip
WITH_ERROR = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
WIDTH = len(POWERS) + len(WITH_ERROR)
ROUNDING = 1e-9
OF_WEIGHTS = ("weight", "squared", "squares")


class MomentRow(NamedTuple):
    """One group: how many pairs, their sums, and how many rows lack a pair or hold what is no number.

    Where people are weighted, `sums` are of weighted terms, `weight` is the sum of the weights, `squared` that
    of their squares, and `squares` are the sums of terms times the square; weights in units of the heaviest.
    """

    group: Group
    n: int
    sums: tuple[float, ...]
    missing: int = 0
    invalid: int = 0
    weight: float | None = None
    squared: float | None = None
    squares: tuple[float, ...] = ()

    @property
    def total(self) -> float:
        """Return what the sums are divided by for a mean: people, or their weight."""
        return float(self.n) if self.weight is None else self.weight

    @property
    def worth(self) -> float:
        """Return how many people of equal weight would say as much (Kish)."""
        if self.weight is None or self.squared is None:
            return float(self.n)
        return self.weight**2 / self.squared if self.squared > 0 else 0.0

    def plus(self, other: "MomentRow") -> "MomentRow":
        """Return both together, under the name of this one."""
        return MomentRow(
            self.group,
            self.n + other.n,
            _added(self.sums, other.sums),
            self.missing + other.missing,
            self.invalid + other.invalid,
            None if self.weight is None else self.weight + (other.weight or 0.0),
            None if self.squared is None else self.squared + (other.squared or 0.0),
            _added(self.squares, other.squares),
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values, those of weights only where there are any."""
        plain = self._asdict() | {"group": list(self.group), "sums": list(self.sums)}
        if self.weight is None:
            return {name: value for name, value in plain.items() if name not in OF_WEIGHTS}
        return plain | {"squares": list(self.squares)}


def empty(group: Group, *, weighted: bool) -> MomentRow:
    """Return a group of nobody."""
    if weighted:
        return MomentRow(group, 0, (0.0,) * WIDTH, weight=0.0, squared=0.0, squares=(0.0,) * WIDTH)
    return MomentRow(group, 0, (0.0,) * WIDTH)


def in_order(rows: Iterable[MomentRow]) -> tuple[MomentRow, ...]:
    """Return the rows by their groups, missing words last: sums of sums depend on the order in the last digit."""
    return tuple(sorted(rows, key=lambda row: [(word is None, word or "") for word in row.group]))


@dataclass(frozen=True)
class Moments:
    """Sums by group over rows with a target and a prediction, as (value - centre) / scale.

    `heaviest` is the unit of the weights, None where nobody is weighted.
    """

    target: str
    prediction: str
    centre: float
    scale: float
    rows: tuple[MomentRow, ...]
    heaviest: float | None = None

    def __post_init__(self) -> None:
        """Refuse weights where none are announced, and their absence where they are."""
        for place, row in enumerate(self.rows):
            if (row.weight is None) != (self.heaviest is None):
                words = "has weights, but there is no heaviest." if row.weight is not None else NEEDS_WEIGHTS
                raise Misstated(f"moments.rows[{place}]", words)

    def along(self, places: Sequence[int]) -> "Moments":
        """Return the same sums by only the columns at these places."""
        added: dict[Group, MomentRow] = {}
        for row in self.rows:
            group = tuple(row.group[i] for i in places)
            added[group] = added[group].plus(row) if group in added else row._replace(group=group)
        return replace(self, rows=tuple(added.values()))

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to equal Moments."""
        return {
            "target": self.target,
            "prediction": self.prediction,
            "centre": self.centre,
            "scale": self.scale,
            "rows": [row.as_json() for row in self.rows],
        } | ({} if self.heaviest is None else {"heaviest": self.heaviest})

    @classmethod
    def from_json(cls, values: object, width: int) -> "Moments":
        """Return the Moments these plain values state, for groups of so many columns.

        Raises: Misstated, naming the field.
        """
        if not isinstance(values, Mapping) or not isinstance(values.get("rows"), list | tuple):
            raise Misstated("moments", "must be an object with target, prediction, centre, scale and rows.")
        for name in ("target", "prediction"):
            if not isinstance(values.get(name), str):
                raise Misstated(f"moments.{name}", "must name a column.")
        centre, scale, heaviest = (values.get(name) for name in ("centre", "scale", "heaviest"))
        for name, number in (("centre", centre), ("scale", scale), ("heaviest", heaviest)):
            if not (name == "heaviest" and number is None) and not usable(number):
                raise Misstated(f"moments.{name}", "must be a number.")
            if name != "centre" and number is not None and number <= 0:
                raise Misstated(f"moments.{name}", "must be above zero.")
        rows = tuple(_row(i, row, width) for i, row in enumerate(values["rows"]))
        return cls(values["target"], values["prediction"], values["centre"], values["scale"], rows, heaviest)


NEEDS_WEIGHTS = "needs weight, squared and squares."


def _row(place: int, values: object, width: int) -> MomentRow:
    """Return one group's sums, checked."""
    field = f"moments.rows[{place}]"
    if not isinstance(values, Mapping) or not {"group", "n", "sums"} <= set(values) <= set(MomentRow._fields):
        raise Misstated(field, "needs group, n and sums.")
    group = values["group"]
    if not isinstance(group, list | tuple) or len(group) != width:
        raise Misstated(f"{field}.group", f"must be a list of {width} words.")
    if not all(word is None or isinstance(word, str) for word in group):
        raise Misstated(f"{field}.group", "must hold texts or null.")
    counts = {name: values.get(name, 0) for name in ("n", "missing", "invalid")}
    for name, n in counts.items():
        if isinstance(n, bool) or not isinstance(n, int) or n < 0:
            raise Misstated(f"{field}.{name}", "must be a whole number, zero or more.")
    sums = _sums(values["sums"], f"{field}.sums")
    row = MomentRow(tuple(group), counts["n"], sums, counts["missing"], counts["invalid"])
    return _weighted(row, values, field)


def _weighted(row: MomentRow, values: Mapping[str, Any], field: str) -> MomentRow:
    """Return the row with the sums of its weights, which stand together or not at all."""
    there = [name for name in OF_WEIGHTS if name in values]
    if not there:
        return row
    if len(there) < len(OF_WEIGHTS):
        raise Misstated(field, NEEDS_WEIGHTS)
    for name in ("weight", "squared"):
        if not usable(values[name]) or values[name] < 0:
            raise Misstated(f"{field}.{name}", "must be a number, zero or more.")
    if values["weight"] ** 2 > row.n * values["squared"] * (1 + ROUNDING):
        raise Misstated(f"{field}.squared", "is too small for so few people of this weight.")
    squares = _sums(values["squares"], f"{field}.squares")
    return row._replace(weight=values["weight"], squared=values["squared"], squares=squares)


def _sums(values: object, field: str) -> tuple[float, ...]:
    """Return one sum for each power, checked."""
    if not isinstance(values, list | tuple) or len(values) != WIDTH or not all(map(usable, values)):
        raise Misstated(field, f"must be {WIDTH} numbers.")
    return tuple(values)


def _added(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))
