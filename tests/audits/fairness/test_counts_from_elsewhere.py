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


WEIGHED: dict[str, Any] = {
    "group": ["a"],
    "outcome": 1,
    "prediction": 1,
    "n": 4,
    "weight": 8.0,
    "squared": 20.0,
}


def weighed(**changes: object) -> Cells:
    return Cells.from_json({"by": ["g"], "weight": "w", "cells": [WEIGHED | changes]})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"squared": 15.9}, "squared"),  # four people of two each have 16, and none less
        ({"squared": 64.1}, "squared"),  # one of eight among three of nothing has 64, and none more
        ({"squared": 0.0}, "squared"),
        ({"weight": 0.0}, "squared"),
        ({"weight": 1e300, "squared": 1e300}, "weight"),
        ({"n": 0}, "weight"),
        ({"weights": [[2.0, 4]]}, "weights"),  # these have 16, not 20
        ({"weights": [[1.0, 2], [3.0, 1], [2.0, 1]]}, "weights"),
    ],
)
def test_weights_that_no_people_could_have_are_refused_by_field(changes, field):
    with pytest.raises(Misstated) as fault:
        weighed(**changes)

    assert fault.value.field == f"cells[0].{field}"


@pytest.mark.parametrize(
    "changes",
    [
        {"squared": 16.0},
        {"squared": 64.0},
        {"squared": 20.0, "weights": [[1.0, 2], [3.0, 2]]},
        {"weight": 0.0, "squared": 0.0},
        {"weight": 4e-20, "squared": 0.0},  # squares below the smallest unit are summed as none
        {"weight": 4e9, "squared": 4e18},
    ],
)
def test_weights_at_the_bounds_of_what_people_can_have_are_taken(changes):
    assert weighed(**changes).cells[0].n == 4


def test_a_group_whose_name_is_too_long_to_print_is_refused():
    with pytest.raises(Misstated) as fault:
        weighed(group=["a" * 1001])

    assert fault.value.field == "cells[0].group"


def test_scores_of_other_people_than_those_counted_are_refused():
    for spoilt, field in (
        ("rows", "scores.rows"),
        ("unscored", "scores.rows"),
        ("profiles", "scores.profiles"),
    ):
        broken = copy.deepcopy(told())
        if spoilt == "rows":
            broken["scores"]["rows"][0]["n"][0] += 1
        elif spoilt == "unscored":
            broken["scores"]["unscored"] = [{"group": ["a"], "missing": 1, "invalid": 0}]
        else:
            broken["scores"]["profiles"][0]["groups"][0]["n"] += 1

        with pytest.raises(Misstated) as fault:
            Cells.from_json(broken)

        assert fault.value.field == field


def test_scores_with_more_positive_outcomes_than_the_cells_are_refused():
    broken = copy.deepcopy(told())
    mine = [row for row in broken["scores"]["rows"] if row["group"] == ["a"]]
    less, more = sorted(mine, key=lambda row: row["outcome"])
    less["n"][0] -= 1
    more["n"][0] += 1

    with pytest.raises(Misstated, match="some outcome"):
        Cells.from_json(broken)


def test_weights_of_scores_that_no_people_could_have_are_refused():
    broken = copy.deepcopy(told())
    broken["scores"]["rows"][0]["squared"][0] = 0.0

    with pytest.raises(Misstated, match="squared"):
        Cells.from_json(broken)


def test_predicted_numbers_of_other_people_than_those_counted_are_refused(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("g,p,t\n" + "a,1.5,2\nb,2.5,2\n" * 30)
    broken = count(path, Spec(prediction="p", target="t", by=("g",))).as_json()
    broken["moments"]["rows"][0]["n"] += 1

    with pytest.raises(Misstated) as fault:
        Cells.from_json(broken)

    assert fault.value.field == "moments.rows"
