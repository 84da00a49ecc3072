"""A file waits for its sender alone, for two hours at most, and leaves nothing behind."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.storage import default_storage

from audits import tasks
from audits.fairness import Unreadable
from audits.fairness.hashed import mark
from audits.staging import TooLarge, waiting
from audits.staging.waiting import FOLDER, WAITS, Crowded, Gone
from tests.factories import LOG, VersionFactory


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Let each test see the files of its own alone."""
    default = settings.STORAGES["default"]
    options = {**default.get("OPTIONS", {}), "location": str(tmp_path / "storage")}
    settings.STORAGES = {**settings.STORAGES, "default": {**default, "OPTIONS": options}}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


@pytest.fixture
def file(version, lawyer, now):
    return waiting.leave([LOG.encode()], name="a.csv", version=version, about="SYS-1", by=lawyer, at=now)


def lying():
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def test_a_file_is_found_as_it_was_left(file, lawyer, now):
    assert waiting.find(UUID(file.key), about="SYS-1", by=lawyer, at=now) == file
    assert [column.name for column in file.preview.columns] == ["group", "outcome", "prediction"]


def test_what_was_chosen_waits_with_it(file, lawyer, now):
    waiting.choose(waiting.choose(file, columns={"a": "b"}), said={"c": 1})

    found = waiting.find(UUID(file.key), about="SYS-1", by=lawyer, at=now)
    assert found.chosen == {"columns": {"a": "b"}, "said": {"c": 1}}


def test_nobody_else_finds_it_and_nobody_under_another_record(file, lawyer, engineer, now):
    for about, by in (("SYS-1", engineer), ("SYS-2", lawyer)):
        with pytest.raises(Gone):
            waiting.find(UUID(file.key), about=about, by=by, at=now)


def test_after_two_hours_it_is_found_no_more(file, lawyer, now):
    with pytest.raises(Gone):
        waiting.find(UUID(file.key), about="SYS-1", by=lawyer, at=now + WAITS)


def test_of_a_file_that_is_discarded_nothing_remains(file, lawyer, now):
    waiting.discard(file)

    assert lying() == []
    with pytest.raises(Gone):
        waiting.find(UUID(file.key), about="SYS-1", by=lawyer, at=now)


def test_a_file_that_is_kept_lies_among_the_logs_and_waits_no_more(file, now):
    staged = waiting.keep(file, at=now)

    with default_storage.open(staged.name) as kept:
        assert kept.read() == LOG.encode()
    assert staged.name.startswith("logs/")
    assert (staged.sha256, staged.size) == (file.staged.sha256, len(LOG))
    assert lying() == []
    with pytest.raises(Gone):
        waiting.keep(file, at=now)


def test_a_file_that_is_kept_is_marked_as_it_lies_unless_somebody_touched_it(file, version, lawyer, now):
    other = waiting.leave([LOG.encode()], name="b.csv", version=version, about="SYS-1", by=lawyer, at=now)
    Path(default_storage.path(other.staged.name)).write_text(LOG.upper())

    kept, touched = waiting.keep(file, at=now), waiting.keep(other, at=now)

    assert kept.mark == mark(Path(default_storage.path(kept.name)))
    assert touched.mark == ""


@pytest.mark.parametrize("content", [b"\0\0\0", b"PK\x03\x04zip", b""])
def test_what_is_no_table_is_refused_and_leaves_nothing(version, lawyer, now, content):
    with pytest.raises(Unreadable):
        waiting.leave([content], name="a.csv", version=version, about="SYS-1", by=lawyer, at=now)

    assert lying() == []


def test_what_is_too_large_is_refused_and_leaves_nothing(version, lawyer, now, settings):
    settings.LOG_UPLOAD_MAX_BYTES = 10

    with pytest.raises(TooLarge):
        waiting.leave([LOG.encode()], name="a.csv", version=version, about="SYS-1", by=lawyer, at=now)

    assert lying() == []


def test_one_file_more_than_may_wait_for_a_person_is_refused_and_leaves_nothing(
    version, lawyer, engineer, now, settings
):
    settings.WAITING_MOST_FILES = 2
    kept = {"version": version, "about": "SYS-1", "at": now}
    first, _ = (waiting.leave([LOG.encode()], name=name, by=lawyer, **kept) for name in ("a.csv", "b.csv"))
    before = lying()

    with pytest.raises(Crowded) as refusal:
        waiting.leave([LOG.encode()], name="c.csv", by=lawyer, **kept)

    assert [file.name for file in refusal.value.waiting] == ["a.csv", "b.csv"]
    assert lying() == before
    waiting.leave([LOG.encode()], name="c.csv", by=engineer, **kept)
    waiting.discard(first)
    waiting.leave([LOG.encode()], name="c.csv", by=lawyer, **kept)
    assert [file.name for file in waiting.all_of(lawyer, at=now)] == ["b.csv", "c.csv"]


def test_more_bytes_than_may_wait_for_a_person_are_refused_and_leave_nothing(
    file, version, lawyer, now, settings
):
    settings.WAITING_MOST_BYTES = 2 * len(LOG) - 1
    before = lying()

    with pytest.raises(Crowded):
        waiting.leave([LOG.encode()], name="b.csv", version=version, about="SYS-1", by=lawyer, at=now)

    assert lying() == before


def test_of_two_files_that_come_at_once_the_last_to_arrive_is_refused(version, lawyer, now, settings):
    settings.WAITING_MOST_FILES = 1
    told = {"version": version, "about": "SYS-1", "by": lawyer, "at": now}

    def another_comes_meanwhile() -> Iterator[bytes]:
        yield LOG.encode()[:20]
        with pytest.raises(Crowded):
            waiting.leave([LOG.encode()], name="b.csv", **told)
        yield LOG.encode()[20:]

    waiting.leave(another_comes_meanwhile(), name="a.csv", **told)

    assert [file.name for file in waiting.all_of(lawyer, at=now)] == ["a.csv"]


def test_what_nobody_decided_on_is_tidied_away(file, lawyer, now):
    left = [default_storage.path(name) for name in (file.staged.name, f"{file.staged.name}.json")]
    long_ago = (now - timedelta(days=1)).timestamp()
    for path in left:
        os.utime(path, (long_ago, long_ago))

    tasks.tidy()

    assert lying() == []
