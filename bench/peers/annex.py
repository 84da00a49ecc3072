"""Annex from the file to its cells, or to the whole assessment with so many draws.

annex.py PATH count COLUMN...       in a process apart, as workers do it
annex.py PATH here COLUMN...        in this process, twice: what the second time took, when nothing has to be started
annex.py PATH 2000 COLUMN...        counted apart, then assessed twice: what the second assessment took
annex.py PATH 2000-scores COLUMN... the same with the scores, and decisions made of them
"""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from audits.fairness import Limits, Spec, count_apart

path, what, *by = sys.argv[1:]
scored = what.endswith("-scores")
spec = Spec(
    outcome="y_true", prediction="score" if scored else "y_pred", by=tuple(by),
    score_threshold=0.5 if scored else None,
)  # fmt: skip


def second_time(work: Callable[[], object]) -> None:
    """Do some work twice and tell what the second time took."""
    work()
    began, by_the_clock = time.process_time(), time.monotonic()
    work()
    took = {"cpu": time.process_time() - began, "clock": time.monotonic() - by_the_clock}
    print(json.dumps({name: round(seconds, 3) for name, seconds in took.items()}))


if what == "here":
    # Only what counting needs is loaded, here as apart.
    counting = import_module("audits.fairness.counting")
    second_time(lambda: counting.count(Path(path), spec))
else:
    cells = count_apart(Path(path), spec, limits=Limits(memory=1 << 30))
    print(cells.n)
    if what != "count":
        asked = Spec.from_json(spec.as_json() | {"draws": int(what.removesuffix("-scores"))})
        second_time(lambda: import_module("audits.fairness.measuring").measure(cells, asked))
