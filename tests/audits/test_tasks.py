"""The doorbells: whatever happens to the work, the row comes to one end and says which."""

import json
import logging
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.db import OperationalError

from audits import doorbell as jobs_doorbell
from audits import making, tasks
from audits.actions import dossiers
from audits.dossiers import Outcome, verify
from audits.fairness import Assessment, Cells, Spec, measure
from audits.models import Dossier, Run, ScheduleRun
from audits.packs import Pack
from governance import doorbell, heartbeat, leases
from governance.actions import jobs
from governance.heartbeat import Progress
from governance.models import TrailEntry, User
from governance.vocabulary import JobState
from tests.factories import (
    LOG,
    DossierFactory,
    LogFactory,
    PlanFactory,
    RunFactory,
    ScheduleFactory,
    VersionFactory,
    running,
    spec,
)
from tests.services.processes import wait_until

# Earlier than the clock of any machine these tests run on.
AGES_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty_store(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        }
    }


@pytest.fixture
def rung(monkeypatch):
    """Return the tasks that were rung for, as the broker would hear them."""
    heard = []

    def hear(name: str, *, kwargs: dict[str, str], **_: object) -> None:
        heard.append((name, kwargs))

    monkeypatch.setattr(doorbell.current_app, "send_task", hear)
    return heard


def abandoned(factory, **changes: object):
    """Return a job whose worker was last heard of ages ago."""
    return running(factory(available_at=AGES_AGO, **changes), at=AGES_AGO)


def execute(run):
    tasks.execute_run(run_id=str(run.pk))
    run.refresh_from_db()
    return run


def verbs(row):
    return list(
        TrailEntry.objects.filter(subject=row.reference).order_by("seq").values_list("verb", flat=True)
    )


def files():
    root = Path(default_storage.path(""))
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_run_is_measured_kept_and_its_rows_forgotten(db):
    run = execute(RunFactory())

    run.log.refresh_from_db()
    assert (run.state, run.attempts, run.result["n"]) == (JobState.DONE, 1, 200)
    assert run.result["by_group"]["blue"]["tpr"] == pytest.approx(0.8)
    assert run.result["by_group"]["green"]["tpr"] == pytest.approx(0.4)
    assert (files(), bool(run.log.file)) == ([], False)
    assert verbs(run) == ["run.finished"]
    assert verbs(run.plan) == ["plan.told", "plan.told", "log.rows_deleted"], (
        "two disparities, told to the owner"
    )
    assert set(run.plan.disparities.values_list("measure", "state")) == {
        ("selection_rate", "open"),
        ("tpr", "open"),
    }
    assert {entry.by for entry in TrailEntry.objects.all()} == {str(User.objects.clockwork().pk)}


def test_a_run_can_be_recomputed_from_what_it_keeps(db):
    run = execute(RunFactory())

    again = measure(Cells.from_json(run.cells), Spec.from_json(run.spec)).as_json()

    assert json.loads(json.dumps(again)) == run.result


def test_rows_that_are_to_be_kept_stay(db):
    plan = PlanFactory(keep_rows_until=datetime(2999, 1, 1, tzinfo=UTC).date())

    run = execute(RunFactory(log=LogFactory(plan=plan)))

    assert run.state == JobState.DONE
    assert [path.read_text() for path in files()] == [LOG]


def test_a_second_run_works_from_the_counts_when_the_rows_are_gone(db):
    first = execute(RunFactory())

    second = execute(RunFactory(log=first.log, spec=spec(seed=0)))

    assert second.result == first.result


