"""Each group beside the reference: how far apart, how sure, and the verdict on the pair."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from scipy.special import ndtr

from audits.fairness.intervals import clopper_pearson, katz, lowest_ratio, newcombe, wilson
from audits.fairness.reading import Bounds
from audits.fairness.significance import benjamini_hochberg, fisher, holm, lowest_detectable, pooled_z
from audits.fairness.standing import Standing
from audits.fairness.thresholds import Threshold
from audits.fairness.verdicts import Verdict, decide


@dataclass(frozen=True)
class Comparison:
    """One group against the reference on one measure; `p_holm` and `p_bh` are adjusted over the groups.

    With weights, `n` and `counted` are people still, `n_eff` what they are worth; all else goes by that.
    """

    group: str
    reference: str
    n: int
    counted: int
    n_ref: int
    counted_ref: int
    rate: float
    rate_ref: float
    wilson_95: Bounds
    clopper_pearson_95: Bounds
    diff: float
    newcombe_95: Bounds
    ratio: float | None
    katz_95: Bounds | None
    p_fisher: float
    z_pooled: float | None
    p_z: float | None
    shortfall: float
    disadvantaged: str | None
    ratio_symmetric: float | None
    flip_ratio: float | None
    flip_diff: float
    mde_ratio: float | None
    mde_diff: float
    small_group: bool
    n_eff: float | None = None
    n_eff_ref: float | None = None
    p_holm: float = 1.0
    p_bh: float = 1.0
    verdict: Verdict = Verdict.NOT_ASSESSABLE

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)


def compared(standing: Standing, reference: str, alpha: float) -> tuple[Comparison, ...]:
    """Return every defined group against the reference, p-values adjusted; none if that is undefined.

    Source: the functions named in each field; docs/fairness.md.
    """
    names = [name for name, defined in zip(standing.names, standing.defined, strict=True) if defined]
    if reference not in names:
        return ()
    place = standing.names.index(reference)
    pairs = [
        _pair(standing, i, place, alpha) for i, n in enumerate(standing.names) if n in names and i != place
    ]
    p_values = [pair.p_fisher for pair in pairs]
    adjusted = zip(pairs, holm(p_values), benjamini_hochberg(p_values), strict=True)
    return tuple(replace(pair, p_holm=h, p_bh=b) for pair, h, b in adjusted)


def judged(pair: Comparison, threshold: Threshold, alpha: float, p_global: float) -> Comparison:
    """Return the comparison with its verdict at a ratio threshold.

    Source: docs/fairness.md, the eight verdicts.
    """
    if pair.ratio_symmetric is None:
        return pair
    worth = [pair.n_eff or pair.n, pair.n_eff_ref or pair.n_ref]
    ends = lowest_ratio([pair.rate * worth[0], pair.rate_ref * worth[1]], worth)
    verdict = decide(
        breach=threshold.broken_by(pair.ratio_symmetric),
        significant=p_global < alpha and pair.p_holm < alpha,
        survives_flip=pair.flip_ratio is not None and threshold.broken_by(pair.flip_ratio),
        demonstrated=not threshold.broken_by(ends),
        detectable=pair.mde_ratio is not None and not threshold.broken_by(pair.mde_ratio),
    )
    return replace(pair, verdict=verdict)


def flipped(low: tuple[float, float], high: tuple[float, float]) -> tuple[float, float | None]:
    """Return difference and ratio with one person more in the lower group and one fewer in the higher.

    Source: the "flip-flop" check of Cohen, Aamodt & Dunleavy 2010.
    """
    rate_low, rate_high = min(1.0, (low[0] + 1) / low[1]), max(0, high[0] - 1) / high[1]
    lower, higher = sorted((rate_low, rate_high))
    return abs(rate_high - rate_low), lower / higher if higher > 0 else None


def _pair(standing: Standing, group: int, reference: int, alpha: float) -> Comparison:
    """Return one group against the reference, before anything is adjusted or judged."""
    one, ref = standing.counts(group), standing.counts(reference)
    counted, n = standing.seen(group)
    counted_ref, n_ref = standing.seen(reference)
    rate, rate_ref = one[0] / one[1], ref[0] / ref[1]
    low, high = (one, ref) if rate < rate_ref else (ref, one)
    flip_diff, flip_ratio = flipped(low, high)
    lower, higher = sorted((rate, rate_ref))
    detectable = lowest_detectable(one[1], ref[1], rate_ref, alpha)
    bounds, z = wilson([one[0]], [one[1]])[0], pooled_z(*one, *ref)
    return Comparison(
        group=standing.names[group],
        reference=standing.names[reference],
        n=n,
        counted=counted,
        n_ref=n_ref,
        counted_ref=counted_ref,
        rate=rate,
        rate_ref=rate_ref,
        wilson_95=(float(bounds[0]), float(bounds[1])),
        clopper_pearson_95=clopper_pearson(*one),
        diff=rate - rate_ref,
        newcombe_95=newcombe(*one, *ref),
        ratio=rate / rate_ref if rate_ref else None,
        katz_95=katz(*one, *ref),
        p_fisher=fisher(*one, *ref),
        z_pooled=z,
        p_z=None if z is None else float(2 * ndtr(-abs(z))),
        shortfall=one[1] * (one[0] + ref[0]) / (one[1] + ref[1]) - one[0],
        disadvantaged=None if rate == rate_ref else standing.names[group if rate < rate_ref else reference],
        ratio_symmetric=lower / higher if higher else None,
        flip_ratio=flip_ratio,
        flip_diff=flip_diff,
        mde_ratio=detectable / rate_ref if rate_ref else None,
        mde_diff=rate_ref - detectable,
        small_group=bool(standing.small[group]),
        n_eff=one[1] if standing.weighted else None,
        n_eff_ref=ref[1] if standing.weighted else None,
    )
