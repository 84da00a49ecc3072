"""Keeping what is owed in step with the finding, and settling it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from governance import trail
from governance.actions.holding import hold
from governance.models import AISystem, User
from risk.actions.steps import SETTLED, TOLD, plan
from risk.models import Classification, Obligation


class NoEvidence(Exception):
    """A duty is met by something that shows it."""


class NotOpen(Exception):
    """The obligation is not open any more."""


class NotMet(Exception):
    """Only a duty that is met can be opened again."""


class GivenMeanwhile(Exception):
    """Somebody gave the duty to somebody since it was read."""


class NoReason(Exception):
    """Who takes back that a duty is met says why."""


@transaction.atomic
def keep_in_step(*, classification: Classification, by: User, at: datetime) -> None:
    """Open what the finding newly gives, bring the rest up to date, close what it no longer gives.

    A duty that was met and is still owed stays met; evidence is never lost. The caller holds the system.
    """
    system = classification.version.system
    rows = Obligation.objects.select_for_update(no_key=True).filter(system=system)
    steps = plan(classification, rows, by=by, at=at)
    Obligation.objects.bulk_create(steps.added)
    for row in steps.changed:
        row.save(update_fields=[*TOLD, *SETTLED])
    if told := steps.as_json():
        told["edition"] = classification.edition
        _record("obligations.kept_in_step", system, by=by, at=at, after=told)


@transaction.atomic
def meet(*, obligation: Obligation, evidence: str, by: User, at: datetime) -> None:
    """Say that a duty is met and what shows it.

    Raises: NoEvidence, when nothing is named; NotOpen, when it was settled before.
    """
    if not evidence.strip():
        raise NoEvidence(obligation.key)
    _settling(obligation, Obligation.State.OPEN, NotOpen)
    # What showed it before a duty once fell away stays readable below.
    kept = "\n\n".join(part for part in (evidence.strip(), obligation.evidence) if part)
    _write(obligation, {"state": Obligation.State.MET, "settled_at": at, "settled_by": by, "evidence": kept})
    before = {"key": obligation.key, "state": "open"}
    after = {"state": "met", "evidence": evidence.strip()}
    _record("obligation.met", obligation.system, by=by, at=at, before=before, after=after)


@transaction.atomic
def reopen(*, obligation: Obligation, reason: str, by: User, at: datetime) -> None:
    """Take back that a duty is met, which was a mistake or is true no longer; what was said to show it stays.

    Raises: NoReason, when none is given; NotMet, when the duty is not met.
    """
    if not reason.strip():
        raise NoReason(obligation.key)
    _settling(obligation, Obligation.State.MET, NotMet)
    kept = f"Opened again on {at.date():%-d %B %Y}: {reason.strip()}\n\n{obligation.evidence}".strip()
    fields = {"state": Obligation.State.OPEN, "settled_at": None, "settled_by": None, "evidence": kept}
    _write(obligation, fields)
    before = {"key": obligation.key, "state": "met"}
    after = {"state": "open", "reason": reason.strip()}
    _record("obligation.reopened", obligation.system, by=by, at=at, before=before, after=after)


@transaction.atomic
def assign(*, obligation: Obligation, owner: User, by: User, at: datetime, seen: str | None = None) -> None:
    """Give a duty to a person; giving it to whoever has it changes nothing.

    `seen` is the key of the owner it had when it was read, empty for nobody; whoever names none writes over any.
    Raises: GivenMeanwhile, when it has another one by now.
    """
    standing = held(obligation).owner_id
    if standing == owner.pk:
        return
    if seen is not None and seen != str(standing or ""):
        raise GivenMeanwhile(obligation.key)
    before = {"key": obligation.key, "owner": str(standing) if standing else None}
    _write(obligation, {"owner": owner})
    after = {"owner": str(owner.pk)}
    _record("obligation.assigned", obligation.system, by=by, at=at, before=before, after=after)


def held(obligation: Obligation) -> Obligation:
    """Lock a duty until the caller commits, its system first, and return it as it stands now. Two queries."""
    hold(obligation.system)
    return Obligation.objects.select_for_update(no_key=True).get(pk=obligation.pk)


def _settling(obligation: Obligation, state: Obligation.State, refusal: type[Exception]) -> None:
    """Hold a duty that is in a state; of two who settle at once, the second is refused."""
    now = held(obligation)
    if now.state != state:
        raise refusal(obligation.key)
    obligation.evidence = now.evidence


def _record(
    verb: str,
    system: AISystem,
    *,
    by: User,
    at: datetime,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    trail.record(
        at=at, by=by, verb=verb, subject=system.reference, unit=system.unit, before=before, after=after
    )


def _write(row: Obligation, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
