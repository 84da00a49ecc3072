"""Where the same column of one system is cut otherwise: what two results together could give away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.fields.json import KeyTransform

from audits.fairness import Spec
from audits.models import Plan, Run
from governance.vocabulary import JobState

Cuts = tuple[float, ...]


@dataclass(frozen=True, order=True)
class OtherCut:
    """A plan that cuts a column at other numbers, or did when it was last measured; no cuts: each value alone."""

    plan: str
    column: str
    cuts: Cuts

    @property
    def words(self) -> str:
        """Return the cuts as people would write them."""
        return ", ".join(f"{cut:g}" for cut in self.cuts)


def cut_otherwise(plan: Plan, spec: Spec) -> list[OtherCut]:
    """Return the other cuts of this specification's columns in the plans and finished runs of its system.

    Whoever reads two such results over the same people learns, by subtracting, how many lie between two cuts,
    and what became of them, however few they are. Two queries.
    """
    stated = {"by": KeyTransform("by", "spec"), "stratum": KeyTransform("stratum", "spec")}
    asked = {**stated, "edges": KeyTransform("edges", "spec")}
    plans = Plan.objects.filter(system=plan.system_id).values(told=F("reference"), **asked)
    done = Run.objects.filter(plan__system=plan.system_id, state=JobState.DONE)
    runs = done.values(told=F("plan__reference"), **asked).distinct()
    found = {cut for row in (*plans, *runs) for cut in _cuts(row) if _differs(cut, spec)}
    return sorted(found)


def _cuts(row: Mapping[str, Any]) -> set[OtherCut]:
    """Return how one specification cuts each of its columns of groups, and its stratum."""
    columns = {*row["by"], *filter(None, [row["stratum"]])}
    return {OtherCut(row["told"], column, tuple((row["edges"] or {}).get(column, ()))) for column in columns}


def _differs(cut: OtherCut, spec: Spec) -> bool:
    """Return whether a column of the specification is cut otherwise here; two that cut nowhere are alike."""
    return cut.column in (*spec.by, spec.stratum) and cut.cuts != tuple(spec.edges.get(cut.column, ()))
