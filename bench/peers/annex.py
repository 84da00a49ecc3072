"""Annex from the file to its cells, or to the whole assessment with so many draws.

annex.py PATH count COLUMN...       in a process apart, as on the command line
annex.py PATH here COLUMN...        in this process, twice: what the second time took, when nothing has to be started
annex.py PATH again COLUMN...       as a worker that runs, twice: a process apart waits, and the file was hashed as it
                                    came in; what the second time took in both processes
annex.py PATH 2000 COLUMN...        counted apart, then assessed twice: what the second assessment took
annex.py PATH 2000-scores COLUMN... the same with the scores, and decisions made of them
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from audits.fairness import Hashed, Limits, Spec, count_apart

# Until the process that waits has loaded what it needs: a worker is not asked again within the same second.
PAUSE = 1.5

name, what, *by = sys.argv[1:]
path, scored, limits = Path(name), what.endswith("-scores"), Limits(memory=1 << 30)
spec = Spec(
    outcome="y_true", prediction="score" if scored else "y_pred", by=tuple(by),
    score_threshold=0.5 if scored else None,
)  # fmt: skip


def processor(*whose: int) -> float:
    """Return the processor seconds of this process, or of those it started that have ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, whose))


def told(cpu: float, clock: float) -> None:
    """Print what the second time took."""
    print(json.dumps({"cpu": round(cpu, 3), "clock": round(clock, 3)}))


def second_time(work: Callable[[], object]) -> None:
    """Do some work twice and tell what the second time took."""
    work()
    began, by_the_clock = processor(RUSAGE_SELF), time.monotonic()
    work()
    told(processor(RUSAGE_SELF) - began, time.monotonic() - by_the_clock)


def in_a_worker() -> None:
    """Count twice as a worker does; tell what the second time took, without what the process apart had loaded."""
    apart, spares, hashed = map(
        import_module, ("audits.fairness.apart", "governance.apart.spares", "audits.fairness.hashed")
    )
    before = Hashed(hashed.digest(path), hashed.mark(path))
    spares.keep_ready(apart.ROOM.module)
    for _ in range(2):
        time.sleep(PAUSE)
        (waits,) = spares.waiting()
        loaded = int(Path(f"/proc/{waits}/schedstat").read_text().split()[0]) / 1e9
        began, by_the_clock = processor(RUSAGE_SELF, RUSAGE_CHILDREN), time.monotonic()
        count_apart(path, spec, limits=limits, before=before)
        clock = time.monotonic() - by_the_clock
    told(processor(RUSAGE_SELF, RUSAGE_CHILDREN) - began - loaded, clock)


if what == "again":
    in_a_worker()
elif what == "here":
    # Only what counting needs is loaded, here as apart.
    counting = import_module("audits.fairness.counting")
    second_time(lambda: counting.count(path, spec))
else:
    cells = count_apart(path, spec, limits=limits)
    print(cells.n)
    if what != "count":
        asked = Spec.from_json(spec.as_json() | {"draws": int(what.removesuffix("-scores"))})
        second_time(lambda: import_module("audits.fairness.measuring").measure(cells, asked))
