"""How far apart groups may be before a reading calls it a breach, and on whose word."""

from dataclasses import dataclass
from math import isfinite

READABLE = ("selection_rate", "tpr", "fpr", "precision")
OF_SCORES = (
    "mean_score", "auc", "average_precision", "ks", "brier", "log_loss", "calibration_in_the_large",
    "calibration_slope", "ece",
)  # fmt: skip
OF_NUMBERS = ("mean_predicted", "mean_error", "mae", "rmse", "r2", "pearson_r")
UNBOUNDED = (
    "mean_score",
    "log_loss",
    "calibration_slope",
    "mean_predicted",
    "mean_error",
    "mae",
    "rmse",
    "r2",
)
KINDS = ("difference", "ratio")
ROUNDING = 1e-12
LARGEST = 10**300  # a whole number beyond this is no float any more


class Misstated(ValueError):
    """A specification that cannot be carried out; `field` names the part that is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def is_number(value: object) -> bool:
    """Return whether this is a finite number and not a truth value."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return abs(value) <= LARGEST if isinstance(value, int) else isfinite(value)


@dataclass(frozen=True)
class Threshold:
    """How far apart groups may be on one measure, and on whose word."""

    measure: str
    kind: str
    value: float
    set_by: str = "Annex default"
    reason: str = "A convention to start from, not a legal limit."

    def __post_init__(self) -> None:
        """Refuse a threshold that no number could be compared with."""
        known = (*READABLE, *OF_SCORES, *OF_NUMBERS)
        if self.measure not in known:
            raise Misstated("thresholds", f"'{self.measure}' is not one of {', '.join(known)}.")
        if self.kind not in KINDS:
            raise Misstated("thresholds", f"'{self.kind}' is neither 'difference' nor 'ratio'.")
        if self.kind == "ratio" and self.measure not in READABLE:
            raise Misstated("thresholds", f"'{self.measure}' can be compared by difference only.")
        most = LARGEST if self.measure in UNBOUNDED else 1
        if not is_number(self.value) or not 0 < self.value <= most:
            raise Misstated("thresholds", f"{self.value!r} for {self.measure} must lie between 0 and 1.")
        if not isinstance(self.set_by, str) or not isinstance(self.reason, str):
            raise Misstated("thresholds", "need texts in set_by and reason.")

    def broken_by(self, value: float) -> bool:
        """Return whether a difference or ratio lies beyond the threshold, rounding errors aside."""
        return value < self.value - ROUNDING if self.kind == "ratio" else value > self.value + ROUNDING


FOUR_FIFTHS = "The four-fifths rule of thumb, 29 CFR 1607.4(D); the AI Act sets no number."
DEFAULT_THRESHOLDS = (
    Threshold("selection_rate", "ratio", 0.8, reason=FOUR_FIFTHS),
    Threshold("selection_rate", "difference", 0.1),
    Threshold("tpr", "ratio", 0.8),
    Threshold("tpr", "difference", 0.1),
    Threshold("fpr", "ratio", 0.8),
    Threshold("fpr", "difference", 0.1),
    Threshold("precision", "ratio", 0.8),
    Threshold("precision", "difference", 0.1),
)
