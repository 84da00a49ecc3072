"""Dossiers that make themselves: setting a calendar, pausing it, and looking after the moments it was due."""

from datetime import datetime

from django.db import transaction

from audits.actions import dossiers
from audits.actions.schedules import next_due
from audits.models import Dossier, DossierSchedule
from audits.packs.kinds import Subject, kinds_about
from audits.queries.dossiers import newest_version
from audits.queries.subjects import About
from governance import trail
from governance.models import AISystem, Unit, User, unit_of


@transaction.atomic
def arrange(
    *, about: AISystem | Unit, kind: str, cron: str, zone: str, by: User, at: datetime
) -> DossierSchedule:
    """Let a dossier be made by itself; what was arranged before for this kind is replaced, a pause ends.

    Raises: dossiers.WrongKind; schedules.NeverDue; governance.calendar.BadCalendar.
    """
    subject = Subject.SYSTEM if isinstance(about, AISystem) else Subject.UNIT
    if kind not in {one.id for one in kinds_about(subject)}:
        raise dossiers.WrongKind(f"{kind} is no kind of dossier about a {subject}.")
    first = next_due(cron, zone, after=at)
    whose = {"system": about} if isinstance(about, AISystem) else {"unit": about}
    row, _ = DossierSchedule.objects.update_or_create(
        **whose,
        kind=kind,
        defaults={
            "cron": cron, "zone": zone, "active": True, "next_due_at": first, "set_by": by, "set_at": at,
        },
    )  # fmt: skip
    told = {"kind": kind, "cron": cron, "zone": zone, "next_due_at": first.isoformat()}
    _record(row, "arranged", by, at, told)
    return row


@transaction.atomic
def pause(*, schedule: DossierSchedule, by: User, at: datetime) -> None:
    """Let it rest until it is arranged anew; resting twice changes nothing."""
    if DossierSchedule.objects.filter(pk=schedule.pk, active=True).update(active=False):
        _record(schedule, "paused", by, at, {"kind": schedule.kind})


@transaction.atomic
def run_due(*, schedule: DossierSchedule, by: User, at: datetime) -> Dossier | None:
    """Look after the moment at which a dossier was due, if it still is; return the dossier, for a worker.

    Several missed moments are one dossier. Of two schedulers at once, one does it and the other finds nothing.
    """
    due = DossierSchedule.objects.select_for_update(of=("self",), no_key=True).select_related(
        "system__unit", "unit"
    )
    row = due.filter(pk=schedule.pk, active=True, next_due_at__lte=at).first()
    if row is None:
        return None
    row.last_made = dossiers.request(about=_about(row), kind=row.kind, by=by, at=at)
    row.next_due_at = next_due(row.cron, row.zone, after=at)
    row.save(update_fields=["last_made", "next_due_at"])
    return row.last_made


def _about(row: DossierSchedule) -> About:
    if row.system:
        return newest_version(row.system)
    if row.unit is None:
        raise ValueError("A schedule is about a system or a unit.")
    return row.unit


def _record(row: DossierSchedule, what: str, by: User, at: datetime, told: dict[str, str]) -> None:
    subject = row.system.reference if row.system else row.unit.path if row.unit else ""
    trail.record(
        at=at, by=by, verb=f"dossier_schedule.{what}", subject=subject, unit=unit_of(row), after=told
    )
