"""Whether chance alone explains it: one exact test over all groups, then each group against the reference."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri
from scipy.stats import chi2_contingency, false_discovery_control, fisher_exact, norm
from statsmodels.stats.power import NormalIndPower

LARGEST_DRAW = 10**9  # the limit of NumPy's sampler
POWER = 0.8
NOT_LESS = 1e-9  # a drawn statistic this close to the observed one counts as equal

Numbers = npt.NDArray[np.float64]


class GlobalTest(NamedTuple):
    """The chance of groups at least this uneven if the group made no difference, and how that was found."""

    p: float
    statistic: float
    method: str
    draws: int


def over_all_groups(counted: Numbers, out_of: Numbers, draws: int, rng: np.random.Generator) -> GlobalTest:
    """Return the test of no difference between any groups, given both margins.

    The statistic is the largest studentised difference of one group from all others together; under the
    hypothesis the counted people are dealt to the groups at random, which is the multivariate hypergeometric
    distribution.
    Shape: one number for each group, at least two groups, none empty; fractions, which weights make, are
    rounded to whole people.
    Source: permutation test (Pitman 1937) computed from counts; with two groups it is Fisher's test in
    another guise.
    """
    counted, out_of = np.round(counted), np.round(out_of)
    sizes, total = out_of.astype(np.int64), int(counted.sum())
    observed = float(_largest(counted[None, :], out_of)[0])
    if total in (0, int(sizes.sum())):
        return GlobalTest(1.0, 0.0, "nothing varies", 0)
    if sizes.sum() >= LARGEST_DRAW:
        tail = 2 * norm.sf(observed) * len(sizes)
        return GlobalTest(float(min(1.0, tail)), observed, "normal approximation, Bonferroni", 0)
    drawn = rng.multivariate_hypergeometric(sizes, total, size=draws, method="marginals")
    as_large = int((_largest(drawn.astype(float), out_of) >= observed - NOT_LESS).sum())
    return GlobalTest((1 + as_large) / (1 + draws), observed, "permutation given both margins", draws)


def chi_square(counted: Numbers, out_of: Numbers) -> dict[str, float | int] | None:
    """Return Pearson's test over all groups with anyone to count, shown beside the exact one; None below two.

    `lowest_expected` below five says not to trust it.
    Source: Pearson 1900, as in scipy.stats.chi2_contingency without correction.
    """
    counted, out_of = counted[out_of > 0], out_of[out_of > 0]
    if len(out_of) < 2 or counted.sum() in (0, out_of.sum()):  # noqa: PLR2004 - a comparison takes two
        return None
    found = chi2_contingency(np.stack([counted, out_of - counted]), correction=False)
    return {
        "statistic": float(found.statistic),
        "degrees": int(found.dof),
        "p": float(found.pvalue),
        "lowest_expected": float(found.expected_freq.min()),
        "groups": len(out_of),
    }


def fisher(counted: float, out_of: float, counted_ref: float, out_of_ref: float) -> float:
    """Return the two-sided exact p-value of a group against the reference, fractions of people rounded.

    Source: Fisher 1935, as in scipy.stats.fisher_exact.
    """
    whole = [[round(counted), round(out_of)], [round(counted_ref), round(out_of_ref)]]
    table = [[top, bottom - top] for top, bottom in whole]
    return float(fisher_exact(table).pvalue)


def pooled_z(counted: float, out_of: float, counted_ref: float, out_of_ref: float) -> float | None:
    """Return the number of standard deviations between group and reference; None when nothing varies.

    Source: two-sample z with pooled variance, as in Hazelwood School District v. United States, 433 U.S. 299
    (1977).
    """
    share = (counted + counted_ref) / (out_of + out_of_ref)
    variance = share * (1 - share) * (1 / out_of + 1 / out_of_ref)
    return (counted / out_of - counted_ref / out_of_ref) / float(np.sqrt(variance)) if variance > 0 else None


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted so that the chance of any false alarm in the family stays at alpha.

    Source: Holm 1979; statsmodels multipletests gives the same but collects garbage at every call, for longer
    than everything else here takes.
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return [float(value) for value in adjusted]


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted so that alpha bounds the share of false alarms; shown, not decisive.

    Source: Benjamini & Hochberg 1995, as in scipy.stats.false_discovery_control.
    """
    return [float(p) for p in false_discovery_control(p_values)] if p_values else []


def lowest_detectable(out_of: float, out_of_ref: float, rate_ref: float, alpha: float) -> float:
    """Return the highest rate below the reference's that a test at alpha would find four times in five.

    Source: Cohen 1988 (arcsine effect size h), as in statsmodels NormalIndPower.
    """
    h = Power().solve_power(nobs1=out_of, alpha=alpha, power=POWER, ratio=out_of_ref / out_of)
    return float(np.sin(max(0.0, np.arcsin(np.sqrt(rate_ref)) - float(h) / 2)) ** 2)


class Power(NormalIndPower):
    """The power of a two-sided z-test between two groups, solved by statsmodels, thirty times as fast.

    Source: statsmodels NormalIndPower, whose own power goes through SciPy's general distributions.
    """

    def power(
        self, effect_size: float, nobs1: float, alpha: float, ratio: float = 1, alternative: str = "two-sided"
    ) -> float:
        """Return the chance of finding an effect of this size."""
        if alternative != "two-sided":
            raise NotImplementedError(alternative)
        shift = effect_size * np.sqrt(1 / (1 / nobs1 + 1 / (nobs1 * ratio)))
        edge = -ndtri(alpha / 2)
        return float(ndtr(shift - edge) + ndtr(-shift - edge))


def _largest(counted: Numbers, out_of: Numbers) -> Numbers:
    """Return for each row of counts the largest studentised difference of a group from all others."""
    total, size = counted.sum(axis=1, keepdims=True), out_of.sum()
    share = total / size
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (counted / out_of - share) / np.sqrt(share * (1 - share) * (1 / out_of - 1 / size))
    return np.asarray(np.nan_to_num(np.abs(z), nan=0.0).max(axis=1))
