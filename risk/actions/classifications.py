"""Judging a version of a system and keeping what the judgement said."""

from datetime import date, datetime

from django.db import transaction

from governance import trail
from governance.actions import systems
from governance.models import SystemVersion, User
from governance.vocabulary import Tier
from risk import rulebook
from risk.actions import obligations
from risk.engine import classify, parse_facts
from risk.models import Classification
from risk.queries.answers import raw_facts


@transaction.atomic
def judge(
    *,
    version: SystemVersion,
    by: User,
    at: datetime,
    edition_id: str = rulebook.DEFAULT_EDITION,
    on: date | None = None,
) -> Classification:
    """Judge a version's facts under an edition, as on a day (today when none is named), and return the result.

    The same finding under the same edition is not stored twice. The newest version sets the system's tier and
    its obligations.
    """
    edition, day = rulebook.edition(edition_id), on or at.date()
    raw = raw_facts(version, edition)
    finding = classify(parse_facts(raw, edition), edition, day).as_json()
    last = Classification.objects.filter(version=version, superseded_at=None).first()
    if last and _same(last.finding, finding):
        _note_revision(last, version)
        return last
    Classification.objects.filter(version=version, superseded_at=None).update(superseded_at=at)
    made = Classification.objects.create(
        version=version,
        edition=edition_id,
        on_date=day,
        facts=raw,
        finding=finding,
        tier=finding["tier"],
        by=by,
        at=at,
        system_revision=version.system.revision,
    )
    trail.record(
        at=at, by=by, verb="system.classified", subject=version.system.reference, unit=version.system.unit,
        before={"tier": last.tier, "edition": last.edition} if last else {},
        after={"tier": made.tier, "edition": edition_id, "on": day.isoformat(), "version": version.label},
    )  # fmt: skip
    if not version.system.versions.filter(number__gt=version.number).exists():
        systems.set_tier(system=version.system, tier=Tier(made.tier), by=by, at=at)
        obligations.keep_in_step(classification=made, by=by, at=at)
    return made


def _same(before: dict[str, object], now: dict[str, object]) -> bool:
    """Say whether two findings differ in nothing but the day they were made."""
    return {**before, "on": None} == {**now, "on": None}


def _note_revision(last: Classification, version: SystemVersion) -> None:
    Classification.objects.filter(pk=last.pk).update(system_revision=version.system.revision)
