"""How far the scores of each group lie from the reference's, as whole distributions."""

from typing import Any

import numpy as np

from audits.fairness.scores.measuring import Scored
from audits.fairness.stored.profiles import Profile


def distances(found: Scored, reference: str) -> list[dict[str, Any]]:
    """Return the distances that were computed when the scores were counted, against this reference.

    `cohens_d` is the group's mean less the reference's in pooled standard deviations.
    Source: scipy.stats.ks_2samp and wasserstein_distance; J. Cohen, Statistical Power Analysis (1988).
    """
    places = {group: i for i, group in enumerate(found.groups)}
    return [
        {
            "group": found.names[places[one.group]],
            "reference": reference,
            "ks": one.ks,
            "ks_p": one.ks_p,
            "wasserstein": one.wasserstein,
            "cohens_d": _apart(found.profiles[places[one.group]], found.profiles[places[one.reference]]),
        }
        for one in found.scores.apart
        if one.by == found.by
        and {one.group, one.reference} <= set(places)
        and found.names[places[one.reference]] == reference
    ]


def _apart(one: Profile, other: Profile) -> float | None:
    """Return the difference of means in pooled standard deviations; None without spread."""
    if one.mean is None or other.mean is None or one.sd is None or other.sd is None:
        return None
    freedom = one.n + other.n - 2
    pooled = np.sqrt(((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / freedom)
    return float((one.mean - other.mean) / pooled) if pooled > 0 else None
