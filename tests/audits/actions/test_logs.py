"""Logs: taken in once, looked at first, and forgotten once counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from audits import staging
from audits.actions import logs
from audits.fairness import Cell, Cells, Unreadable
from audits.models import PredictionLog
from governance.models import TrailEntry
from tests.factories import LOG, LogFactory, PlanFactory, RunFactory, VersionFactory, spec

COLUMNS = ("group", "outcome", "prediction")
CELLS = Cells(("group",), (Cell(("blue",), 1, 1, 40), Cell(("green",), 0, 1, 5)))


@pytest.fixture
def plan(unit, lawyer):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    return PlanFactory(system=version.system)


def stored():
    folder = Path(default_storage.path("logs"))
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


@pytest.fixture(autouse=True)
def empty_store(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "file_permissions_mode": 0o600},
        }
    }


def staged(now, text=LOG):
    return staging.stage([text.encode()], columns=COLUMNS, at=now)


def admit(plan, by, now, text=LOG, name="decisions.csv"):
    version = plan.system.versions.get()
    return logs.admit(plan=plan, version=version, name=name, staged=staged(now, text), by=by, at=now)


def last():
    return TrailEntry.objects.latest("seq")


def test_a_file_is_streamed_to_the_store_and_hashed_on_its_way(now):
    taken = staging.stage([b"group,outcome,", b"prediction\n", b"a,1,1\n"], columns=COLUMNS, at=now)

    whole = b"group,outcome,prediction\na,1,1\n"
    assert (taken.size, taken.sha256) == (len(whole), sha256(whole).hexdigest())
    assert stored()[0].read_bytes() == whole
    assert stored()[0].stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\n\0\0\0", "binary"),
        (b"PK\x03\x04rest", "compressed or packed"),
        (b"group;outcome;score\na;1;1\n", "there is no column 'prediction'"),
    ],
)
def test_what_is_no_table_with_these_columns_is_refused_and_not_kept(now, content, says):
    with pytest.raises(Unreadable, match=says):
        staging.stage([content], columns=COLUMNS, at=now)

    assert stored() == []


def test_a_file_beyond_the_limit_is_refused_while_it_streams_and_not_kept(now, settings):
    settings.LOG_UPLOAD_MAX_BYTES = 1000
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield b"x" * 400

    with pytest.raises(staging.TooLarge):
        staging.stage(endless(), columns=COLUMNS, at=now)

    assert len(taken) == 3
    assert stored() == []


def test_an_imported_file_becomes_a_log_of_its_plan(plan, engineer, now):
    log, is_new = admit(plan, engineer, now)

    log.refresh_from_db()
    assert is_new
    assert (log.plan, log.imported_by, log.sha256) == (plan, engineer, sha256(LOG.encode()).hexdigest())
    assert Path(log.file.path).read_bytes() == LOG.encode()
    assert (last().verb, last().subject, last().after["sha256"]) == (
        "log.imported",
        plan.reference,
        log.sha256,
    )


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\data\\log.csv", "log.csv"),
        ("a\x00b\u202e.csv", "ab.csv"),
        ("/", "log"),
    ],
)
def test_only_the_last_part_of_a_files_name_is_kept(plan, lawyer, now, given, shown):
    log, _ = admit(plan, lawyer, now, name=given)

    assert log.name == shown


def test_the_same_bytes_are_one_log_of_a_plan(plan, lawyer, now, django_capture_on_commit_callbacks):
    first, _ = admit(plan, lawyer, now)
    entries = TrailEntry.objects.count()

    with django_capture_on_commit_callbacks(execute=True):
        second, is_new = admit(plan, lawyer, now)

    assert (second, is_new) == (first, False)
    assert TrailEntry.objects.count() == entries
    assert [path.name for path in stored()] == [Path(first.file.name).name]


def test_the_same_bytes_may_be_a_log_of_another_plan(plan, lawyer, now):
    other = PlanFactory(system=plan.system)
    admit(plan, lawyer, now)

    _, is_new = admit(other, lawyer, now)

    assert is_new


def counted(**changes: object):
    return LogFactory(cells=CELLS.as_json(), spec=spec(), **changes)


def test_the_rows_of_a_counted_log_are_forgotten_and_its_counts_stay(lawyer, now):
    log = counted()

    logs.forget_rows(log=log, by=lawyer, at=now)

    log.refresh_from_db()
    assert stored() == []
    assert (log.file.name, log.rows_deleted_at) == ("", now)
    assert log.cells == CELLS.as_json()
    assert last().verb == "log.rows_deleted"


def test_rows_are_kept_while_they_are_needed(lawyer, now):
    waiting = counted()
    RunFactory(log=waiting)
    for log in (LogFactory(), waiting, counted(plan=PlanFactory(keep_rows_until=now.date()))):
        with pytest.raises(logs.StillNeeded):
            logs.forget_rows(log=log, by=lawyer, at=now)

    assert len(stored()) == 3


def test_rows_to_be_kept_until_a_day_are_forgotten_after_it(lawyer, now):
    log = counted(plan=PlanFactory(keep_rows_until=date(2026, 9, 14)))

    logs.forget_rows(log=log, by=lawyer, at=now + timedelta(days=1))

    assert stored() == []


def test_a_death_between_deleting_the_file_and_the_commit_is_settled_by_the_next_try(lawyer, now):
    log = counted()
    default_storage.delete(log.file.name)

    logs.forget_rows(log=log, by=lawyer, at=now)

    log.refresh_from_db()
    assert log.rows_deleted_at == now


def test_importing_forgotten_rows_again_brings_them_back(plan, lawyer, now):
    log, _ = admit(plan, lawyer, now)
    PredictionLog.objects.update(cells=CELLS.as_json(), spec=spec())
    logs.forget_rows(log=log, by=lawyer, at=now)

    again, is_new = admit(plan, lawyer, now)

    assert (again, is_new) == (log, False)
    assert Path(again.file.path).read_bytes() == LOG.encode()
    assert (again.rows_deleted_at, last().verb) == (None, "log.rows_restored")


def test_counts_alone_become_a_log_without_a_row(plan, engineer, now):
    log, is_new = logs.admit_counts(
        plan=plan, version=plan.system.versions.get(), name="counts.json", cells=CELLS, by=engineer, at=now
    )
    again, is_new_again = logs.admit_counts(
        plan=plan, version=plan.system.versions.get(), name="counts.json", cells=CELLS, by=engineer, at=now
    )

    assert (is_new, is_new_again, again) == (True, False, log)
    assert Cells.from_json(log.cells) == CELLS
    assert (bool(log.file), last().verb) == (False, "log.counts_submitted")


def test_counts_by_other_columns_than_the_plans_are_refused(plan, lawyer, now):
    other = Cells(("age",), (Cell(("young",), 1, 1, 40),))

    with pytest.raises(logs.OtherColumns, match="group"):
        logs.admit_counts(
            plan=plan, version=plan.system.versions.get(), name="counts.json", cells=other, by=lawyer, at=now
        )
