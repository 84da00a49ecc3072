"""Disparities: what opens one, what closes it, what an acceptance covers, and that none ever vanishes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audits.actions import disparities, runs
from audits.models import Disparity, Notice
from governance.models import TrailEntry, User
from governance.vocabulary import Role
from tests.callers import verbs
from tests.factories import LogFactory, PlanFactory, RunFactory, UserFactory, running, user_in

SUPPORTED, BORDERLINE = "disparity_supported", "disparity_borderline"


def reading(verdict: str, *, measure: str = "tpr", kind: str = "ratio", by: tuple[str, ...] = ("group",)):
    """Return a reading as results hold it, as far as disparities look."""
    return {
        "by": list(by), "measure": measure, "kind": kind, "verdict": verdict, "label": verdict, "value": 0.5,
        "interval": [0.4, 0.6], "threshold": 0.8, "sentence": f"{measure} {kind}: {verdict}.",
    }  # fmt: skip


def found(plan, *readings: dict, at, log_at=None):
    """Return a run of a plan that was finished with these readings, on a log of its own."""
    log = LogFactory(plan=plan, imported_at=log_at or at)
    run = running(RunFactory(log=log), at)
    measured = runs.Measured(spec=plan.spec, cells={}, result={"n": 9, "readings": list(readings)})
    runs.finish(run=run, measured=measured, by=User.objects.clockwork(), at=at)
    return run


@pytest.fixture
def plan(unit, lawyer):
    return PlanFactory(
        system=user_system(unit, lawyer), owner=user_in(unit, Role.ENGINEER), days_to_settle=14
    )


def user_system(unit, lawyer):
    from tests.factories import VersionFactory

    return VersionFactory(system__unit=unit, system__owner=lawyer).system


@pytest.mark.parametrize("verdict", [SUPPORTED, BORDERLINE])
def test_a_breach_beyond_chance_opens_a_disparity_in_the_run_s_transaction(plan, now, verdict):
    run = found(plan, reading(verdict), at=now)

    row = Disparity.objects.get()
    assert (row.reference, row.state, row.measure, row.by) == ("DIS-0001", "open", "tpr", ("group",))
    assert (row.first_run, row.latest_run, row.owner) == (run, run, plan.owner)
    assert row.due_date == date(2026, 9, 28)
    assert verbs("DIS-0001") == ["disparity.opened"]
    entry = TrailEntry.objects.get(subject="DIS-0001")
    assert entry.after == {"state": "open", "run": run.reference, "verdict": verdict, "plan": plan.reference}


@pytest.mark.parametrize(
    "verdict",
    ["disparity_not_significant", "not_assessable", "inconclusive_underpowered", "no_evidence_of_disparity"],
)
def test_nothing_else_opens_one(plan, now, verdict):
    found(plan, reading(verdict), at=now)

    assert not Disparity.objects.exists()


def test_two_thresholds_on_one_measure_are_one_disparity_and_the_graver_verdict_is_its_own(plan, now):
    found(plan, reading(BORDERLINE), reading(SUPPORTED, kind="difference"), at=now)

    assert Disparity.objects.values_list("verdict", "sentence").get() == (
        SUPPORTED,
        f"tpr difference: {SUPPORTED}.",
    )


def test_each_measure_of_each_division_is_a_disparity_of_its_own(plan, now):
    found(
        plan,
        reading(SUPPORTED),
        reading(SUPPORTED, measure="fpr"),
        reading(SUPPORTED, by=("group", "age")),
        at=now,
    )

    assert Disparity.objects.count() == 3


def test_a_run_that_is_refused_opens_none(plan, now, monkeypatch):
    def refused(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(disparities.notices, "tell", refused)
    with pytest.raises(RuntimeError):
        found(plan, reading(SUPPORTED), at=now)

    assert not Disparity.objects.exists()
    assert plan.runs.get().state == "running"


@pytest.mark.parametrize(
    "verdict",
    ["no_evidence_of_disparity", "within_tolerance_demonstrated", "significant_within_tolerance"],
)
def test_a_later_run_that_could_have_found_it_and_did_not_closes_it(plan, now, verdict):
    found(plan, reading(SUPPORTED), at=now)

    later = found(plan, reading(verdict), at=now + timedelta(days=1))

    row = Disparity.objects.get()
    assert (row.state, row.closed_run, row.closed_at) == ("closed", later, now + timedelta(days=1))
    assert verbs(row.reference) == ["disparity.opened", "disparity.closed"]


@pytest.mark.parametrize(
    "readings",
    [
        [reading("inconclusive_underpowered")],
        [reading("not_assessable")],
        [reading("disparity_not_significant")],
        [reading("no_evidence_of_disparity"), reading("not_assessable", kind="difference")],
        [reading("no_evidence_of_disparity", measure="fpr")],
        [],
    ],
    ids=["too small", "not assessable", "still a breach", "one threshold cannot be read", "another", "none"],
)
def test_a_run_that_cannot_say_leaves_it_open(plan, now, readings):
    found(plan, reading(SUPPORTED), at=now)

    found(plan, *readings, at=now + timedelta(days=1))

    assert Disparity.objects.get().state == "open"


def test_an_older_log_measured_again_settles_nothing(plan, now):
    found(plan, reading(SUPPORTED), at=now)

    found(plan, reading("no_evidence_of_disparity"), at=now + timedelta(hours=1), log_at=now - timedelta(9))

    assert Disparity.objects.get().state == "open"


def test_a_later_run_that_finds_it_again_is_its_latest(plan, now):
    first = found(plan, reading(SUPPORTED), at=now)
    later = found(plan, reading(BORDERLINE), at=now + timedelta(days=1))

    row = Disparity.objects.get()
    assert (row.first_run, row.latest_run, row.verdict, row.opened_at) == (first, later, BORDERLINE, now)
    assert verbs(row.reference) == ["disparity.opened", "disparity.confirmed"]


def test_what_was_closed_and_is_found_again_is_the_same_disparity_open_again(plan, now):
    found(plan, reading(SUPPORTED), at=now)
    closing = found(plan, reading("no_evidence_of_disparity"), at=now + timedelta(days=1))
    found(plan, reading(SUPPORTED), at=now + timedelta(days=2))

    row = Disparity.objects.get()
    assert (row.state, row.opened_at, row.due_date) == ("open", now + timedelta(days=2), date(2026, 9, 30))
    assert row.closed_run == closing, "what once closed it stays readable"
    assert verbs(row.reference)[-1] == "disparity.reopened"


def accepted(plan, now, lawyer, *, until=date(2026, 12, 31), verdict=BORDERLINE):
    found(plan, reading(verdict), at=now)
    row = Disparity.objects.get()
    disparities.accept(disparity=row, reason="Known and monitored.", until=until, by=lawyer, at=now)
    return row


def test_an_acceptance_keeps_who_why_and_until_when(plan, now, lawyer):
    accepted(plan, now, lawyer)

    row = Disparity.objects.get()
    assert (row.state, row.accepted_by, row.accepted_at) == ("accepted", lawyer, now)
    assert (row.accepted_reason, row.accepted_until) == ("Known and monitored.", date(2026, 12, 31))
    assert TrailEntry.objects.latest("seq").after["reason"] == "Known and monitored."


@pytest.mark.parametrize(
    ("reason", "until", "refusal"),
    [
        ("  ", date(2026, 12, 31), disparities.NoReason),
        ("Why not", date(2026, 9, 13), disparities.NoDay),
        ("Why not", date(2036, 9, 13), disparities.NoDay),
    ],
)
def test_an_acceptance_needs_a_reason_and_a_day(plan, now, lawyer, reason, until, refusal):
    found(plan, reading(SUPPORTED), at=now)

    with pytest.raises(refusal):
        disparities.accept(disparity=Disparity.objects.get(), reason=reason, until=until, by=lawyer, at=now)

    assert Disparity.objects.get().state == "open"


def test_of_two_who_accept_at_once_the_second_is_refused(plan, now, lawyer):
    row = accepted(plan, now, lawyer)

    with pytest.raises(disparities.NotOpen):
        disparities.accept(disparity=row, reason="Too.", until=date(2026, 12, 1), by=lawyer, at=now)


def test_what_a_later_run_found_is_not_accepted_unread(plan, now, lawyer):
    read = found(plan, reading(BORDERLINE), at=now)
    graver = found(plan, reading(SUPPORTED), at=now + timedelta(days=1))
    row = Disparity.objects.get()
    terms = {"disparity": row, "reason": "Known.", "until": date(2026, 12, 31), "by": lawyer, "at": now}

    with pytest.raises(disparities.FoundSince):
        disparities.accept(**terms, seen=read.reference)
    assert Disparity.objects.get().state == "open"
    disparities.accept(**terms, seen=graver.reference)

    assert Disparity.objects.get().state == "accepted"


def test_an_acceptance_stands_while_later_runs_find_the_same(plan, now, lawyer):
    row = accepted(plan, now, lawyer)

    later = found(plan, reading(BORDERLINE), at=now + timedelta(days=1))

    row.refresh_from_db()
    assert (row.state, row.latest_run) == ("accepted", later)


def test_a_graver_verdict_opens_it_again(plan, now, lawyer):
    row = accepted(plan, now, lawyer)

    found(plan, reading(SUPPORTED), at=now + timedelta(days=1))

    row.refresh_from_db()
    assert (row.state, row.verdict) == ("open", SUPPORTED)


def test_a_run_after_the_acceptance_s_day_opens_it_again(plan, now, lawyer):
    row = accepted(plan, now, lawyer, until=date(2026, 9, 15))

    found(plan, reading(BORDERLINE), at=now + timedelta(days=2))

    row.refresh_from_db()
    assert row.state == "open"
    assert row.accepted_reason == "Known and monitored.", "what was once accepted stays readable"


def test_a_later_run_closes_what_was_accepted(plan, now, lawyer):
    row = accepted(plan, now, lawyer)

    found(plan, reading("within_tolerance_demonstrated"), at=now + timedelta(days=1))

    row.refresh_from_db()
    assert row.state == "closed"


def test_an_acceptance_ends_with_its_day_once(plan, now, lawyer):
    row = accepted(plan, now, lawyer, until=date(2026, 9, 15))
    clockwork = User.objects.clockwork()

    disparities.end_acceptance(disparity=row, by=clockwork, at=now + timedelta(days=1))
    row.refresh_from_db()
    assert row.state == "accepted", "the day itself still counts"
    for _ in range(2):
        disparities.end_acceptance(disparity=row, by=clockwork, at=now + timedelta(days=2))

    row.refresh_from_db()
    assert (row.state, row.due_date) == ("open", date(2026, 9, 30))
    assert verbs(row.reference).count("disparity.acceptance_ended") == 1


def test_it_is_given_to_somebody_and_the_trail_names_both_by_id(plan, now, lawyer):
    found(plan, reading(SUPPORTED), at=now)
    row = Disparity.objects.get()

    for _ in range(2):
        disparities.assign(disparity=row, owner=lawyer, by=lawyer, at=now)

    assert Disparity.objects.get().owner == lawyer
    assert verbs(row.reference) == ["disparity.opened", "disparity.assigned"]
    entry = TrailEntry.objects.get(verb="disparity.assigned")
    assert (entry.before, entry.after) == ({"owner": str(plan.owner_id)}, {"owner": str(lawyer.pk)})


def test_owner_and_named_people_are_told_once_of_each_opening(plan, now, lawyer):
    plan.listeners.create(user=lawyer)
    gone = UserFactory(is_active=False)
    plan.listeners.create(user=gone)

    found(plan, reading(SUPPORTED), at=now)
    found(plan, reading(SUPPORTED), at=now + timedelta(days=1))

    told = Notice.objects.order_by("user__name")
    assert {one.user for one in told} == {plan.owner, lawyer}
    assert all(one.says.startswith("DIS-0001 is open, to be settled by 28 September 2026.") for one in told)


def test_the_database_keeps_an_acceptance_without_a_reason_out(plan, now, lawyer):
    row = accepted(plan, now, lawyer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Disparity.objects.filter(pk=row.pk).update(accepted_reason="")


def test_the_database_keeps_a_closing_without_a_run_out(plan, now):
    found(plan, reading(SUPPORTED), at=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Disparity.objects.update(state="closed")
