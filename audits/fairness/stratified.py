"""What is left of a disparity when only people of the same stratum are compared."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from audits.fairness.cells import Cells
from audits.fairness.comparisons import Comparison
from audits.fairness.evidence import Evidence
from audits.fairness.mantel_haenszel import Pair, adjusted
from audits.fairness.margins import Rates
from audits.fairness.significance import holm
from audits.fairness.simpson import Within, simpson
from audits.fairness.spec import Spec
from audits.fairness.strata import Strata, strata

NOWHERE = "in no stratum are both groups present"
NO_REJECTED = "in no stratum are there both people with and without the favourable outcome"


def stratified(cells: Cells, evidence: Sequence[Evidence], spec: Spec) -> dict[str, Any] | None:
    """Return every measure of one division within strata; None where no stratum was named.

    Source: docs/fairness.md, within strata.
    """
    if cells.stratum is None or spec.stratum is None:
        return None
    found = [
        (e, strata(cells, e.standing.names, e.standing.measure, complement=e.standing.complement))
        for e in evidence
    ]
    selection = [(e, s) for e, s in found if e.standing.measure == "selection_rate"]
    return {
        "by": cells.stratum,
        "strata": _listed(selection[0][1], selection[0][0].standing.names) if selection else [],
        "conditional_demographic_disparity": {
            name: cdd(s.sums, s.totals, i) for e, s in selection for i, name in enumerate(e.standing.names)
        },
        "measures": {e.standing.measure: _compared(e, s, spec) for e, s in found},
    }


def cdd(sums: Rates, totals: Rates, group: int) -> dict[str, float | str | None]:
    """Return a group's share among those rejected minus its share among those accepted, crude and within strata.

    Positive: the group is more often among the rejected than among the accepted. Strata in which nobody is
    rejected, or nobody accepted, have no such difference and leave the mean; `covered` is the share of people
    in the others.
    Source: Wachter, Mittelstadt & Russell 2021: sum of n_i / n times DD_i.
    """
    crude = _dd(sums.sum(axis=0), totals.sum(axis=0), group)
    parts = [(_dd(top, bottom, group), bottom.sum()) for top, bottom in zip(sums, totals, strict=True)]
    known = [(dd, n) for dd, n in parts if dd is not None]
    people, everyone = sum(n for _, n in known), totals.sum()
    return {
        "dd": crude,
        "cdd": float(sum(dd * n for dd, n in known) / people) if people > 0 else None,
        "covered": float(people / everyone) if everyone > 0 else None,
    } | ({} if people > 0 else {"why": NO_REJECTED})


def _dd(sums: Rates, totals: Rates, group: int) -> float | None:
    """Return demographic disparity among these people, None when nobody is rejected or nobody accepted."""
    accepted, rejected = sums.sum(), totals.sum() - sums.sum()
    if accepted <= 0 or rejected <= 0:
        return None
    return float((totals[group] - sums[group]) / rejected - sums[group] / accepted)


def _listed(found: Strata, groups: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the rates within each stratum, for those who want to see them side by side."""
    return [
        {
            "stratum": name,
            "n": int(found.sizes[i].sum()),
            "groups": {
                group: {
                    "n": int(found.sizes[i, j]),
                    "counted": int(found.people[0][i, j]),
                    "out_of": int(found.people[1][i, j]),
                    "rate": float(found.sums[i, j] / found.totals[i, j]) if found.totals[i, j] > 0 else None,
                }
                for j, group in enumerate(groups)
                if found.sizes[i, j]
            },
        }
        for i, name in enumerate(found.names)
    ]


def _compared(evidence: Evidence, found: Strata, spec: Spec) -> dict[str, Any]:
    """Return every group against the reference within strata, p-values adjusted over the groups (Holm)."""
    withins = {pair.group: _within(pair, evidence, found, spec) for pair in evidence.pairs}
    tested = [name for name, within in withins.items() if within.p is not None]
    for name, p in zip(tested, holm([withins[name].p or 0.0 for name in tested]), strict=True):
        withins[name] = replace(withins[name], p_holm=p)
    crude = {pair.group: pair for pair in evidence.pairs}
    return {
        name: within.as_json() | {"simpson": simpson(crude[name], within, spec.alpha)}
        for name, within in withins.items()
    }


def _within(pair: Comparison, evidence: Evidence, found: Strata, spec: Spec) -> Within:
    """Return one group against the reference, over the strata in which both are present."""
    names = evidence.standing.names
    i, j = names.index(pair.group), names.index(pair.reference)
    both = (found.out_of[:, i] > 0) & (found.out_of[:, j] > 0)
    counts = Pair(
        found.counted[both, i],
        found.out_of[both, i],
        found.counted[both, j],
        found.out_of[both, j],
        found.totals[both].sum(axis=1),
    )
    few = both & (np.minimum(found.out_of[:, i], found.out_of[:, j]) < spec.denominator_minimum)
    higher = counts.counted / counts.out_of - counts.counted_ref / counts.out_of_ref
    covered = found.totals[both][:, [i, j]].sum() / found.totals[:, [i, j]].sum()
    return Within(
        reference=pair.reference,
        crude_difference=pair.diff,
        strata=len(found.names),
        strata_compared=int(both.sum()),
        strata_with_few=tuple(name for name, yes in zip(found.names, few, strict=True) if yes),
        covered=float(covered),
        lower_in=int((higher < 0).sum()),
        higher_in=int((higher > 0).sum()),
        values=adjusted(counts) if both.any() else {},
        why=None if both.any() else NOWHERE,
    )
