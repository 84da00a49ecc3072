"""Fairness runs over REST."""

from datetime import timedelta
from uuid import uuid4

import pytest

from audits.models import Run
from governance.vocabulary import JobState
from tests.callers import API, caller, faults, verbs
from tests.factories import LogFactory, PlanFactory, RunFactory, VersionFactory, running
from tests.services.clock import NOW
from tests.services.world import measured

RUNS = f"{API}/fairness/runs"


@pytest.fixture
def plan(unit, engineer):
    version = VersionFactory(system__unit=unit, system__owner=engineer)
    return PlanFactory(system=version.system)


@pytest.fixture
def url(plan):
    return f"{API}/fairness/plans/{plan.reference}/runs"


def test_a_run_is_accepted_and_says_where_to_look(engineer, plan, url):
    log, client = LogFactory(plan=plan), caller(engineer)

    response = client.post(url)

    assert response.status_code == 202
    run = Run.objects.get()
    assert response.headers["Location"] == f"{RUNS}/{run.reference}"
    assert (response.json()["state"], response.json()["log"]) == ("queued", str(log.pk))
    assert client.get(response.headers["Location"]).json()["result"] is None
    assert verbs(run.reference) == ["run.requested"]


def test_asking_again_while_one_waits_is_the_same_run(engineer, plan, url):
    LogFactory(plan=plan)
    client = caller(engineer)

    assert client.post(url).json() == client.post(url).json()
    assert Run.objects.count() == 1


def test_a_run_measures_the_log_that_is_named(engineer, plan, url):
    older = LogFactory(plan=plan)
    LogFactory(plan=plan)
    client = caller(engineer)

    assert client.post(url, {"log": str(older.pk)}).json()["log"] == str(older.pk)
    assert faults(client.post(url, {"log": str(uuid4())}), 422) == {"log": "no_log"}
    assert faults(client.post(url, {"log": "newest"}), 422) == {"log": "invalid"}


def test_a_plan_without_a_log_is_not_measured(engineer, url):
    assert faults(caller(engineer).post(url), 409) == {"log": "no_log"}
    assert not Run.objects.exists()


def test_a_log_whose_rows_are_gone_answers_only_what_was_counted(engineer, plan, url):
    counted = {"by": ["group"], "cells": [{"group": ["blue"], "outcome": 1, "prediction": 1, "n": 4}]}
    other = plan.spec | {"positive": ["yes"]}
    LogFactory(plan=plan, file="", cells=counted, spec=other, rows_deleted_at=NOW)

    assert faults(caller(engineer).post(url), 409) == {"log": "rows_gone"}
    assert not Run.objects.exists()


def test_a_waiting_run_is_cancelled_and_tried_again(engineer, plan):
    run, client = RunFactory(log__plan=plan), caller(engineer)

    cancelled = client.post(f"{RUNS}/{run.reference}/cancel")
    twice = client.post(f"{RUNS}/{run.reference}/cancel")
    retried = client.post(f"{RUNS}/{run.reference}/retry")

    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert faults(twice, 409) == {None: "settled"}
    assert (retried.status_code, retried.json()["state"]) == (202, "queued")
    assert faults(client.post(f"{RUNS}/{run.reference}/retry"), 409) == {None: "not_stopped"}
    assert verbs(run.reference) == ["run.cancelled", "run.retried"]


def test_a_running_run_is_asked_to_stop(engineer, plan):
    run = running(RunFactory(log__plan=plan))

    shown = caller(engineer).post(f"{RUNS}/{run.reference}/cancel").json()

    assert (shown["state"], shown["cancel_requested"]) == ("running", True)


def test_a_finished_run_shows_what_it_found(auditor, plan):
    run = RunFactory(log__plan=plan, state=JobState.DONE, finished_at=NOW, **measured())

    shown = caller(auditor).get(f"{RUNS}/{run.reference}").json()

    assert (shown["state"], shown["spec"]) == ("done", plan.spec)
    assert shown["result"] == run.result


def test_the_list_is_narrowed(auditor, plan):
    waiting = RunFactory(log__plan=plan)
    done = RunFactory(log__plan=plan, state=JobState.DONE, finished_at=NOW, cells={}, result={})
    client = caller(auditor)

    def found(query: str) -> list[str]:
        return [row["reference"] for row in client.get(f"{RUNS}?{query}").json()["results"]]

    assert found("") == [done.reference, waiting.reference]
    assert found("state=queued&state=running") == [waiting.reference]
    assert found(f"plan={plan.reference}&system={plan.system.reference}&version=1.0&state=done") == [
        done.reference
    ]


def test_an_auditor_reads_and_starts_nothing(auditor, plan, url):
    run, client = RunFactory(log__plan=plan), caller(auditor)

    assert client.get(f"{RUNS}/{run.reference}").json()["state"] == "queued"
    assert faults(client.post(url), 403)
    assert faults(client.post(f"{RUNS}/{run.reference}/cancel"), 403)
    assert faults(client.post(f"{RUNS}/{run.reference}/retry"), 403)
    assert Run.objects.get().state == "queued"
    assert verbs(run.reference) == []


def test_an_outsider_sees_no_run(outsider, plan, url):
    run, client = RunFactory(log__plan=plan), caller(outsider)

    assert client.get(RUNS).json()["results"] == []
    assert faults(client.get(f"{RUNS}/{run.reference}"), 404)
    assert faults(client.post(url), 404)
    assert faults(client.post(f"{RUNS}/{run.reference}/cancel"), 404)
    assert faults(client.post(f"{RUNS}/{run.reference}/retry"), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_queries(auditor, plan, rows, django_assert_num_queries):
    RunFactory.create_batch(rows, log__plan=plan)
    client = caller(auditor)
    client.get(RUNS)

    with django_assert_num_queries(4):
        assert client.get(RUNS).json()["count"] == rows


def test_runs_are_narrowed_by_verdict_and_by_the_day_they_were_asked_for(auditor, plan):
    result = {"state": JobState.DONE, "finished_at": NOW, **measured(), "gravest": "disparity_supported"}
    grave = RunFactory(log=LogFactory(plan=plan), **result)
    later = RunFactory(log=LogFactory(plan=plan), queued_at=NOW + timedelta(days=1))

    client = caller(auditor)

    def found(query: str) -> list[str]:
        return [run["reference"] for run in client.get(f"{RUNS}?{query}").json()["results"]]

    assert found("gravest=disparity_supported") == [grave.reference]
    assert found("gravest=not_assessable") == []
    assert found("queued_from=2026-09-15") == [later.reference]
    assert found("queued_until=2026-09-14") == [grave.reference]
    assert faults(client.get(f"{RUNS}?gravest=bad"), 422) == {"gravest": "invalid_choice"}
