"""Disparities: opened and closed by runs, accepted for a reason by a lawyer, looked after by an owner."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from audits.actions import notices
from audits.fairness.breaches import Stand, gravity, stands
from audits.models import Disparity, Notice, Run
from audits.queries.disparities import is_of_the_past
from audits.queries.listening import told_of
from governance import trail
from governance.actions import references
from governance.actions.holding import hold
from governance.models import User

OPEN, ACCEPTED, CLOSED = Disparity.State.OPEN, Disparity.State.ACCEPTED, Disparity.State.CLOSED
ANNOUNCED = frozenset({"disparity.opened", "disparity.reopened"})
LONGEST = timedelta(days=3 * 366)

Step = tuple[str, Disparity, str]


class NotOpen(Exception):
    """The disparity is not open any more."""


class FoundSince(Exception):
    """A later run has found the disparity since it was read, and may have found it graver."""


class NoReason(Exception):
    """Whoever accepts a disparity says why."""


class NoDay(Exception):
    """An acceptance ends on a day that is yet to come, within three years."""


@transaction.atomic
def keep_in_step(*, run: Run, by: User, at: datetime) -> None:
    """Open, confirm, open again or close the disparities of a plan, as a run that was just finished found.

    A run on a log that is older than one measured before tells of the past and changes nothing. What a run
    cannot settle, for lack of people or significance, stays as it is. The caller holds the plan.
    """
    if is_of_the_past(run):
        return
    rows = Disparity.objects.select_for_update(of=("self",), no_key=True).filter(plan=run.plan)
    known = {(row.measure, row.grouping): row for row in rows.select_related("owner")}
    steps = [
        step
        for stand in stands(run.result or {})
        if (step := _step(known.get((stand.measure, _named(stand.by))), stand, run, at))
    ]
    for verb in sorted({verb for verb, _, _ in steps}):
        told = [_told(row, run, was) for named, row, was in steps if named == verb]
        trail.record_all(at=at, by=by, verb=verb, told=told)
    _announce([row for verb, row, _ in steps if verb in ANNOUNCED], run, by, at)


@transaction.atomic
def accept(
    *, disparity: Disparity, reason: str, until: date, by: User, at: datetime, seen: str | None = None
) -> None:
    """Accept an open disparity for a stated reason until a day; a graver one, or that day, opens it again.

    `seen` is the reference of the run whose verdict was read; whoever names none accepts what stands by now.
    Raises: NotOpen, FoundSince, NoReason, NoDay.
    """
    if not reason.strip():
        raise NoReason(disparity.reference)
    if not at.date() <= until <= at.date() + LONGEST:
        raise NoDay(disparity.reference)
    now = held(disparity)
    if now.state != OPEN:
        raise NotOpen(disparity.reference)
    if seen is not None and seen != now.latest_run.reference:
        raise FoundSince(disparity.reference)
    fields = {
        "state": ACCEPTED, "accepted_by": by, "accepted_at": at, "accepted_reason": reason.strip(),
        "accepted_until": until,
    }  # fmt: skip
    _write(disparity, fields)
    trail.record(
        at=at, by=by, verb="disparity.accepted", subject=disparity.reference, unit=disparity.plan.system.unit,
        before={"state": OPEN.value},
        after={"state": ACCEPTED.value, "reason": reason.strip(), "until": until.isoformat(),
               "verdict": now.verdict},
    )  # fmt: skip


@transaction.atomic
def assign(*, disparity: Disparity, owner: User, by: User, at: datetime) -> None:
    """Give a disparity to a person; giving it to whoever has it changes nothing."""
    before = str(held(disparity).owner_id)
    if before == str(owner.pk):
        return
    _write(disparity, {"owner": owner})
    trail.record(
        at=at, by=by, verb="disparity.assigned", subject=disparity.reference, unit=disparity.plan.system.unit,
        before={"owner": before}, after={"owner": str(owner.pk)},
    )  # fmt: skip


@transaction.atomic
def end_acceptance(*, disparity: Disparity, by: User, at: datetime) -> None:
    """Open a disparity again whose acceptance has passed its day; whoever comes second changes nothing."""
    hold(disparity.plan)
    over = Disparity.objects.filter(pk=disparity.pk, state=ACCEPTED, accepted_until__lt=at.date())
    rows = over.select_for_update(of=("self",), no_key=True).select_related(
        "owner", "latest_run__plan__system__unit"
    )
    row = rows.first()
    if row is None:
        return
    _write(row, {"state": OPEN, "opened_at": at, "due_date": _due(row.latest_run, at)})
    trail.record(
        at=at, by=by, verb="disparity.acceptance_ended", subject=row.reference,
        unit=row.latest_run.plan.system.unit,
        before={"state": ACCEPTED.value}, after={"state": OPEN.value, "due_date": row.due_date.isoformat()},
    )  # fmt: skip
    _announce([row], row.latest_run, by, at)


def held(disparity: Disparity) -> Disparity:
    """Lock a disparity until the caller commits, its plan first, and return it as it stands now. Two queries."""
    hold(disparity.plan)
    return Disparity.objects.select_for_update(no_key=True).get(pk=disparity.pk)


def _step(row: Disparity | None, stand: Stand, run: Run, at: datetime) -> Step | None:
    """Return what a stand does to a disparity, once written: the verb, the row, and the state it was in."""
    if row is None:
        return ("disparity.opened", _opened(stand, run, at), "") if stand.found else None
    was = str(row.state)
    if stand.found:
        again = was == CLOSED or (was == ACCEPTED and not _covers(row, stand, at))
        fields: dict[str, Any] = {"verdict": stand.verdict, "sentence": stand.sentence, "latest_run": run}
        afresh = {"state": OPEN, "opened_at": at, "due_date": _due(run, at)} if again else {}
        _write(row, fields | afresh)
        return ("disparity.reopened" if again else "disparity.confirmed"), row, was
    if stand.ruled_out and was != CLOSED:
        _write(row, {"state": CLOSED, "closed_run": run, "closed_at": at})
        return "disparity.closed", row, was
    return None


def _opened(stand: Stand, run: Run, at: datetime) -> Disparity:
    return Disparity.objects.create(
        reference=references.allot("DIS"),
        plan=run.plan,
        measure=stand.measure,
        grouping=_named(stand.by),
        verdict=stand.verdict,
        sentence=stand.sentence,
        first_run=run,
        latest_run=run,
        owner=run.plan.owner,
        opened_at=at,
        due_date=_due(run, at),
    )


def _covers(row: Disparity, stand: Stand, at: datetime) -> bool:
    """Return whether an acceptance still stands for what was found: its day has not passed, nothing is graver."""
    in_time = row.accepted_until is not None and row.accepted_until >= at.date()
    return in_time and gravity(stand.verdict) <= gravity(row.verdict)


def _due(run: Run, at: datetime) -> date:
    return at.date() + timedelta(days=run.plan.days_to_settle)


def _named(by: tuple[str, ...]) -> str:
    return json.dumps(list(by))


def _told(row: Disparity, run: Run, was: str) -> trail.Told:
    before = {"state": was} if was else {}
    after = {
        "state": str(row.state),
        "run": run.reference,
        "verdict": str(row.verdict),
        "plan": run.plan.reference,
    }
    return trail.Told(row.reference, run.plan.system.unit, before, after)


def _write(row: Disparity, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _announce(rows: list[Disparity], run: Run, by: User, at: datetime) -> None:
    """Tell the owner of each disparity, and whom the plan names."""
    if not rows:
        return
    everybody = told_of(run.plan)
    for row in rows:
        key = f"opened:{row.reference}:{at.isoformat(timespec='seconds')}"
        says = f"{row.reference} is open, to be settled by {row.due_date:%-d %B %Y}. {row.sentence}"
        news = notices.News(Notice.Kind.OPENED, key, says, row.get_absolute_url())
        notices.tell(plan=run.plan, people=[row.owner, *everybody], news=[news], by=by, at=at)
