"""Who had set the thresholds of a run when it was asked for, why and when: the plan may have others by now."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from audits.models import Run, ThresholdSetting


def with_thresholds(rows: QuerySet[Run]) -> QuerySet[Run]:
    """Return runs with the setting of thresholds that stood when each was asked for. No query of its own."""
    stood = ThresholdSetting.objects.filter(plan=OuterRef("plan"), set_at__lte=OuterRef("queued_at"))
    newest = stood.order_by("-set_at", "-pk")
    return rows.annotate(
        stood_by=Subquery(newest.values("set_by__name")[:1]),
        stood_reason=Subquery(newest.values("reason")[:1]),
        stood_at=Subquery(newest.values("set_at")[:1]),
    )


def set_by_whom(row: Run) -> dict[str, str]:
    """Return who set a run's thresholds, why and when; of a run without history what its plan says now."""
    at: datetime | None = getattr(row, "stood_at", None)
    if at is None:
        plan = row.plan
        return {
            "thresholds_set_by": plan.thresholds_set_by.name,
            "thresholds_reason": plan.thresholds_reason,
        }
    return {
        "thresholds_set_by": getattr(row, "stood_by", ""),
        "thresholds_reason": getattr(row, "stood_reason", ""),
        "thresholds_set_at": at.isoformat(timespec="seconds"),
    }
