"""Annex from the file to its cells (`count`), or to the whole assessment with so many draws."""

import sys
import time
from pathlib import Path

from audits import fairness
from audits.fairness import Limits, Spec, count_apart

path, draws, *by = sys.argv[1:]
limits = Limits(memory=1 << 30)
plain = Spec(outcome="y_true", prediction="y_pred", by=tuple(by))
cells = count_apart(Path(path), plain, limits=limits)
print(cells.n)
if draws != "count":
    fairness.measure(cells, Spec.from_json(plain.as_json() | {"draws": int(draws)}))
    # The second time everything is loaded; what the intervals cost is the difference between two of these.
    began = time.process_time()
    fairness.measure(cells, Spec.from_json(plain.as_json() | {"draws": int(draws)}))
    print(f"measured once more in {time.process_time() - began:.3f} s of processor time")
