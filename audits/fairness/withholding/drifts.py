"""How far people moved between two runs, with hidden groups taken together."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from audits.fairness.drifting import Drift, Shift, shift

TOGETHER = "(too small to show)"


def withheld_drift(found: Drift, hidden: Mapping[str, frozenset[str]]) -> Drift:
    """Return a drift in which groups that either run hides count as one; scores of hidden groups are left out.

    Shape: `hidden` by division, its columns joined by a bar, as in `Drift.groups`.
    Source: docs/fairness.md, small groups. An index to the last digit would give two small counts away.
    """
    never = frozenset[str]()
    whole = hidden.get(next(iter(found.groups)), never)
    return replace(
        found,
        groups={by: _together(one, hidden.get(by, never)) for by, one in found.groups.items()},
        scores_by_group={name: one for name, one in found.scores_by_group.items() if name not in whole},
    )


def _together(one: Shift, hidden: frozenset[str]) -> Shift:
    rest = [part for part in one.parts if part.name in hidden]
    if not rest:
        return one
    people = {part.name: (part.n_before, part.n_now) for part in one.parts if part.name not in hidden}
    people[TOGETHER] = (sum(part.n_before for part in rest), sum(part.n_now for part in rest))
    before, now = np.array(list(people.values()), dtype=float).T
    return shift(list(people), before, now)
