"""Deciding what is measured of a system, against which thresholds, and why those."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from audits.fairness.spec import Spec
from audits.fairness.thresholds import DEFAULT_THRESHOLDS, Threshold
from audits.models import Plan
from governance import trail
from governance.actions import references, revisions
from governance.models import AISystem, User


class NameTaken(Exception):
    """The system has a plan of this name."""


class NoReason(Exception):
    """Whoever sets thresholds says why those."""


@transaction.atomic
def create(
    *,
    system: AISystem,
    name: str,
    spec: Spec,
    thresholds_reason: str,
    legal_basis: str,
    keep_rows_until: date | None,
    by: User,
    at: datetime,
) -> Plan:
    """Add a plan to a system; whoever creates it owns it and has set its thresholds.

    Raises: NameTaken, NoReason.
    """
    if not thresholds_reason.strip():
        raise NoReason(name)
    if system.fairness_plans.filter(name=name).exists():
        raise NameTaken(name)
    spec = _signed(spec, DEFAULT_THRESHOLDS, thresholds_reason.strip(), by)
    plan = Plan.objects.create(
        reference=references.allot("PLAN"),
        system=system,
        name=name,
        spec=spec.as_json(),
        thresholds_set_by=by,
        thresholds_reason=thresholds_reason.strip(),
        legal_basis=legal_basis,
        keep_rows_until=keep_rows_until,
        owner=by,
        created_at=at,
    )
    trail.record(
        at=at, by=by, verb="plan.created", subject=plan.reference, unit=system.unit,
        after={
            "system": system.reference, "name": name, "spec": _plain(plan.spec), "legal_basis": legal_basis,
            "thresholds_reason": plan.thresholds_reason, "keep_rows_until": _plain(keep_rows_until),
        },
    )  # fmt: skip
    return plan


@transaction.atomic
def edit(
    *,
    plan: Plan,
    name: str,
    spec: Spec,
    thresholds_reason: str,
    legal_basis: str,
    keep_rows_until: date | None,
    owner: User,
    by: User,
    at: datetime,
) -> None:
    """Change a plan; runs that exist keep the spec they were requested under. No change, no write.

    New thresholds, or a new reason for them, are set by whoever edits.
    Raises: NameTaken, NoReason; governance.actions.revisions.Stale, when somebody changed the plan meanwhile.
    """
    if not thresholds_reason.strip():
        raise NoReason(plan.reference)
    spec = _signed(spec, Spec.from_json(plan.spec).thresholds, thresholds_reason.strip(), by)
    wanted = {
        "name": name, "spec": spec.as_json(), "thresholds_reason": thresholds_reason.strip(),
        "legal_basis": legal_basis, "keep_rows_until": keep_rows_until, "owner": owner,
    }  # fmt: skip
    changes = {field: value for field, value in wanted.items() if getattr(plan, field) != value}
    if not changes:
        return
    if plan.system.fairness_plans.filter(name=name).exclude(pk=plan.pk).exists():
        raise NameTaken(name)
    if "thresholds_reason" in changes or spec.as_json()["thresholds"] != plan.spec.get("thresholds"):
        changes["thresholds_set_by"] = by
    before = {field: _plain(getattr(plan, field)) for field in changes}
    revisions.save(plan, changes=changes)
    trail.record(
        at=at, by=by, verb="plan.edited", subject=plan.reference, unit=plan.system.unit,
        before=before, after={field: _plain(value) for field, value in changes.items()},
    )  # fmt: skip


def _signed(spec: Spec, before: Iterable[Threshold], reason: str, by: User) -> Spec:
    """Return the spec with each threshold on the word of whoever set it; nobody signs for somebody else."""
    known = {(one.measure, one.kind, one.value): one for one in before}

    def signed(one: Threshold) -> Threshold:
        was = known.get((one.measure, one.kind, one.value))
        if was and one.reason in (was.reason, Threshold.reason):
            return was
        return replace(one, set_by=by.name, reason=reason if one.reason == Threshold.reason else one.reason)

    return replace(spec, thresholds=tuple(map(signed, spec.thresholds)))


def _plain(value: Any) -> object:  # noqa: ANN401 any column of a plan
    """Return a value as the trail tells it: people by id, and a spec without the names it carries."""
    if isinstance(value, User):
        return str(value.pk)
    if isinstance(value, dict):
        nameless = [{**one, "set_by": None} for one in value.get("thresholds", ())]
        return {**value, "thresholds": nameless}
    return value.isoformat() if isinstance(value, date) else value
