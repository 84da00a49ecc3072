"""Work beside the counting: its answer or its trouble when it is asked for, and no thread left over."""

import hashlib
from threading import Event, active_count

import pytest

from audits.fairness import Spec, Unreadable, count
from audits.fairness.aside import aside
from audits.fairness.files import Progress

SPEC = Spec(outcome="y", prediction="p", by=("g",))


def test_the_answer_is_waited_for():
    go = Event()

    with aside(lambda _progress: go.wait(30)) as answer:
        go.set()

        assert answer() is True


def test_trouble_is_raised_where_the_answer_is_asked_for():
    def work(_progress: Progress) -> str:
        raise OSError(5, "the disk is gone")

    with aside(work) as answer, pytest.raises(OSError, match="the disk is gone"):
        answer()


def test_work_that_nobody_waits_for_ends_at_its_next_report():
    begun, reports = Event(), []

    def work(progress: Progress) -> None:
        begun.set()
        while True:
            progress("digest", 1, 2)
            reports.append(1)

    before = active_count()
    with aside(work):
        begun.wait(30)

    assert active_count() == before


def test_the_digest_is_that_of_the_bytes_and_no_thread_is_left(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("y,p,g\n1,0,a\n")
    before = active_count()

    cells = count(path, SPEC)

    assert cells.dataset["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(cells.dataset)[:3] == ["rows", "sha256", "bytes"]
    with pytest.raises(Unreadable):
        count(path, Spec(outcome="y", prediction="p", by=("nobody",)))
    assert active_count() == before
