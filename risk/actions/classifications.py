"""Judging a version of a system and keeping what the judgement said."""

from datetime import date, datetime

from django.db import transaction

from governance import trail
from governance.actions import systems
from governance.models import AISystem, SystemVersion, User
from governance.vocabulary import Tier
from risk import rulebook
from risk.actions import obligations
from risk.actions.steps import draw_up
from risk.models import Classification
from risk.queries.answers import raw_facts
from risk.queries.editions import adopted_id


@transaction.atomic
def judge(
    *,
    version: SystemVersion,
    by: User,
    at: datetime,
    edition_id: str | None = None,
    on: date | None = None,
) -> Classification:
    """Judge a version's facts under an edition (the adopted one), as on a day (today when none is named).

    The same finding under the same edition is not stored twice. The newest version sets the system's tier
    and its obligations. The system stays locked until the caller commits: of two who judge at once, the
    second judges what the first left.
    """
    hold(version)
    # Only now: while we waited for the lock, another edition may have been adopted.
    edition = rulebook.edition(edition_id or adopted_id())
    made = draw_up(version, edition, raw_facts(version, edition), on=on or at.date(), by=by, at=at)
    last = Classification.objects.filter(version=version, superseded_at=None).first()
    if last and _same(last.finding, made.finding):
        _note_revision(last, version)
        return last
    Classification.objects.filter(version=version, superseded_at=None).update(superseded_at=at)
    made.save(force_insert=True)
    _record(made, last)
    if not version.system.versions.filter(number__gt=version.number).exists():
        systems.set_tier(system=version.system, tier=Tier(made.tier), by=by, at=at)
        obligations.keep_in_step(classification=made, by=by, at=at)
    return made


def hold(version: SystemVersion) -> None:
    """Lock the version's system until the caller commits, and read it as it stands now. One query."""
    rows = AISystem.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "owner")
    version.system = rows.get(pk=version.system_id)


def _same(before: dict[str, object], now: dict[str, object]) -> bool:
    """Say whether two findings differ in nothing but the day they were made."""
    return {**before, "on": None} == {**now, "on": None}


def _record(made: Classification, last: Classification | None) -> None:
    version = made.version
    before = {"tier": last.tier, "edition": last.edition} if last else {}
    after = {
        "tier": made.tier,
        "edition": made.edition,
        "on": made.on_date.isoformat(),
        "version": version.label,
    }
    trail.record(
        at=made.at, by=made.by, verb="system.classified", subject=version.system.reference,
        unit=version.system.unit, before=before, after=after,
    )  # fmt: skip


def _note_revision(last: Classification, version: SystemVersion) -> None:
    Classification.objects.filter(pk=last.pk).update(system_revision=version.system.revision)
