"""Finished runs with all that pages can show: decisions with scores, scores alone, numbers; small groups in each."""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audits.fairness import Spec, count, measure
from audits.fairness.thresholds import DEFAULT_THRESHOLDS, Threshold

GROUPS = (("Avalonian", 420), ("Bretonian", 260), ("Cambrian and further", 60), ("Dyfed", 6))
QUICK = {"by": ("origin", "sex"), "draws": 200, "permutations": 199}
ON_ERRORS = (Threshold("mae", "difference", 2.0, "Ada Byron", "What a month of waiting costs."),)
SPECS = {
    "decisions": Spec(
        **QUICK, prediction="score", outcome="hired", score="score", score_threshold=0.5, sweep=(0.3, 0.5, 0.7),
        equalise="selection_rate",
        thresholds=tuple(
            Threshold(one.measure, one.kind, one.value, "Ada Byron", "Agreed with the works council.")
            for one in DEFAULT_THRESHOLDS
        ),
    ),
    "scores": Spec(**QUICK, prediction="score", outcome="hired", score="score", thresholds=()),
    "numbers": Spec(**QUICK, prediction="guess", target="days", thresholds=ON_ERRORS),
}  # fmt: skip
HIDDEN = "Dyfed"


@cache
def finished(kind: str) -> dict[str, Any]:
    """Return what a finished run of this kind stores: specification, counts and result."""
    spec = SPECS[kind]
    with TemporaryDirectory() as folder:
        path = Path(folder, "log.csv")
        path.write_text("\n".join(("origin,sex,hired,score,days,guess", *_lines())), encoding="utf-8")
        cells = count(path, spec)
    result = json.loads(json.dumps(measure(cells, spec).as_json()))
    return {"spec": spec.as_json(), "cells": cells.as_json(), "result": result}


def _lines() -> list[str]:
    """Return rows without any chance in them, in which the second group is scored lower."""
    origins = [name for name, people in GROUPS for _ in range(people)]
    rows = []
    for i, origin in enumerate(origins):
        hired = (i * 7919) % 10 < (5 if origin == "Avalonian" else 4)
        spread = (i * 104729) % 1000 / 1000
        score = 0.25 + 0.3 * hired + 0.4 * spread - (0.1 if origin == "Bretonian" else 0)
        days = 40 + 50 * spread
        outcome = "" if i % 41 == 0 else str(int(hired))
        rows.append(f"{origin},{'fm'[i % 2]},{outcome},{score:.3f},{days:.1f},{days + 9 * score - 4:.1f}")
    return rows
