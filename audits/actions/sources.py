"""Where a plan's rows lie: in a table of a source, or in the logs that people import."""

from datetime import datetime

from django.db import transaction

from audits.models import Plan
from audits.sources import source_for
from governance import trail
from governance.actions import revisions
from governance.models import User


@transaction.atomic
def draw_from(*, plan: Plan, source: str, table: str, by: User, at: datetime) -> None:
    """Let a plan measure a table of a source from now on; with two empty names, imported logs again.

    No change, no write.
    Raises: audits.sources.NoSuchSource; governance.actions.revisions.Stale.
    """
    if (plan.source, plan.table) == (source, table):
        return
    if source or table:
        source_for(source, table, plan.system.unit.path)
    before = {"source": plan.source, "table": plan.table}
    revisions.save(plan, changes={"source": source, "table": table})
    trail.record(
        at=at, by=by, verb="plan.source_set", subject=plan.reference, unit=plan.system.unit,
        before=before, after={"source": source, "table": table},
    )  # fmt: skip
