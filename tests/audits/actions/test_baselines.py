"""Baselines: the run that later runs are held against, and who hears of a worse one."""

from datetime import timedelta

import pytest

from audits.actions import baselines
from audits.models import Baseline, Notice
from audits.queries.baselines import standing
from tests.audits.actions.test_disparities import found, plan, reading, user_system  # noqa: F401 its fixture
from tests.callers import verbs
from tests.factories import RunFactory

FINE = "no_evidence_of_disparity"


def told(value: float, verdict: str = FINE, half: float = 0.02):
    return reading(verdict) | {"value": value, "interval": [value - half, value + half]}


def test_an_approval_says_who_when_and_why(plan, lawyer, now):  # noqa: F811
    run = found(plan, told(0.95), at=now)

    baseline = baselines.approve(run=run_again(run), reason=" As released. ", by=lawyer, at=now)

    assert (baseline.run, baseline.approved_by, baseline.approved_at) == (run, lawyer, now)
    assert baseline.reason == "As released."
    assert verbs(run.reference)[-1] == "run.approved"
    assert standing(plan) == baseline


def run_again(run):
    return type(run).objects.get(pk=run.pk)


def test_approving_what_stands_changes_nothing_and_an_earlier_one_can_stand_again(plan, lawyer, now):  # noqa: F811
    first = run_again(found(plan, told(0.95), at=now))
    second = run_again(found(plan, told(0.94), at=now + timedelta(days=1)))
    for minute, run in enumerate([first, first, second, first]):
        baselines.approve(run=run, reason="So.", by=lawyer, at=now + timedelta(minutes=minute))

    assert Baseline.objects.count() == 3
    assert standing(plan).run == first
    assert verbs(first.reference).count("run.approved") == 2


@pytest.mark.parametrize(("reason", "refusal"), [("So.", baselines.NotDone), (" ", baselines.NotDone)])
def test_a_run_without_a_result_is_refused(lawyer, now, reason, refusal):
    with pytest.raises(refusal):
        baselines.approve(run=RunFactory(), reason=reason, by=lawyer, at=now)


def test_an_approval_without_a_reason_is_refused(plan, lawyer, now):  # noqa: F811
    run = run_again(found(plan, told(0.95), at=now))

    with pytest.raises(baselines.NoReason):
        baselines.approve(run=run, reason=" ", by=lawyer, at=now)


def test_owner_and_named_people_hear_of_a_worse_run_once(plan, lawyer, now):  # noqa: F811
    plan.listeners.create(user=lawyer)
    approved = run_again(found(plan, told(0.95), at=now))
    baselines.approve(run=approved, reason="So.", by=lawyer, at=now)

    worse = found(plan, told(0.85), at=now + timedelta(days=1))

    notices = Notice.objects.filter(kind="regression")
    assert {notice.user for notice in notices} == {plan.owner, lawyer}
    assert notices[0].says == (
        f"{worse.reference} is worse than the approved {approved.reference}: True-positive rate by group, ratio: "
        "0.950 became 0.850; it changed by more than 0.05 and the intervals lie apart."
    )


def test_a_graver_verdict_is_told_in_words(plan, lawyer, now):  # noqa: F811
    approved = run_again(found(plan, told(0.95), at=now))
    baselines.approve(run=approved, reason="So.", by=lawyer, at=now)

    found(plan, told(0.94, "significant_within_tolerance"), at=now + timedelta(days=1))

    (notice,) = Notice.objects.filter(kind="regression")
    assert "the verdict went from “no_evidence_of_disparity” to “significant_within_tolerance”" in notice.says


@pytest.mark.parametrize("value", [0.95, 0.97, 0.92])
def test_nobody_hears_of_a_run_that_is_not_worse(plan, lawyer, now, value):  # noqa: F811
    approved = run_again(found(plan, told(0.95), at=now))
    baselines.approve(run=approved, reason="So.", by=lawyer, at=now)

    found(plan, told(value), at=now + timedelta(days=1))

    assert not Notice.objects.filter(kind="regression").exists()


def test_without_an_approved_run_nothing_is_compared(plan, now):  # noqa: F811
    found(plan, told(0.95), at=now)
    found(plan, told(0.5), at=now + timedelta(days=1))

    assert not Notice.objects.filter(kind="regression").exists()