def test_counts_by_several_columns_answer_a_plan_by_one_of_them(db):
    cells = {
        "by": ["group", "age"],
        "cells": [
            {"group": [group, age], "outcome": outcome, "prediction": prediction, "n": n}
            for group, n in (("blue", 20), ("green", 15))
            for age in ("old", "young")
            for outcome in (0, 1)
            for prediction in (0, 1)
        ],
    }
    log = LogFactory(file="", cells=cells, spec=spec(by=["group", "age"]), rows_deleted_at=AGES_AGO)

    run = execute(RunFactory(log=log))

    assert run.state == JobState.DONE
    assert run.result["by_group"]["blue"]["count"] == 160


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"by": ["group", "age"]}, "counted by group, not by age"),
        ({"favourable": "0"}, "with another favourable"),
        ({"by": ["group"], "edges": {"group": [1.0]}}, "with other bands of group"),
    ],
)
def test_a_plan_that_the_counts_do_not_answer_fails_and_says_so(db, change, says):
    first = execute(RunFactory())

    second = execute(RunFactory(log=first.log, spec=spec(**change)))

    assert second.state == JobState.FAILED
    assert says in second.error
    assert verbs(second) == ["run.failed"]


def test_a_file_that_cannot_be_measured_fails_at_once_with_its_reason(db):
    run = execute(RunFactory(spec=spec(prediction="score")))

    assert (run.state, run.attempts) == (JobState.FAILED, 1)
    assert "there is no column 'score'" in run.error
    assert verbs(run) == ["run.failed"]
    assert len(files()) == 1


def test_rows_that_were_altered_in_storage_are_not_measured(db):
    run = RunFactory()
    stored = Path(run.log.file.path)
    stored.write_bytes(stored.read_bytes() + stored.read_bytes().splitlines(keepends=True)[-1])

    execute(run)

    assert (run.state, run.attempts) == (JobState.FAILED, 1)
    assert "another SHA-256" in run.error
    assert verbs(run) == ["run.failed"]


def test_a_store_that_does_not_answer_is_tried_four_times_ever_later(db, monkeypatch):
    run = RunFactory(available_at=AGES_AGO)
    Path(run.log.file.path).unlink()

    def count(path: Path, *_: object) -> None:
        path.open()

    monkeypatch.setattr(making.fairness, "count_apart", count)
    waits = []
    while execute(run).state == JobState.QUEUED:
        waits.append(run.available_at - datetime.now(tz=UTC))
        Run.objects.update(available_at=AGES_AGO)

    assert [round(wait.total_seconds()) for wait in waits] == [30, 60, 120]
    assert (run.state, run.attempts) == (JobState.FAILED, 4)
    assert run.error == "The database or the file store did not answer (FileNotFoundError). Tried 4 times."
    assert str(run.log.file.path) not in run.error
    assert verbs(run) == ["run.failed"]


@pytest.mark.parametrize("trouble", [OperationalError("database is locked"), OSError(28, "No space left")])
def test_what_passes_by_itself_is_put_off_and_then_done(db, monkeypatch, trouble):
    run = RunFactory()
    finish = making.runs.finish

    def fail_once(**_: object) -> None:
        monkeypatch.setattr(making.runs, "finish", finish)
        raise trouble

    monkeypatch.setattr(making.runs, "finish", fail_once)
    assert execute(run).state == JobState.QUEUED
    Run.objects.update(available_at=AGES_AGO)

    assert execute(run).state == JobState.DONE
    assert (run.error, run.attempts) == ("", 2)
    assert verbs(run) == ["run.finished"]


