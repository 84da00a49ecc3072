"""Counts that somebody else made: whatever is wrong with them is refused by the name of its field."""

import copy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest

from audits.fairness import Cells, Misstated, Spec, count


@cache
def told() -> dict[str, Any]:
    """Return the counts of weighted people with scores, as they travel."""
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"g": rng.choice(["a", "b"], 300), "s": rng.beta(2, 3, 300).round(1)})
    rows["y"], rows["w"] = (rng.random(300) < rows["s"]).astype(int), rng.lognormal(0, 1, 300).round(3)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        rows.to_csv(path, index=False)
        spec = Spec(outcome="y", prediction="s", score="s", score_threshold=0.5, weight="w", by=("g",))
        return count(path, spec).as_json()


PROFILE = ("scores", "profiles", 0, "groups", 0)
NAMED = "scores.profiles[0].groups[0]"


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (("labels",), [], "labels"),
        (("labels", "outcome", "1"), "yes", "labels.outcome.1"),
        (("notes",), [1], "notes"),
        (("dataset",), "none", "dataset"),
        (("scores", "unscored"), 3, "scores.unscored"),
        (("scores", "apart"), 3, "scores.apart"),
        (("scores", "apart", 0, "by"), 1.5, "scores.apart[0].by"),
        (("scores", "apart", 0, "group"), None, "scores.apart[0].group"),
        (("scores", "profiles"), 3, "scores.profiles"),
        (("scores", "profiles", 0, "by"), [None], "scores.profiles"),
        ((*PROFILE, "group"), [["a"]], f"{NAMED}.group"),
        ((*PROFILE, "n"), -1, f"{NAMED}.n"),
        ((*PROFILE, "labelled"), 10**6, NAMED),
        ((*PROFILE, "quantiles"), [0.1], f"{NAMED}.quantiles"),
        ((*PROFILE, "auc"), 1.5, f"{NAMED}.auc"),
        ((*PROFILE, "brier_se"), -1, f"{NAMED}.brier_se"),
        ((*PROFILE, "widths"), [[1, 0.5, 0]], f"{NAMED}.widths"),
        ((*PROFILE, "widths", 0), [1], f"{NAMED}.widths"),
        ((*PROFILE, "masses", 0, 4), 0, f"{NAMED}.masses"),
        ((*PROFILE, "masses", 0, 2), 10**6, f"{NAMED}.masses"),
        ((*PROFILE, "widths", 0, 0), 0.5, f"{NAMED}.widths"),
    ],
)
def test_a_fault_is_refused_where_it_lies(place, value, field):
    broken = copy.deepcopy(told())
    inner = broken
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value

    with pytest.raises(Misstated) as fault:
        Cells.from_json(broken)

    assert fault.value.field == field


def test_a_profile_without_its_counts_is_none():
    broken = copy.deepcopy(told())
    del broken["scores"]["profiles"][0]["groups"][0]["labelled"]

    with pytest.raises(Misstated, match="no profile"):
        Cells.from_json(broken)


def test_what_nobody_changed_is_read_back():
    assert Cells.from_json(told()).as_json() == told()
