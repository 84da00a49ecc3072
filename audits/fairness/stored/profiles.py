"""What is known of one group's scores, computed once from every score of the file and then kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from audits.fairness.thresholds import Misstated, is_number

LARGEST = 1e50  # beyond it, squares of squares would overflow; no score or amount is that large
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Calibrated:
    """One range of scores: how many labelled people, the sum of their scores, how many positive outcomes."""

    n: int
    scores: float
    positives: int


@dataclass(frozen=True)
class Profile:
    """The scores of one group, or of everyone; None where a value is undefined.

    `n` have a score, `labelled` of them an outcome, `positives` of them a positive one. `quantiles` belong to
    QUANTILES. `auc_error` bounds how far `auc` can be off because scores were counted in narrow bins; 0 when
    every distinct score was counted. `widths` are ten equal ranges from 0 to 1, `masses` ten ranges with
    equally many people of the whole file. Names ending in `_se` are standard errors.
    """

    group: tuple[str | None, ...]
    n: int
    labelled: int
    positives: int
    above_median: int
    mean: float | None = None
    sd: float | None = None
    quantiles: tuple[float, ...] = ()
    auc: float | None = None
    auc_se: float | None = None
    auc_error: float = 0.0
    average_precision: float | None = None
    ks: float | None = None
    brier: float | None = None
    brier_se: float | None = None
    log_loss: float | None = None
    log_loss_se: float | None = None
    slope: float | None = None
    slope_se: float | None = None
    intercept: float | None = None
    intercept_se: float | None = None
    widths: tuple[Calibrated, ...] = ()
    masses: tuple[Calibrated, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to an equal Profile."""
        return asdict(self) | {"group": list(self.group), "quantiles": list(self.quantiles)} | {
            name: [[part.n, part.scores, part.positives] for part in getattr(self, name)]
            for name in ("widths", "masses")
        }  # fmt: skip

    @classmethod
    def from_json(cls, values: Mapping[str, Any], field: str) -> "Profile":
        """Return the Profile these plain values state.

        Raises: Misstated, naming the field, for anything unknown or of the wrong type.
        """
        known = {f.name for f in fields(cls)}
        if not isinstance(values, Mapping) or not {"group", "n"} <= set(values) <= known:
            raise Misstated(field, "is no profile of a group's scores.")
        plain = dict(values)
        try:
            plain["group"] = tuple(values["group"])
            plain["quantiles"] = tuple(values.get("quantiles", ()))
            for name in ("widths", "masses"):
                plain[name] = tuple(Calibrated(*part) for part in values.get(name, ()))
        except TypeError as error:
            raise Misstated(field, "holds a list of the wrong form.") from error
        for name, value in plain.items():
            if (
                not isinstance(value, tuple)
                and value is not None
                and not (is_number(value) and abs(value) < LARGEST)
            ):
                raise Misstated(f"{field}.{name}", "must be a number or null.")
        return cls(**plain)
