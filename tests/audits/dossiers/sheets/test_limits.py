"""Pages are laid out in processes of their own: what a dossier breaks there is told as what to do about it."""

import os
import signal
import sys
from pathlib import Path

import pytest

from audits.dossiers import Outcome, Pack, TooMuch, render, verify
from audits.dossiers.rendering import LIMITS
from governance.apart import Limits
from tests.audits.dossiers.hostile import EMOJI, HEBREW
from tests.audits.dossiers.samples import pack, raw, with_obligations
from tests.services.processes import start, stop, wait_until

MEGABYTE = 1 << 20
WORKER = """
import django
django.setup()
from audits.dossiers import render
from tests.audits.dossiers.samples import with_obligations
render(with_obligations(1500), lambda *_: None)
"""


def told_of(pid: int, what: str) -> bytes:
    """Return what the kernel tells of a process, nothing once it has left."""
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def renderers_of(pid: int) -> list[int]:
    """Return the process that lays out a dossier for another, and those that it has forked off."""
    children = [int(n) for task in tasks_of(pid) for n in told_of(pid, f"task/{task}/children").split()]
    return [
        one
        for child in children
        if b"audits.dossiers.sheets.room" in told_of(child, "cmdline")
        for one in (child, *renderers_of(child))
    ]


def tasks_of(pid: int) -> list[str]:
    try:
        return [task.name for task in Path(f"/proc/{pid}/task").iterdir()]
    except FileNotFoundError:
        return []


def wait_until_gone(pids: list[int]) -> None:
    """Wait a little: the kernel ends what is forked off when it can, and tells nobody but their parent of it."""
    wait_until(lambda: not any(told_of(pid, "cmdline") for pid in pids), what="them to leave", seconds=10)


def limits(**other: int) -> Limits:
    return Limits(**{**vars(LIMITS), **other})


def test_a_dossier_that_takes_too_much_memory_fails_and_says_what_to_do():
    with pytest.raises(TooMuch) as refusal:
        render(with_obligations(400), lambda *_: None, limits=limits(memory=66 * MEGABYTE))

    words = str(refusal.value)
    assert "DOS-0001" in words
    assert "66 MB of memory" in words
    assert "DOSSIER_MEMORY_MB" in words
    assert "longest clause is 3.2 As provider, about 16 pages" in words


def test_a_dossier_that_takes_too_much_processor_time_fails_and_says_so():
    with pytest.raises(TooMuch, match=r"more than 1 seconds of processor time \(DOSSIER_CPU_SECONDS\)"):
        render(with_obligations(1500), lambda *_: None, limits=limits(cpu_seconds=1))


def test_a_dossier_that_takes_too_long_fails_and_says_so():
    with pytest.raises(TooMuch, match="takes more than 1 seconds"):
        render(with_obligations(1500), lambda *_: None, limits=limits(seconds=1))


def test_whoever_cancels_between_two_pages_is_heard_and_nothing_goes_on():
    class Cancelled(Exception):
        pass

    seen = []

    def progress(stage: str, done: int, _: int) -> None:
        if (stage, done) == ("layout", 3):
            seen.extend(renderers_of(os.getpid()))
            raise Cancelled

    with pytest.raises(Cancelled):
        render(with_obligations(400), progress)

    assert len(seen) >= 2
    wait_until_gone(seen)


@pytest.mark.parametrize("which", [0, -1], ids=["the first", "one that it forked off"])
def test_a_process_that_is_killed_fails_the_dossier_and_leaves_none_behind(which: int):
    seen: list[int] = []

    def progress(stage: str, done: int, _: int) -> None:
        if (stage, done) == ("layout", 3):
            seen.extend(renderers_of(os.getpid()))
            os.kill(seen[which], signal.SIGKILL)

    with pytest.raises(TooMuch, match="this machine"):
        render(with_obligations(1500), progress)

    wait_until_gone(seen)


def test_the_processes_leave_with_the_worker_that_was_killed(tmp_path: Path):
    worker = start(
        [sys.executable, "-c", WORKER],
        log=tmp_path / "log",
        env={"PYTHONPATH": ".", "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    wait_until(lambda: len(renderers_of(worker.pid)) > 1, what="the renderers")
    seen = renderers_of(worker.pid)

    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    wait_until_gone(seen)
    stop(worker)


def test_no_secret_reaches_the_processes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "tell nobody")
    found: set[bytes] = set()

    render(
        pack("empty"),
        lambda *_: found.update(told_of(pid, "environ") for pid in renderers_of(os.getpid())),
    )

    assert found.difference({b""})
    assert not any(b"SECRET" in environment for environment in found)


def test_a_worker_that_renders_loads_no_engine(tmp_path: Path):
    code = WORKER.replace("1500", "3") + "\nimport sys\nassert 'weasyprint' not in sys.modules\n"
    worker = start(
        [sys.executable, "-c", code],
        log=tmp_path / "log",
        env={"PYTHONPATH": ".", "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )

    assert worker.wait(timeout=120) == 0, (tmp_path / "log").read_text()


@pytest.mark.slow
def test_rows_words_and_depths_that_mean_harm_end_within_the_limits():
    told = raw("probation")
    told["answers"] = [
        {"fact": f"f{i}", "question": f"{HEBREW} {EMOJI} {i}", "answer": True} for i in range(100_000)
    ]
    told["system"]["purpose"] = "x" * 5_000_000
    nested: dict[str, object] = {}
    for _ in range(200):
        nested = {"deeper": nested}
    told["fairness"][0]["result"]["beside"] = nested

    content = render(Pack.from_json(told), lambda *_: None, limits=limits(cpu_seconds=300))

    assert verify(content).outcome is Outcome.INTACT
