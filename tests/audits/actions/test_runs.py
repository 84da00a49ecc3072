"""Runs: asked for, finished by whoever holds them, once."""

from datetime import timedelta

import pytest

from audits.actions import runs
from audits.models import Run
from audits.queries.counts import RowsGone
from governance import leases
from governance.models import TrailEntry, User
from governance.vocabulary import JobState
from tests.factories import LogFactory, PlanFactory, RunFactory, running, spec

FOUND = runs.Measured(spec=spec(), cells={"by": ["group"]}, result={"n": 200})


def last():
    return TrailEntry.objects.latest("seq")


def test_a_run_waits_with_the_plan_as_it_stood(db, engineer, now):
    log = LogFactory()

    run = runs.request(plan=log.plan, by=engineer, at=now)

    assert (run.state, run.log, run.version, run.spec) == (JobState.QUEUED, log, log.version, log.plan.spec)
    assert (run.reference, run.requested_by, run.available_at) == ("RUN-0001", engineer, now)
    assert (last().verb, last().subject, last().after["log"]) == ("run.requested", "RUN-0001", log.sha256)


def test_the_newest_log_is_measured_when_none_is_named(lawyer, now):
    plan = PlanFactory()
    LogFactory(plan=plan, imported_at=now - timedelta(days=2))
    newest = LogFactory(plan=plan, imported_at=now - timedelta(days=1))
    LogFactory(imported_at=now)

    assert runs.request(plan=plan, by=lawyer, at=now).log == newest


def test_a_plan_without_a_log_cannot_be_measured(lawyer, now):
    with pytest.raises(runs.NoLog):
        runs.request(plan=PlanFactory(), by=lawyer, at=now)

    assert not Run.objects.exists()


@pytest.mark.parametrize("under_way", [False, True])
def test_asking_twice_is_answered_with_the_run_that_waits(lawyer, now, under_way):
    log = LogFactory()
    first = runs.request(plan=log.plan, by=lawyer, at=now)
    if under_way:
        running(first)

    with pytest.raises(runs.AlreadyWaiting) as refusal:
        runs.request(plan=log.plan, by=lawyer, at=now)

    assert refusal.value.run == first


def test_a_changed_plan_may_be_measured_while_the_former_still_waits(lawyer, now):
    log = LogFactory()
    runs.request(plan=log.plan, by=lawyer, at=now)
    log.plan.spec = spec(seed=7)
    log.plan.save()

    runs.request(plan=log.plan, by=lawyer, at=now)

    assert Run.objects.count() == 2


def test_a_log_of_which_only_counts_by_other_columns_are_left_is_refused_at_once(lawyer, now):
    plan = PlanFactory(spec=spec(by=["group", "age"]))
    cells = {"by": ["group"], "cells": [{"group": ["a"], "outcome": 1, "prediction": 1, "n": 3}]}
    LogFactory(plan=plan, file="", cells=cells, spec=spec(), rows_deleted_at=now)

    with pytest.raises(RowsGone, match="not by age"):
        runs.request(plan=plan, by=lawyer, at=now)


def test_finishing_keeps_result_and_counts_in_one_entry(db, now):
    run = running(RunFactory())

    runs.finish(run=run, measured=FOUND, by=User.objects.clockwork(), at=now)

    run.refresh_from_db()
    run.log.refresh_from_db()
    assert (run.state, run.result, run.finished_at) == (JobState.DONE, {"n": 200}, now)
    assert (run.log.cells, run.log.spec) == (FOUND.cells, FOUND.spec)
    assert list(TrailEntry.objects.values_list("verb", "subject", "by")) == [
        ("run.finished", run.reference, str(User.objects.clockwork().pk))
    ]
    assert last().after["n"] == 200


def test_a_worker_that_lost_the_run_writes_nothing(db, now):
    first = running(RunFactory())
    running(first, at=now + timedelta(hours=1))

    with pytest.raises(leases.Lost):
        runs.finish(run=first, measured=FOUND, by=User.objects.clockwork(), at=now)

    first.refresh_from_db()
    first.log.refresh_from_db()
    assert (first.state, first.result, first.log.cells) == (JobState.RUNNING, None, None)
    assert not TrailEntry.objects.exists()


def test_finishing_twice_leaves_one_entry(db, now):
    run = running(RunFactory())
    runs.finish(run=run, measured=FOUND, by=User.objects.clockwork(), at=now)

    with pytest.raises(leases.Lost):
        runs.finish(run=run, measured=FOUND, by=User.objects.clockwork(), at=now)

    assert TrailEntry.objects.count() == 1


def test_a_finished_run_says_the_gravest_verdict_it_came_to(db, now):
    run = running(RunFactory())
    readings = [
        {"by": ["group"], "measure": "tpr", "kind": "ratio", "verdict": verdict, "sentence": "The words."}
        for verdict in ("within_tolerance_demonstrated", "not_assessable")
    ]
    measured = runs.Measured(spec=spec(), cells=FOUND.cells, result={"n": 200, "readings": readings})

    runs.finish(run=run, measured=measured, by=User.objects.clockwork(), at=now)

    run.refresh_from_db()
    assert run.gravest == "not_assessable"
