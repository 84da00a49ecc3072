"""Keeping what is owed in step with the finding, and settling it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance import trail
from governance.models import AISystem, User
from risk.models import Classification, Obligation


class NoEvidence(Exception):
    """A duty is met by something that shows it."""


class NotOpen(Exception):
    """The obligation is not open any more."""


@transaction.atomic
def keep_in_step(*, classification: Classification, by: User, at: datetime) -> None:
    """Open what the finding newly gives, bring the rest up to date, close what it no longer gives.

    A duty that was met and is still owed stays met; evidence is never lost.
    """
    system = classification.version.system
    rows = {row.key: row for row in Obligation.objects.select_for_update().filter(system=system)}
    owed = {_key(told): told for told in classification.finding["obligations"]}
    opened, fallen = [], []
    for key, told in owed.items():
        row = rows.get(key)
        if row is None:
            Obligation.objects.create(
                system=system, key=key, owner=system.owner, **_fields(told, classification)
            )
            opened.append(key)
        elif row.state == Obligation.State.FALLEN_AWAY:
            _write(row, _fields(told, classification) | _reopened(row))
            opened.append(key)
        else:
            _write(row, _fields(told, classification))
    for key in rows.keys() - owed.keys():
        if rows[key].state != Obligation.State.FALLEN_AWAY:
            _write(rows[key], _fallen(classification, by, at))
            fallen.append(key)
    if opened or fallen:
        told = {"opened": sorted(opened), "fallen_away": sorted(fallen), "edition": classification.edition}
        _record("obligations.kept_in_step", system, by=by, at=at, after=told)


@transaction.atomic
def meet(*, obligation: Obligation, evidence: str, by: User, at: datetime) -> None:
    """Say that a duty is met and what shows it.

    Raises: NoEvidence, when nothing is named; NotOpen, when it was settled before.
    """
    if not evidence.strip():
        raise NoEvidence(obligation.key)
    _settle_open(obligation)
    # What showed it before a duty once fell away stays readable below.
    kept = "\n\n".join(part for part in (evidence.strip(), obligation.evidence) if part)
    _write(obligation, {"state": Obligation.State.MET, "settled_at": at, "settled_by": by, "evidence": kept})
    before = {"key": obligation.key, "state": "open"}
    after = {"state": "met", "evidence": evidence.strip()}
    _record("obligation.met", obligation.system, by=by, at=at, before=before, after=after)


@transaction.atomic
def assign(*, obligation: Obligation, owner: User, by: User, at: datetime) -> None:
    """Give a duty to a person; giving it to whoever has it changes nothing."""
    if obligation.owner_id == owner.pk:
        return
    before = {"key": obligation.key, "owner": str(obligation.owner_id) if obligation.owner_id else None}
    _write(obligation, {"owner": owner})
    after = {"owner": str(owner.pk)}
    _record("obligation.assigned", obligation.system, by=by, at=at, before=before, after=after)


def _key(told: dict[str, Any]) -> str:
    return f"{told['id']}:{told['role']}"


def _fields(told: dict[str, Any], classification: Classification) -> dict[str, Any]:
    due, fine = told["due"], told["fine"]
    return {
        "role": told["role"],
        "title": told["title"],
        "says": told["says"],
        "provision": told["provision"],
        "due_effective": _day(due["effective"]),
        "due_literal": _day(due["literal"]),
        "due_note": due["note"],
        "recurrence": told["recurrence"],
        "limit": told["limit"],
        "fine": f"{fine['says']} ({fine['provision']['cite']})" if fine else "",
        "note": told["note"],
        "expects": told["evidence"],
        "because": told["because"],
        "edition": classification.edition,
    }


def _fallen(classification: Classification, by: User, at: datetime) -> dict[str, Any]:
    reason = f"The finding of {at.date():%-d %B %Y} under {classification.edition} no longer gives this duty."
    return {
        "state": Obligation.State.FALLEN_AWAY,
        "settled_at": at,
        "settled_by": by,
        "settled_reason": reason,
    }


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _reopened(row: Obligation) -> dict[str, Any]:
    """Return what makes a fallen duty open again, with the reason it once fell kept beside its evidence."""
    history = "\n".join(part for part in (row.evidence, f"Earlier: {row.settled_reason}") if part)
    return {
        "state": Obligation.State.OPEN,
        "settled_at": None,
        "settled_by": None,
        "settled_reason": "",
        "evidence": history,
    }


def _settle_open(obligation: Obligation) -> None:
    """Lock the row until the caller commits; of two who settle at once, the second is refused."""
    now = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if now.state != Obligation.State.OPEN:
        raise NotOpen(obligation.key)
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
