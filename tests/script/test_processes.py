"""The demonstration's processes stand together: what falls is started again, and nothing outlives the parent."""

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.services.processes import wait_until

PARTS = Path(__file__).resolve().parents[2] / "script" / "parts"
SLEEPS = (sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)")
FALLS = (sys.executable, "-c", "raise SystemExit('no such thing')")
PARENT = """
import sys, time
sys.path.insert(0, {parts!r})
from pathlib import Path
from processes import Together
with Together(Path({folder!r}), {{}}) as group:
    group.start("sleeper", *{command!r})
    print(group.children[0].process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def processes():
    spec = importlib.util.spec_from_file_location("processes", PARTS / "processes.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["processes"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["processes"]


@pytest.fixture
def group(processes, tmp_path):
    with processes.Together(tmp_path, dict(os.environ)) as together:
        yield together


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def look_for_ever(group) -> None:
    while True:
        group.children[0].process.wait()
        group.look_after()


def test_what_falls_is_started_again(group, capsys):
    group.start("sleeper", *SLEEPS)
    first = group.children[0].process
    first.kill()
    first.wait()

    group.look_after()

    assert group.children[0].process.pid != first.pid
    assert group.children[0].process.poll() is None
    assert "sleeper ended (-9); starting it again." in capsys.readouterr().out


def test_what_falls_again_and_again_is_given_up_with_its_last_words(group, processes):
    group.start("faller", *FALLS)

    with pytest.raises(processes.GaveUp, match=r"faller does not stay up[\s\S]*no such thing"):
        look_for_ever(group)


def test_a_command_in_the_foreground_gives_its_exit_code(group):
    group.start("sleeper", *SLEEPS)

    assert (
        group.run(sys.executable, "-c", "import os; raise SystemExit(int(os.environ['CODE']))", CODE="7") == 7
    )


def test_leaving_ends_every_child(processes, tmp_path):
    with processes.Together(tmp_path, dict(os.environ)) as together:
        together.start("one", *SLEEPS)
        together.start("two", *SLEEPS)
        pids = [child.process.pid for child in together.children]

    assert not any(is_alive(pid) for pid in pids)


def test_a_child_does_not_outlive_a_parent_killed_at_once(tmp_path):
    source = PARENT.format(parts=str(PARTS), folder=str(tmp_path), command=SLEEPS)
    parent = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    assert is_alive(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    wait_until(lambda: not is_alive(child), what="the child to end")


def test_a_polite_end_is_given_time(processes, tmp_path):
    waits = (
        "import signal, sys, time; signal.signal(15, lambda *_: (time.sleep(0.3), print('tidy'), sys.exit()))"
    )
    started = time.monotonic()

    with processes.Together(tmp_path, dict(os.environ)) as together:
        together.start("tidy", sys.executable, "-uc", f"{waits}; print('up'); time.sleep(60)")
        wait_until(lambda: "up" in together.children[0].log.read_text(), what="the child")

    assert "tidy" in (tmp_path / "tidy.log").read_text()
    assert time.monotonic() - started < processes.PATIENCE_SECONDS
