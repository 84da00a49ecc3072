"""Deciding what is measured of a system, against which thresholds, and why those."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from audits.fairness.spec import Spec
from audits.fairness.thresholds import DEFAULT_THRESHOLDS, Threshold
from audits.models import Listener, Plan, ThresholdSetting
from audits.queries.listening import listeners
from governance import trail
from governance.actions import references, revisions
from governance.actions.holding import hold
from governance.models import AISystem, User

DAYS_TO_SETTLE, TOLERANCE = 30, 0.05
TOLD = (
    "name",
    "legal_basis",
    "special_columns",
    "regression_tolerance",
    "days_to_settle",
    "thresholds_reason",
)


class NameTaken(Exception):
    """The system has a plan of this name."""


class NoReason(Exception):
    """Whoever sets thresholds says why those."""


class NoSuchColumn(Exception):
    """A column is marked special that the plan does not read."""


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
    special_columns: Sequence[str] = (),
    regression_tolerance: float = TOLERANCE,
    days_to_settle: int = DAYS_TO_SETTLE,
) -> Plan:
    """Add a plan to a system; whoever creates it owns it and has set its thresholds.

    Raises: NameTaken, NoReason, NoSuchColumn.
    """
    _check_special(spec, special_columns)
    if not thresholds_reason.strip():
        raise NoReason(name)
    hold(system)
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
        special_columns=list(special_columns),
        regression_tolerance=regression_tolerance,
        days_to_settle=days_to_settle,
        owner=by,
        created_at=at,
    )
    _keep_thresholds(plan, by, at)
    trail.record(
        at=at, by=by, verb="plan.created", subject=plan.reference, unit=system.unit,
        after={
            "system": system.reference, "spec": _plain(plan.spec), "keep_rows_until": _plain(keep_rows_until),
            **{field: getattr(plan, field) for field in TOLD},
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
    special_columns: Sequence[str] | None = None,
    regression_tolerance: float | None = None,
    days_to_settle: int | None = None,
) -> None:
    """Change a plan; runs that exist keep the spec they were requested under. No change, no write.

    New thresholds, or a new reason for them, are set by whoever edits; the earlier ones are kept. What is not
    named of the last three stays as it is.
    Raises: NameTaken, NoReason, NoSuchColumn; governance.actions.revisions.Stale, when somebody changed the
    plan meanwhile.
    """
    if not thresholds_reason.strip():
        raise NoReason(plan.reference)
    spec = _signed(spec, Spec.from_json(plan.spec).thresholds, thresholds_reason.strip(), by)
    special = plan.special_columns if special_columns is None else list(special_columns)
    _check_special(spec, special)
    wanted = {
        "name": name, "spec": spec.as_json(), "thresholds_reason": thresholds_reason.strip(),
        "legal_basis": legal_basis, "keep_rows_until": keep_rows_until, "owner": owner,
        "regression_tolerance": plan.regression_tolerance if regression_tolerance is None else regression_tolerance,
        "days_to_settle": plan.days_to_settle if days_to_settle is None else days_to_settle,
        "special_columns": special,
    }  # fmt: skip
    changes = {field: value for field, value in wanted.items() if getattr(plan, field) != value}
    if not changes:
        return
    hold(plan.system)
    if plan.system.fairness_plans.filter(name=name).exclude(pk=plan.pk).exists():
        raise NameTaken(name)
    if "thresholds_reason" in changes or spec.as_json()["thresholds"] != plan.spec.get("thresholds"):
        changes["thresholds_set_by"] = by
    before = {field: _plain(getattr(plan, field)) for field in changes}
    revisions.save(plan, changes=changes)
    if "thresholds_set_by" in changes:
        _keep_thresholds(plan, by, at)
    trail.record(
        at=at, by=by, verb="plan.edited", subject=plan.reference, unit=plan.system.unit,
        before=before, after={field: _plain(value) for field, value in changes.items()},
    )  # fmt: skip


@transaction.atomic
def name_listeners(*, plan: Plan, people: Sequence[User], by: User, at: datetime) -> None:
    """Say who is told of what a plan's runs find, beside its owner; no change, no write."""
    hold(plan)
    before, after = ({person.pk for person in some} for some in (listeners(plan), people))
    if before == after:
        return
    Listener.objects.filter(plan=plan).exclude(user__in=after).delete()
    Listener.objects.bulk_create(Listener(plan=plan, user_id=pk) for pk in after - before)
    trail.record(
        at=at, by=by, verb="plan.listeners_named", subject=plan.reference, unit=plan.system.unit,
        before={"people": sorted(map(str, before))}, after={"people": sorted(map(str, after))},
    )  # fmt: skip


def _keep_thresholds(plan: Plan, by: User, at: datetime) -> None:
    """Add the thresholds as they stand now to the history of those that stood."""
    ThresholdSetting.objects.create(
        plan=plan, thresholds=plan.spec["thresholds"], reason=plan.thresholds_reason, set_by=by, set_at=at
    )


def _check_special(spec: Spec, columns: Sequence[str]) -> None:
    if strangers := [column for column in columns if column not in spec.columns]:
        raise NoSuchColumn(", ".join(strangers))


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
