"""The four-fifths rule of thumb with what the same paragraph asks beside it: chance, and small numbers."""

from dataclasses import replace
from typing import Any

from scipy.stats import norm

from audits.fairness.comparisons import flipped
from audits.fairness.margins import Margins
from audits.fairness.significance import fisher, pooled_z
from audits.fairness.spec import Spec
from audits.fairness.standing import Standing, standing

FOUR_FIFTHS = 0.8


def four_fifths(margins: Margins, spec: Spec, favourable: int) -> dict[str, Any]:
    """Return every group beside the most selected one that is large enough; people, never weights.

    `flip_changes` says whether one more selection here and one fewer there would change what the rule says.
    Source: 29 CFR 1607.4(D); Cohen, Aamodt & Dunleavy 2010 (shortfall, flip-flop); Hazelwood 1977 (standard
    deviations).
    """
    people = replace(margins, tables=margins.people, squares=None, weighing=None)
    stood = standing("selection_rate", people, spec, favourable)
    if not stood.assessed.any():
        return {"best_group": None, "groups": {}, "left_out": list(stood.left_out)}
    _, best = stood.ends()
    return {
        "best_group": stood.names[best],
        "groups": {
            name: _beside(stood, i, best)
            for i, name in enumerate(stood.names)
            if i != best and stood.assessed[i]
        },
        "left_out": list(stood.left_out),
    }


def _beside(stood: Standing, place: int, best: int) -> dict[str, Any]:
    """Return one group beside the most selected one."""
    (selected, n), (selected_best, n_best) = stood.seen(place), stood.seen(best)
    rate, rate_best = selected / n, selected_best / n_best
    ratio = rate / rate_best if rate_best else None
    _, flip = flipped((selected, n), (selected_best, n_best))
    z = pooled_z(selected, n, selected_best, n_best)
    return {
        "n": n,
        "selected": selected,
        "rate": rate,
        "n_best": n_best,
        "selected_best": selected_best,
        "rate_best": rate_best,
        "impact_ratio": ratio,
        "violation": _below(ratio),
        "flip_ratio": flip,
        "flip_changes": None not in (ratio, flip) and _below(ratio) != _below(flip),
        "standard_deviations": None if z is None else abs(z),
        "p_z": None if z is None else float(2 * norm.sf(abs(z))),
        "p_fisher": fisher(selected, n, selected_best, n_best),
        "shortfall": n * (selected + selected_best) / (n + n_best) - selected,
        "small_group": bool(stood.small[place] or stood.small[best]),
    }


def _below(ratio: float | None) -> bool:
    """Return whether a ratio is less than four fifths."""
    return ratio is not None and ratio < FOUR_FIFTHS
