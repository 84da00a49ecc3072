"""A worker keeps a process of a room waiting: it serves one order, within its limits, and ends with its worker."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.apart import End, Ended, Limits, carried_out, dismiss, keep_ready
from governance.apart.spares import ready, waiting
from tests.governance.apart.room import ROOM
from tests.services.processes import start, stop, wait_until

# The keeper has another child, which goes on when the keeper is gone.
KEEPER = """
import os, sys, time
from governance.apart import keep_ready
from governance.apart.spares import ready, waiting
keep_ready("tests.governance.apart.room")
while sys.argv[1] == "later" and not ready():
    time.sleep(0.05)
if os.fork() == 0:
    assert waiting() == ()
    print(os.getpid(), flush=True)
    time.sleep(600)
print(*waiting(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def kept() -> Iterator[int]:
    """Yield the number of the process that waits."""
    keep_ready(ROOM.module)
    (pid,) = waiting()
    yield pid
    dismiss()


def there(pid: int) -> bool:
    """Say whether a process is there and has not ended."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_one_that_waited_carries_out_the_next_order_and_another_takes_its_place(kept: int):
    first = carried_out(ROOM, {"do": "who"})
    second = carried_out(ROOM, {"do": "who"})

    assert first["pid"] == kept
    assert second["pid"] != kept
    assert not there(kept)
    assert len(waiting()) == 1
    assert not set(waiting()) & {first["pid"], second["pid"]}


def test_it_has_warmed_up_before_its_order_and_so_has_one_that_was_not_kept(kept: int):
    kept_ready = carried_out(ROOM, {"do": "who"})
    dismiss()
    started_now = carried_out(ROOM, {"do": "who"})

    assert kept_ready["warmed"] == [kept]
    assert started_now["warmed"] == [started_now["pid"]]
    assert waiting() == ()


def test_it_says_when_it_is_ready(kept: int):
    wait_until(ready, what="it to warm up")

    assert carried_out(ROOM, {"do": "who"})["pid"] == kept


def test_it_is_bound_by_the_limits_of_its_order(kept: int):
    assert carried_out(ROOM, {"do": "who"}, limits=Limits(memory=300 << 20))["memory"] == 300 << 20

    with pytest.raises(Ended) as end:
        carried_out(ROOM, {"do": "fill"}, limits=Limits(memory=200 << 20))

    assert end.value.why is End.MEMORY


def test_it_knows_no_more_of_its_surroundings_than_it_needs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "tell nobody")
    keep_ready(ROOM.module)

    assert "SECRET_KEY" not in carried_out(ROOM, {"do": "environment"})
    dismiss()


def test_one_that_died_while_it_waited_is_replaced(kept: int):
    os.kill(kept, signal.SIGKILL)
    wait_until(lambda: not there(kept), what="it to die")

    answer = carried_out(ROOM, {"do": "who"})

    assert answer["pid"] != kept
    assert all(map(there, waiting()))


def test_its_folder_goes_with_it(kept: int):
    folders = [Path(carried_out(ROOM, {"do": "who"})["folder"]) for _ in range(2)]

    assert not any(folder.exists() for folder in folders)


def test_keeping_one_ready_twice_keeps_one(kept: int):
    keep_ready(ROOM.module)

    assert waiting() == (kept,)


@pytest.mark.parametrize("when", ["at once", "later"])
def test_it_leaves_with_a_keeper_that_was_killed_whoever_else_that_one_has_forked_off(
    when: str, tmp_path: Path
):
    log, folders = tmp_path / "log", tmp_path / "folders"
    folders.mkdir()
    keeper = start(
        [sys.executable, "-c", KEEPER, when], log=log, env={"PYTHONPATH": ".", "TMPDIR": str(folders)}
    )
    wait_until(lambda: len(log.read_text().split()) == 2, what="keeper and its child")
    told = set(map(int, log.read_text().split()))
    (spare,) = (pid for pid in told if b"apart.child" in Path(f"/proc/{pid}/cmdline").read_bytes())
    (forked,) = told - {spare}

    os.kill(keeper.pid, signal.SIGKILL)
    keeper.wait()

    wait_until(lambda: not there(spare), what="the spare to leave", seconds=20)
    assert there(forked)
    assert list(folders.iterdir()) == []
    os.kill(forked, signal.SIGKILL)
    stop(keeper)
