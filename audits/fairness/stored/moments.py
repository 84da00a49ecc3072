"""What is kept of predicted numbers beside true ones: sums of their powers, from which every error follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from audits.fairness.stored.scores import Group, usable
from audits.fairness.thresholds import Misstated

# Powers of (target, prediction), both centred and scaled, that are summed; then |error| times the same up to
# the second: enough for the means of y, p, yy, yp, pp and |error| and for how these vary together.
POWERS = (
    (1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3), (4, 0), (3, 1), (2, 2), (1, 3), (0, 4),
)  # fmt: skip
WITH_ERROR = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
WIDTH = len(POWERS) + len(WITH_ERROR)


class MomentRow(NamedTuple):
    """One group: how many pairs, their sums, and how many rows lack a pair or hold what is no number."""

    group: Group
    n: int
    sums: tuple[float, ...]
    missing: int = 0
    invalid: int = 0


@dataclass(frozen=True)
class Moments:
    """Sums by group over rows with a target and a prediction, as (value - centre) / scale."""

    target: str
    prediction: str
    centre: float
    scale: float
    rows: tuple[MomentRow, ...]

    def along(self, places: Sequence[int]) -> "Moments":
        """Return the same sums by only the columns at these places."""
        added: dict[Group, MomentRow] = {}
        for row in self.rows:
            group = tuple(row.group[i] for i in places)
            was = added.get(group, MomentRow(group, 0, (0.0,) * WIDTH))
            sums = tuple(a + b for a, b in zip(was.sums, row.sums, strict=True))
            added[group] = MomentRow(
                group, was.n + row.n, sums, was.missing + row.missing, was.invalid + row.invalid
            )
        return Moments(self.target, self.prediction, self.centre, self.scale, tuple(added.values()))

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to equal Moments."""
        return {
            "target": self.target,
            "prediction": self.prediction,
            "centre": self.centre,
            "scale": self.scale,
            "rows": [row._asdict() | {"group": list(row.group), "sums": list(row.sums)} for row in self.rows],
        }

    @classmethod
    def from_json(cls, values: object, width: int) -> "Moments":
        """Return the Moments these plain values state, for groups of so many columns.

        Raises: Misstated, naming the field.
        """
        if not isinstance(values, Mapping) or not isinstance(values.get("rows"), list | tuple):
            raise Misstated("moments", "must be an object with target, prediction, centre, scale and rows.")
        for name in ("centre", "scale"):
            if not usable(values.get(name)):
                raise Misstated(f"moments.{name}", "must be a number.")
        if values["scale"] <= 0:
            raise Misstated("moments.scale", "must be above zero.")
        rows = tuple(_row(i, row, width) for i, row in enumerate(values["rows"]))
        return cls(
            str(values.get("target")), str(values.get("prediction")), values["centre"], values["scale"], rows
        )


def _row(place: int, values: object, width: int) -> MomentRow:
    """Return one group's sums, checked."""
    field = f"moments.rows[{place}]"
    if not isinstance(values, Mapping) or not {"group", "n", "sums"} <= set(values) <= set(MomentRow._fields):
        raise Misstated(field, "needs group, n and sums.")
    group, sums = values["group"], values["sums"]
    if not isinstance(group, list | tuple) or len(group) != width:
        raise Misstated(f"{field}.group", f"must be a list of {width} words.")
    if not all(word is None or isinstance(word, str) for word in group):
        raise Misstated(f"{field}.group", "must hold texts or null.")
    if not isinstance(sums, list | tuple) or len(sums) != WIDTH or not all(map(usable, sums)):
        raise Misstated(f"{field}.sums", f"must be {WIDTH} numbers.")
    counts = {name: values.get(name, 0) for name in ("n", "missing", "invalid")}
    for name, n in counts.items():
        if isinstance(n, bool) or not isinstance(n, int) or n < 0:
            raise Misstated(f"{field}.{name}", "must be a whole number, zero or more.")
    return MomentRow(tuple(group), counts["n"], tuple(sums), counts["missing"], counts["invalid"])
