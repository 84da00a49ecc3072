"""The verdict on an estimate in sentences a lawyer can quote."""

from dataclasses import dataclass

from audits.fairness.labels import listed
from audits.fairness.thresholds import Threshold
from audits.fairness.verdicts import Verdict

SUBJECTS = {
    "mean_score": "the mean score",
    "auc": "how well the score ranks positives above negatives (AUC)",
    "average_precision": "the average precision of the score",
    "ks": "the distance between the scores of positives and negatives (KS)",
    "brier": "the squared error of the score (Brier)",
    "log_loss": "the logarithmic loss of the score",
    "calibration_in_the_large": "the mean score less the share of positive outcomes",
    "calibration_slope": "the slope of the calibration line",
    "ece": "the expected calibration error",
    "mean_predicted": "the mean prediction",
    "mean_error": "the mean error (prediction less truth)",
    "mae": "the mean absolute error",
    "rmse": "the root mean squared error",
    "r2": "the share of variance explained (R2)",
    "pearson_r": "the correlation of prediction and truth",
}
BEYOND = "This is beyond the threshold of {threshold} ({set_by})"
WITHIN = "This is within the threshold of {threshold} ({set_by})"
CONCLUSIONS = {
    Verdict.DISPARITY_SUPPORTED: (
        f"{BEYOND}; chance alone is an unlikely explanation ({{p}}), and leaving out one exceptional person in "
        "each of the two groups would not change that."
    ),
    Verdict.DISPARITY_BORDERLINE: (
        f"{BEYOND} and chance alone is an unlikely explanation ({{p}}), but leaving out one exceptional person "
        "in each of the two groups could bring it back within the threshold."
    ),
    Verdict.DISPARITY_NOT_SIGNIFICANT: (
        f"{BEYOND}, but chance alone could explain it ({{p}}); the numbers are too small to tell."
    ),
    Verdict.SIGNIFICANT_WITHIN_TOLERANCE: (
        f"{WITHIN}, yet chance alone is an unlikely explanation ({{p}}); a person must weigh what it means in "
        "practice."
    ),
    Verdict.WITHIN_TOLERANCE_DEMONSTRATED: (
        f"{WITHIN}, and so are the 95 % intervals between all groups compared."
    ),
    Verdict.INCONCLUSIVE_UNDERPOWERED: (
        f"{WITHIN}, but at least one group is so small that a disparity beyond it would probably have gone "
        "unnoticed."
    ),
    Verdict.NO_EVIDENCE_OF_DISPARITY: (
        f"{WITHIN} and chance alone could explain it ({{p}}); that no disparity was found does not show that "
        "there is none."
    ),
}


@dataclass(frozen=True)
class End:
    """The group at one end: its name, its value, and how many people that rests on."""

    name: str
    value: float
    people: int

    def __str__(self) -> str:
        """Return the group with its value and the people behind it."""
        return f"{self.name} ({self.value:.4g}, {self.people:,} people)"


@dataclass(frozen=True)
class Told:
    """Everything one sentence speaks of."""

    by: tuple[str, ...]
    threshold: Threshold
    verdict: Verdict
    value: float
    interval: tuple[float, float] | None
    low: End
    high: End
    p_global: float
    p_pair: float
    pair: str
    left_out: tuple[str, ...]


def sentence(told: Told) -> str:
    """Return what was found, what it rests on and who was left out."""
    by, subject = " and ".join(told.by), SUBJECTS[told.threshold.measure]
    bounds = ""
    if told.interval is not None:
        bounds = f" (95 % interval {told.interval[0]:.4g} to {told.interval[1]:.4g})"
    found = (
        f"By {by}, {subject} is lowest for {told.low} and highest for {told.high}: a difference of "
        f"{told.value:.4g}{bounds}."
        if told.value
        else f"By {by}, {subject} is the same in every group compared, {told.low}."
    )
    conclusion = CONCLUSIONS[told.verdict].format(
        threshold=f"{told.threshold.value:g}",
        set_by=f"set by {told.threshold.set_by}",
        p=f"{_p(told.p_global)} over all groups, {_p(told.p_pair)} {told.pair}",
    )
    out = f" Too small to compare, and left out: {listed(told.left_out)}." if told.left_out else ""
    return f"{found} {conclusion}{out}"


def cannot_be_assessed(by: tuple[str, ...], measure: str, defined: int) -> str:
    """Return that and why there is no verdict."""
    return (
        f"By {' and '.join(by)}, {SUBJECTS[measure]} cannot be assessed: fewer than two groups are large enough, "
        f"with values that vary; {defined} have a defined value."
    )


def _p(p: float) -> str:
    """Return a p-value as print shows it."""
    return "p below 0.001" if p < 0.001 else f"p = {p:.3f}"  # noqa: PLR2004 - three decimals
