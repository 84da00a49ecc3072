"""What is known of one group's scores, computed once from every score of the file and then kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from audits.fairness.thresholds import Misstated, is_number

LARGEST = 1e50  # beyond it, squares of squares would overflow; no score or amount is that large
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


RANGES, ROUNDING = 10, 1e-9
NEEDED = frozenset({"group", "n", "labelled", "positives", "above_median"})
LIMITS = dict.fromkeys(("auc", "average_precision", "ks", "brier", "auc_error"), 1.0) | dict.fromkeys(
    ("sd", "auc_se", "brier_se", "log_loss", "log_loss_se", "slope_se", "intercept_se", "worth",
     "labelled_worth", "mean_se", "large_se"),
    LARGEST,
)  # fmt: skip
OF_WEIGHTS = ("worth", "labelled_worth", "mean_se", "large", "large_se")


def usable(value: object) -> bool:
    """Return whether this is a number that can be measured with."""
    return is_number(value) and abs(value) < LARGEST  # type: ignore[arg-type]


def numbers(values: object, field: str) -> tuple[float, ...]:
    """Return a list of finite numbers as a tuple.

    Raises: Misstated, naming the field.
    """
    if not isinstance(values, list | tuple) or not all(map(usable, values)):
        raise Misstated(field, "must be a list of numbers.")
    return tuple(values)


@dataclass(frozen=True)
class Calibrated:
    """One range of scores: how many labelled people, the sum of their scores, how many positive outcomes.

    Where people are weighted, the sums are of weighted scores and outcomes, and `weight` and `squared` those of
    the weights and of their squares.
    """

    n: int
    scores: float
    positives: float
    weight: float | None = None
    squared: float | None = None

    @property
    def total(self) -> float:
        """Return what the sums are divided by for a mean: people, or their weight."""
        return float(self.n) if self.weight is None else self.weight

    @property
    def worth(self) -> float:
        """Return how many people of equal weight would say as much (Kish)."""
        if self.weight is None or not self.squared:
            return float(self.n) if self.weight is None else 0.0
        return self.weight**2 / self.squared

    def as_json(self) -> list[float]:
        """Return plain JSON values, those of weights only where there are any."""
        plain = [self.n, self.scores, self.positives]
        return plain if self.weight is None else [*plain, self.weight, self.squared or 0.0]


@dataclass(frozen=True)
class Profile:
    """The scores of one group, or of everyone; None where a value is undefined.

    `n` have a score, `labelled` of them an outcome, `positives` of them a positive one. `quantiles` belong to
    QUANTILES. `auc_error` bounds how far `auc` can be off because scores were counted in narrow bins; 0 when
    every distinct score was counted. `widths` are ten equal ranges from 0 to 1, `masses` ten ranges with
    equally many people of the whole file. Names ending in `_se` are standard errors.

    Where people are weighted, `n`, `labelled`, `positives` and `above_median` are people still, `worth` and
    `labelled_worth` what they are worth, and all else is weighted; only then `mean_se`, and `large`, the
    calibration in the large, are kept.
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
    worth: float | None = None
    labelled_worth: float | None = None
    mean_se: float | None = None
    large: float | None = None
    large_se: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to an equal Profile."""
        plain = asdict(self) | {"group": list(self.group), "quantiles": list(self.quantiles)}
        plain |= {name: [part.as_json() for part in getattr(self, name)] for name in ("widths", "masses")}
        return plain if self.worth is not None else {k: v for k, v in plain.items() if k not in OF_WEIGHTS}

    @classmethod
    def from_json(cls, values: Mapping[str, Any], field: str) -> "Profile":
        """Return the Profile these plain values state.

        Raises: Misstated, naming the field, for anything unknown or of the wrong type.
        """
        known = {f.name for f in fields(cls)}
        if not isinstance(values, Mapping) or not NEEDED <= set(values) <= known:
            raise Misstated(field, "is no profile of a group's scores.")
        plain = dict(values)
        try:
            plain["group"] = tuple(values["group"])
            plain["quantiles"] = tuple(values.get("quantiles", ()))
            for name in ("widths", "masses"):
                plain[name] = tuple(_range(part, f"{field}.{name}") for part in values.get(name) or ())
        except TypeError as error:
            raise Misstated(field, "holds a list of the wrong form.") from error
        for name, value in plain.items():
            if (
                not isinstance(value, tuple)
                and value is not None
                and not (is_number(value) and abs(value) < LARGEST)
            ):
                raise Misstated(f"{field}.{name}", "must be a number or null.")
        profile = cls(**plain)
        _check(profile, field)
        return profile


def _check(found: Profile, field: str) -> None:
    """Refuse a profile of people who could not be: more with an outcome than there are, or half a person."""
    for name in ("n", "labelled", "positives", "above_median"):
        value = getattr(found, name)
        if not isinstance(value, int) or value < 0:
            raise Misstated(f"{field}.{name}", "must be a whole number, zero or more.")
    if not found.positives <= found.labelled <= found.n or found.above_median > found.n:
        raise Misstated(field, "counts more positive outcomes than outcomes, or more outcomes than people.")
    if len(found.quantiles) not in (0, len(QUANTILES)) or not all(map(usable, found.quantiles)):
        raise Misstated(f"{field}.quantiles", f"must be {len(QUANTILES)} numbers, or none.")
    for name, top in LIMITS.items():
        value = getattr(found, name)
        if value is not None and not 0 <= value <= top:
            raise Misstated(f"{field}.{name}", "lies outside the values it can have.")
    for name in ("widths", "masses"):
        parts = getattr(found, name)
        if len(parts) not in (0, RANGES) or not all(map(_possible, parts)):
            raise Misstated(f"{field}.{name}", f"must be {RANGES} ranges of nobody or more, or none.")


def _possible(part: Calibrated) -> bool:
    """Return whether people could make such a range: no more positives than people, nor worth more than they are."""
    fits = part.n >= 0 and 0 <= part.positives <= part.total * (1 + ROUNDING)
    weightless = not part.total
    return fits and (part.weight is None or weightless or 0 < part.worth <= part.n * (1 + ROUNDING))


def _range(values: object, field: str) -> Calibrated:
    """Return one range of scores, checked."""
    found = numbers(values, field)
    if len(found) not in (3, 5):
        raise Misstated(field, "must be lists of people, scores and positives, and of weight and squared.")
    if found[0] != int(found[0]):
        raise Misstated(field, "must count whole people.")
    return Calibrated(int(found[0]), *found[1:])
