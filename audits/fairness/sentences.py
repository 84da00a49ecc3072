"""The verdict in sentences a lawyer can quote: what was compared, how far apart, how sure."""

from dataclasses import dataclass

from audits.fairness.labels import listed
from audits.fairness.reading import Bounds
from audits.fairness.thresholds import Threshold
from audits.fairness.verdicts import Verdict

SUBJECTS = {
    "selection_rate": "the rate of the favourable outcome ('{favourable}')",
    "tpr": "the true positive rate",
    "fpr": "the false positive rate",
    "precision": "the precision (positive predictive value)",
}
CONCLUSIONS = {
    Verdict.DISPARITY_SUPPORTED: (
        "This is beyond the threshold of {threshold} ({set_by}); chance alone is an unlikely explanation "
        "({p}), and one more person in the lower group and one "
        "fewer in the higher would not change that."
    ),
    Verdict.DISPARITY_BORDERLINE: (
        "This is beyond the threshold of {threshold} ({set_by}) and chance alone is an unlikely explanation "
        "({p}), but one more person in the lower group and one fewer in the higher would bring it back "
        "within the threshold."
    ),
    Verdict.DISPARITY_NOT_SIGNIFICANT: (
        "This is beyond the threshold of {threshold} ({set_by}), but chance alone could explain it ({p}); "
        "the numbers are too small to tell."
    ),
    Verdict.SIGNIFICANT_WITHIN_TOLERANCE: (
        "This is within the threshold of {threshold} ({set_by}), yet chance alone is an unlikely explanation "
        "({p}); a person must weigh what it means in practice."
    ),
    Verdict.WITHIN_TOLERANCE_DEMONSTRATED: (
        "This is within the threshold of {threshold} ({set_by}), and so are the 95 % intervals between all "
        "groups compared."
    ),
    Verdict.INCONCLUSIVE_UNDERPOWERED: (
        "This is within the threshold of {threshold} ({set_by}), but at least one group is so small that a "
        "disparity beyond it would probably have gone unnoticed."
    ),
    Verdict.NO_EVIDENCE_OF_DISPARITY: (
        "This is within the threshold of {threshold} ({set_by}) and chance alone could explain it ({p}); "
        "that no disparity was found does not show that there is none."
    ),
}


@dataclass(frozen=True)
class End:
    """The group at one end: its name, how many are counted, out of how many; its rate, where weighted."""

    name: str
    counted: int
    out_of: int
    weighted: float | None = None

    def __str__(self) -> str:
        """Return the group with its rate and the counts behind it."""
        rate = (
            f"{self.counted / self.out_of:.1%}" if self.weighted is None else f"{self.weighted:.1%} weighted"
        )
        return f"{self.name} ({rate}, {self.counted:,} of {self.out_of:,})"


@dataclass(frozen=True)
class Told:
    """Everything one sentence speaks of."""

    by: tuple[str, ...]
    threshold: Threshold
    verdict: Verdict
    value: float
    interval: Bounds | None
    low: End
    high: End
    p_global: float
    p_pair: float
    pair: str
    favourable: str
    left_out: tuple[str, ...]


def sentence(told: Told) -> str:
    """Return what was found, what it rests on and who was left out."""
    ratio = told.threshold.kind == "ratio"
    subject = SUBJECTS[told.threshold.measure].format(favourable=told.favourable)
    distance = f"a ratio of {told.value:.3f}" if ratio else f"a difference of {_points(told.value)}"
    if told.value == float(ratio):
        found = f"By {_columns(told.by)}, {subject} is the same in every group compared, {told.low}."
    else:
        found = (
            f"By {_columns(told.by)}, {subject} is lowest for {told.low} and highest for {told.high}: "
            f"{distance}{_bounds(told)}."
        )
    conclusion = CONCLUSIONS[told.verdict].format(
        threshold=f"{told.threshold.value:g}" if ratio else _points(told.threshold.value),
        set_by=f"set by {told.threshold.set_by}",
        p=f"{_p(told.p_global)} over all groups, {_p(told.p_pair)} {told.pair}",
    )
    return f"{found} {conclusion}{_left_out(told.left_out)}"


def cannot_be_assessed(by: tuple[str, ...], measure: str, favourable: str, why: str) -> str:
    """Return that and why there is no verdict."""
    return f"By {_columns(by)}, {SUBJECTS[measure].format(favourable=favourable)} cannot be assessed: {why}."


def _columns(by: tuple[str, ...]) -> str:
    """Return the columns' names as a person would list them."""
    return " and ".join(by)


def _points(share: float) -> str:
    """Return a difference of shares in percentage points."""
    return f"{share * 100:.1f} percentage points"


def _bounds(told: Told) -> str:
    """Return the interval in brackets, nothing where there is none."""
    if told.interval is None:
        return ""
    low, high = told.interval
    if told.threshold.kind == "ratio":
        return f" (95 % interval {low:.3f} to {high:.3f})"
    return f" (95 % interval {low * 100:.1f} to {high * 100:.1f})"


def _p(p: float) -> str:
    """Return a p-value as print shows it."""
    return "p below 0.001" if p < 0.001 else f"p = {p:.3f}"  # noqa: PLR2004 - three decimals


def _left_out(names: tuple[str, ...]) -> str:
    """Return who was too few to compare, nothing when nobody was."""
    return f" Too small to compare, and left out: {listed(names)}." if names else ""
