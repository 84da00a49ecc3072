"""What the kept profiles say, by group and measure, and why a value is undefined."""

from collections.abc import Sequence

import numpy as np

from audits.fairness.margins import Rates
from audits.fairness.scores import calibration
from audits.fairness.scores.counts import counts_of, weights_of
from audits.fairness.scores.profiling import Counted, Whole, profile
from audits.fairness.stored.profiles import QUANTILES, Calibrated, Profile
from audits.fairness.stored.scores import Group, Scores

MEASURES = (
    "mean_score", "auc", "average_precision", "ks", "brier", "log_loss", "calibration_in_the_large",
    "calibration_slope", "calibration_intercept", "ece", "mce", "ece_equal_mass", "mce_equal_mass",
)  # fmt: skip
RANKED = ("auc", "average_precision", "ks")
LINES = ("calibration_slope", "calibration_intercept")
NAMES = {"mean_score": "mean", "calibration_slope": "slope", "calibration_intercept": "intercept"}

NO_SCORE = "nobody in the group has a score"
NO_WEIGHT = "nobody with a score in the group weighs anything"
ONE_PERSON = "only one person in the group has a score"
NO_OUTCOME = "nobody with a score has an outcome"
ONE_OUTCOME = "the outcomes of those with a score are all the same"
NO_LINE = (
    "the scores do not fix a line: one outcome only, outcomes separated by the score, or scores all equal"
)


def profiles(scores: Scores, columns: tuple[str, ...], groups: Sequence[Group]) -> tuple[Profile, ...]:
    """Return the profiles of these groups: as kept, or computed from the bins where none were kept.

    Source: as `profile`.
    """
    kept = {one.group: one for one in (scores.profiles or {}).get(columns, ())}
    if kept:
        return tuple(kept.get(group, Profile(group, 0, 0, 0, 0)) for group in groups)
    tables = _tables(scores, groups)
    return tuple(_from_bins(scores, group, [table[i] for table in tables]) for i, group in enumerate(groups))


def of_everyone(scores: Scores, groups: Sequence[Group]) -> Profile:
    """Return the profile of all groups together, as kept or from the bins.

    Source: as `profile`.
    """
    kept = (scores.profiles or {}).get(())
    return kept[0] if kept else _from_bins(scores, (), [t.sum(axis=0) for t in _tables(scores, groups)])


def value(measure: str, of: Profile) -> tuple[float, float, float]:
    """Return a value, its standard error and its degrees of freedom; NaN where there is none.

    Source: docs/fairness.md, scores.
    """
    nan, labelled = float("nan"), _worth(of.labelled_worth, of.labelled) - 1
    if measure == "mean_score" and of.worth is not None:
        return _number(of.mean), _number(of.mean_se), of.worth - 1
    if measure == "mean_score":
        return _number(of.mean), _number(of.sd) / np.sqrt(of.n) if of.n > 1 else nan, float(of.n - 1)
    if measure in ("ece", "mce", "ece_equal_mass", "mce_equal_mass"):
        parts = of.masses if measure.endswith("equal_mass") else of.widths
        n, scores, positive = _columns(parts)
        return float(calibration.errors(n, scores, positive)[int(measure.startswith("mce"))]), nan, nan
    if measure == "calibration_in_the_large":
        return (*_in_the_large(of), labelled)
    found, se = (getattr(of, NAMES.get(measure, measure) + end, None) for end in ("", "_se"))
    return _number(found), _number(se), labelled if measure in ("brier", "log_loss") else float("inf")


def reason(measure: str, of: Profile, scores: Scores) -> str:
    """Return why a value is undefined."""
    if not of.n or of.worth == 0 or (of.labelled and of.labelled_worth == 0):
        return NO_WEIGHT if of.n else NO_SCORE
    if measure == "score_sd":
        return ONE_PERSON
    if not of.labelled:
        return NO_OUTCOME
    if measure in RANKED:
        return ONE_OUTCOME
    if not scores.unit:
        return f"the scores reach from {scores.low:g} to {scores.high:g}, so they are no probabilities"
    return NO_LINE


def described(of: Profile) -> dict[str, float | int | None]:
    """Return how many people, how many outcomes, and the quantiles of their scores."""
    names = [f"score_p{round(share * 100):02d}" for share in QUANTILES]
    values = of.quantiles or (None,) * len(QUANTILES)
    counts = {"n": of.n, "labelled": of.labelled, "positives": of.positives, "score_sd": of.sd}
    return counts | dict(zip(names, values, strict=True))


def _tables(scores: Scores, groups: Sequence[Group]) -> list[Rates]:
    """Return the stored counts, and where people are weighted the sums of weights and of their squares."""
    return [counts_of(scores, groups).astype(float), *(weights_of(scores, groups) or ())]


def _from_bins(scores: Scores, group: Group, parts: Sequence[Rates]) -> Profile:
    """Return a profile from the stored counts (outcome, bin), everyone in a bin having its mean score."""
    some = parts[0].sum(axis=0) > 0
    people, *weights = (part[:, some] for part in parts)
    means = np.array(scores.means)[some]
    counted = Counted.of(means, people, (weights[0], weights[1]) if weights else None)
    return profile(group, counted, Whole(scores.median, scores.deciles, scores.unit, scores.one_by_one))


def _columns(parts: tuple[Calibrated, ...]) -> tuple[Rates, Rates, Rates]:
    """Return people, summed scores and positives of each range."""
    if not parts:
        return (np.zeros(1),) * 3
    n, scores, positives = zip(*((part.total, part.scores, part.positives) for part in parts), strict=True)
    return np.array(n, dtype=float), np.array(scores), np.array(positives, dtype=float)


def _in_the_large(of: Profile) -> tuple[float, float]:
    """Return the mean score less the share of positive outcomes, and its standard error.

    The squared errors are those of the Brier score.
    """
    nan = float("nan")
    if of.worth is not None:
        return _number(of.large), _number(of.large_se)
    if of.brier is None or not of.labelled:
        return nan, nan
    scores = sum(part.scores for part in of.widths)
    mean = (scores - of.positives) / of.labelled
    if of.labelled < 2:  # noqa: PLR2004 - a variance takes two
        return mean, nan
    return mean, float(np.sqrt(max(0.0, of.brier - mean**2) / (of.labelled - 1)))


def _worth(weighted: float | None, people: int) -> float:
    """Return what so many people are worth."""
    return float(people) if weighted is None else weighted


def _number(value: float | None) -> float:
    """Return a number, NaN for none."""
    return float("nan") if value is None else float(value)
