"""Files are read in a process of its own: what they break there is told as what is wrong with them."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from audits.fairness import Broken, Limits, Misstated, Spec, Unreadable, count, count_apart
from audits.fairness.apart import apart
from tests.services.processes import start, stop, wait_until

SPEC = Spec(outcome="y", prediction="p", by=("g",))
ROWS = 20_000_000
# A hundred bands are a hundred comparisons for each row, and no two numbers in a row are alike.
EDGES = tuple(float(i) for i in range(1, 101))
SLOW = Spec(outcome="y", prediction="p", by=("g", "h"), edges={"g": EDGES, "h": EDGES})


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("g,y,p\n" + "a,1,1\nb,0,1\n" * 50)
    return path


@pytest.fixture(scope="module")
def endless(tmp_path_factory):
    """Return a small file that takes many seconds to count under `SLOW`; its beginning looks harmless."""
    path = tmp_path_factory.mktemp("endless") / "log.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT i // 2000000 AS g, sqrt(i % 100000) AS h, 1 AS y, 1 AS p FROM range({ROWS}) t(i)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    return path


def told_of(pid: int, what: str) -> bytes:
    """Return what the kernel tells of a process, nothing once it has left."""
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def children_of(pid: int) -> list[int]:
    """Return the readers that a process has started; a test run has other children besides."""
    words = told_of(pid, f"task/{pid}/children").split()
    return [int(word) for word in words if b"governance.apart.child" in told_of(int(word), "cmdline")]


def test_what_is_read_apart_is_what_is_read_here(small):
    assert count_apart(small, SPEC) == count(small, SPEC)


def test_a_refusal_comes_back_with_its_field(small):
    with pytest.raises(Unreadable) as refusal:
        count_apart(small, Spec(outcome="z", prediction="p", by=("g",)))

    assert refusal.value.field == "outcome"
    assert "there is no column 'z'" in refusal.value.message


def test_an_order_that_makes_no_sense_is_refused_as_such(small):
    with pytest.raises(Misstated) as refusal:
        apart({"do": "count", "path": str(small), "spec": {"by": ["g"]}})

    assert refusal.value.field == "prediction"


def test_what_is_nobodys_fault_but_ours_is_no_fault_of_the_file():
    with pytest.raises(Broken, match="KeyError"):
        apart({"do": "dance"})


def test_trouble_of_the_disk_comes_back_as_such(tmp_path):
    with pytest.raises(OSError, match="directory") as trouble:
        apart({"do": "digest", "path": str(tmp_path)})

    assert trouble.value.errno


def test_progress_is_told_while_it_reads(small):
    told = []

    count_apart(small, SPEC, lambda *step: told.append(step))

    assert {stage for stage, _, _ in told} == {"digest", "count"}
    assert told[-1] == ("count", 606, 606)


def test_a_reading_that_takes_too_much_memory_is_ended_and_says_so(small):
    with pytest.raises(Unreadable, match="which may take 40 MB") as refusal:
        count_apart(small, SPEC, limits=Limits(memory=40 << 20))

    assert refusal.value.field == "file"


def test_a_workbook_that_grows_in_memory_ends_its_reader_and_nothing_else(tmp_path):
    import zipfile

    import openpyxl

    path, bomb = tmp_path / "b.xlsx", tmp_path / "bomb"
    openpyxl.Workbook().save(path)
    strings = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + b"<si><t>%b</t></si>" % (b"x" * 3000) * 40_000
        + b"</sst>"
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % kind
                content = content.replace(b"</Types>", override)
            new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", strings)
    assert bomb.stat().st_size < 1 << 20

    with pytest.raises(Unreadable, match="which may take 110 MB") as refusal:
        count_apart(bomb, SPEC, limits=Limits(memory=110 << 20, cpu_seconds=60))

    assert refusal.value.field == "file"


def test_a_reading_that_takes_too_much_processor_time_is_ended_and_says_so(endless):
    with pytest.raises(Unreadable, match="more than 1 seconds of processor time"):
        count_apart(endless, SLOW, limits=Limits(cpu_seconds=1))


def test_a_reading_that_takes_too_long_is_ended_and_says_so(endless):
    with pytest.raises(Unreadable, match="takes too long"):
        count_apart(endless, SLOW, limits=Limits(seconds=1))


def test_whoever_cancels_in_the_middle_of_a_scan_is_heard(endless):
    class Cancelled(Exception):
        pass

    seen = []

    def progress(stage: str, done: int, total: int) -> None:
        seen.append((stage, done, total))
        if stage == "count" and 0 < done < total:
            raise Cancelled

    with pytest.raises(Cancelled):
        count_apart(endless, SLOW, progress)

    assert seen[-1][2] == ROWS
    assert children_of(os.getpid()) == []


def test_a_reader_that_is_killed_is_told_as_such(endless):
    def kill() -> None:
        wait_until(lambda: children_of(os.getpid()), what="the reader")
        time.sleep(0.3)
        for pid in children_of(os.getpid()):
            os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(Unreadable, match="broke its reader"):
        count_apart(endless, SLOW)
    killer.join()


def test_a_reader_leaves_with_the_worker_that_was_killed(endless, tmp_path):
    code = (
        "from audits.fairness import Spec, count_apart; import json, sys;"
        "count_apart(sys.argv[1], Spec.from_json(json.loads(sys.argv[2])))"
    )
    worker = start(
        [sys.executable, "-c", code, str(endless), json.dumps(SLOW.as_json())],
        log=tmp_path / "log",
        env={"PYTHONPATH": "."},
    )
    wait_until(lambda: children_of(worker.pid), what="the reader")
    (reader,) = children_of(worker.pid)

    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    wait_until(lambda: not Path(f"/proc/{reader}").exists(), what="the reader to leave", seconds=10)
    stop(worker)


def test_no_secret_reaches_the_reader(small, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "tell nobody")
    found = []

    def look(*_: object) -> None:
        found.extend(told for pid in children_of(os.getpid()) if (told := told_of(pid, "environ")))

    count_apart(small, SPEC, look)

    assert found
    assert not any(b"SECRET" in environment for environment in found)