def test_a_mistake_of_ours_fails_the_run_and_is_not_hidden_from_the_log(db, monkeypatch):
    run = RunFactory()
    monkeypatch.setattr(making.fairness, "measure", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tasks.execute_run(run_id=str(run.pk))

    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert run.error == "Annex could not finish this (ZeroDivisionError). The operators' log says more."
    assert verbs(run) == ["run.failed"]


def test_a_run_that_takes_too_long_is_failed(db, monkeypatch):
    run = RunFactory()

    def for_ever(*_: object) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(making.fairness, "measure", for_ever)

    assert execute(run).error == "It took too long and was stopped."


def test_a_run_that_a_person_cancels_in_the_middle_stops_there(db, monkeypatch):
    run = RunFactory()
    real = making.fairness.measure

    def cancel_then_measure(cells: Cells, spec: Spec, progress: Progress) -> Assessment:
        jobs.cancel(job=run, by=run.requested_by, at=datetime.now(tz=UTC))
        progress("a new stage", 0, 1)
        return real(cells, spec, progress)

    monkeypatch.setattr(making.fairness, "measure", cancel_then_measure)

    assert execute(run).state == JobState.CANCELLED
    assert run.result is None
    assert verbs(run) == ["run.cancel_requested", "run.cancelled"]


def test_a_worker_that_comes_back_late_leaves_the_run_to_the_one_that_took_over(db, monkeypatch):
    run = RunFactory()
    real = making.fairness.measure

    def fall_silent_then_measure(cells: Cells, spec: Spec, _: Progress) -> Assessment:
        Run.objects.update(lease_until=AGES_AGO)
        monkeypatch.setattr(making.fairness, "measure", real)
        tasks.execute_run(run_id=str(run.pk))
        return real(cells, spec)

    monkeypatch.setattr(making.fairness, "measure", fall_silent_then_measure)

    assert execute(run).state == JobState.DONE
    assert run.attempts == 2
    assert verbs(run) == ["run.finished"]


def test_ringing_again_for_a_run_that_is_held_or_done_does_nothing(db):
    held, done = running(RunFactory(), at=datetime.now(tz=UTC)), execute(RunFactory())
    entries = TrailEntry.objects.count()

    execute(held)
    execute(done)

    assert (held.attempts, done.attempts) == (1, 1)
    assert TrailEntry.objects.count() == entries


def test_the_sweep_rings_for_waiting_and_abandoned_jobs(db, rung, django_capture_on_commit_callbacks):
    waiting, silent = RunFactory(), abandoned(RunFactory)
    dossier = DossierFactory()
    running(RunFactory(), at=datetime.now(tz=UTC))
    RunFactory(available_at=datetime.now(tz=UTC) + timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()

    assert sorted(rung, key=str) == sorted(
        [
            ("audits.tasks.execute_run", {"run_id": str(waiting.pk)}),
            ("audits.tasks.execute_run", {"run_id": str(silent.pk)}),
            ("audits.tasks.execute_dossier", {"dossier_id": str(dossier.pk)}),
        ],
        key=str,
    )


def test_the_sweep_fails_what_its_workers_died_of(db, rung):
    run, dossier = (
        abandoned(RunFactory, attempts=3),
        abandoned(DossierFactory, attempts=3),
    )

    tasks.sweep()
    tasks.sweep()

    run.refresh_from_db()
    dossier.refresh_from_db()
    assert (run.state, dossier.state) == (JobState.FAILED, JobState.FAILED)
    assert run.error == "Its worker died 4 times while working on it."
    assert (verbs(run), verbs(dossier)) == (["run.failed"], ["dossier.failed"])


def test_the_sweep_cancels_what_was_to_be_cancelled_when_its_workers_died(db, rung):
    run = abandoned(RunFactory, attempts=3)
    jobs.cancel(job=run, by=run.requested_by, at=AGES_AGO)

    tasks.sweep()

    run.refresh_from_db()
    assert run.state == JobState.CANCELLED


def test_the_tick_rings_for_schedules_that_are_due(db, rung, django_capture_on_commit_callbacks):
    due = ScheduleFactory(next_due_at=AGES_AGO)
    ScheduleFactory(next_due_at=AGES_AGO, active=False)
    ScheduleFactory(next_due_at=datetime.now(tz=UTC) + timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.tick()

    assert rung == [("audits.tasks.run_schedule", {"schedule_id": str(due.pk)})]


def test_a_due_schedule_becomes_a_run_and_rings_for_it(db, rung, django_capture_on_commit_callbacks):
    schedule = ScheduleFactory(next_due_at=AGES_AGO)
    LogFactory(plan=schedule.plan)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.run_schedule(schedule_id=str(schedule.pk))
        tasks.run_schedule(schedule_id=str(schedule.pk))

    run = Run.objects.get()
    assert ScheduleRun.objects.get().run == run
    assert rung == [("audits.tasks.execute_run", {"run_id": str(run.pk)})]


def test_a_broker_that_is_down_is_logged_and_the_row_waits(transactional_db, caplog, settings):
    run = RunFactory()

    with caplog.at_level(logging.ERROR):
        jobs_doorbell.ring(run)

    run.refresh_from_db()
    assert run.state == JobState.QUEUED
    assert "on_commit" in caplog.text


def test_tidying_removes_counted_rows_whose_time_is_over_and_files_of_no_row(db):
    kept = LogFactory()
    over = LogFactory(plan=PlanFactory(keep_rows_until=AGES_AGO.date()), cells={"by": ["group"]}, spec=spec())
    orphan, on_its_way = (Path(default_storage.path(f"logs/2026/01/{name}")) for name in ("orphan", "fresh"))
    for path in (orphan, on_its_way):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("somebody's row")
    os.utime(orphan, (AGES_AGO.timestamp(),) * 2)
    os.utime(kept.file.path, (AGES_AGO.timestamp(),) * 2)

    tasks.tidy()

    over.refresh_from_db()
    assert not over.file
    assert sorted(files()) == sorted([Path(kept.file.path), on_its_way])


def test_a_pulse_keeps_the_row_of_a_worker_that_is_silent_for_long(transactional_db, monkeypatch):
    monkeypatch.setattr(heartbeat, "PULSE_SECONDS", 0.05)
    run = abandoned(RunFactory)
    with heartbeat.holding(run):
        wait_until(
            lambda: Run.objects.get().lease_until > AGES_AGO + leases.LEASE, what="the pulse", seconds=5
        )

    assert Run.objects.get().claim == run.claim


def test_dossiers_that_are_no_packs_fail_and_say_so(db):
    dossier = DossierFactory(pack='{"nonsense": 1}')

    with pytest.raises(Exception, match="nonsense"):
        tasks.execute_dossier(dossier_id=str(dossier.pk))

    assert Dossier.objects.get().state == JobState.FAILED


def test_a_dossier_is_rendered_from_its_pack_kept_and_verified(house, lawyer, now):
    version = VersionFactory(system__unit=house.unit, system__owner=lawyer)
    dossier = dossiers.request(about=version, by=lawyer, at=now)

    tasks.execute_dossier(dossier_id=str(dossier.pk))

    dossier.refresh_from_db()
    (file,) = files()
    assert (dossier.state, dossier.file.path, dossier.size) == (JobState.DONE, str(file), file.stat().st_size)
    assert dossier.file_sha256 == sha256(file.read_bytes()).hexdigest()
    assert dossier.pages >= 2
    assert verify(file.read_bytes()).outcome == Outcome.INTACT
    assert verbs(dossier) == ["dossier.requested", "dossier.finished"]


def test_a_worker_makes_the_portfolio_of_a_unit_and_whoever_sees_the_unit_reads_it(
    house, lawyer, auditor, now
):
    VersionFactory(system__unit=house.unit, system__owner=lawyer)
    dossier = dossiers.request(about=house.unit, kind="portfolio", by=lawyer, at=now)

    tasks.execute_dossier(dossier_id=str(dossier.pk))

    dossier = Dossier.objects.visible_to(auditor).get()
    (file,) = files()
    assert (dossier.state, verify(file.read_bytes()).outcome) == (JobState.DONE, Outcome.INTACT)
    assert verbs(dossier) == ["dossier.requested", "dossier.finished"]


def test_a_dossier_that_passed_to_another_worker_leaves_no_second_file(house, lawyer, now, monkeypatch):
    version = VersionFactory(system__unit=house.unit, system__owner=lawyer)
    dossier = dossiers.request(about=version, by=lawyer, at=now)
    real = making.render

    def fall_silent_then_render(pack: Pack, progress: Progress, **within: object) -> bytes:
        Dossier.objects.update(lease_until=AGES_AGO)
        monkeypatch.setattr(making, "render", real)
        tasks.execute_dossier(dossier_id=str(dossier.pk))
        return real(pack, lambda *_: None, **within)

    monkeypatch.setattr(making, "render", fall_silent_then_render)
    tasks.execute_dossier(dossier_id=str(dossier.pk))

    dossier.refresh_from_db()
    assert [str(path) for path in files()] == [dossier.file.path]
    assert verbs(dossier) == ["dossier.requested", "dossier.finished"]
