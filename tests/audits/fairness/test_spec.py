"""A specification refuses what could not be carried out, and goes to JSON and back."""

import json

import pytest

from audits.fairness import Cell, Cells, Misstated, Spec, Threshold

TWICE = {"measure": "fpr", "kind": "ratio", "value": 0.8}


def test_a_specification_survives_json():
    stated = Spec(
        outcome="y", prediction="p", by=("g", "age"), count="n", positive=("yes",), favourable="no",
        score_threshold=0.5, edges={"age": (25.0, 65.0)}, missing=("",), reference="a|under 25",
        thresholds=(Threshold("fpr", "difference", 0.05, "Ada", "Policy 7"),), alpha=0.01, seed=9, draws=500,
    )  # fmt: skip

    assert Spec.from_json(json.loads(json.dumps(stated.as_json()))) == stated


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "prediction"),
        ({"prediction": "p"}, "by"),
        ({"prediction": "p", "by": []}, "by"),
        ({"prediction": "p", "by": "g"}, "by"),
        ({"prediction": "p", "by": ["g", "g"]}, "by"),
        ({"prediction": "p", "by": ["p"]}, "by"),
        ({"prediction": "", "by": ["g"]}, "prediction"),
        ({"prediction": "p", "by": ["g"], "outcome": 3}, "outcome"),
        ({"prediction": "p", "by": ["g"], "count": "p"}, "count"),
        ({"prediction": "p", "by": ["g"], "favourable": 1}, "favourable"),
        ({"prediction": "p", "by": ["g"], "colour": "red"}, "colour"),
        ({"prediction": "p", "by": ["g"], "alpha": 0}, "alpha"),
        ({"prediction": "p", "by": ["g"], "alpha": True}, "alpha"),
        ({"prediction": "p", "by": ["g"], "seed": -1}, "seed"),
        ({"prediction": "p", "by": ["g"], "draws": 10**9}, "draws"),
        ({"prediction": "p", "by": ["g"], "draws": 500.5}, "draws"),
        ({"prediction": "p", "by": ["g"], "score_threshold": "0.5"}, "score_threshold"),
        ({"prediction": "p", "by": ["g"], "score_threshold": float("nan")}, "score_threshold"),
        ({"prediction": "p", "by": ["g"], "edges": {"h": [1]}}, "edges"),
        ({"prediction": "p", "by": ["g"], "edges": {"g": list(range(101))}}, "edges"),
        ({"prediction": "p", "by": ["g"], "edges": {"g": [10**400]}}, "edges"),
        ({"prediction": "p", "by": ["g"], "score_threshold": 10**400}, "score_threshold"),
        ({"prediction": "p", "by": [f"g{n}" for n in range(11)]}, "by"),
        ({"prediction": "p", "by": ["g"], "thresholds": [{**TWICE, "reason": 7}]}, "thresholds"),
        ({"prediction": "p", "by": ["g"], "thresholds": [TWICE, {**TWICE, "value": 0.9}]}, "thresholds"),
        ({"prediction": "p", "by": ["g"], "edges": {"g": []}}, "edges"),
        ({"prediction": "p", "by": ["g"], "edges": {"g": [2, 1]}}, "edges"),
        ({"prediction": "p", "by": ["g"], "edges": [1]}, "edges"),
        ({"prediction": "p", "by": ["g"], "missing": [None]}, "missing"),
        ({"prediction": "p", "by": ["g"], "thresholds": ["tpr"]}, "thresholds"),
        ({"prediction": "p", "by": ["g"], "thresholds": [{"measure": "tpr"}]}, "thresholds"),
        (
            {"prediction": "p", "by": ["g"], "thresholds": [{"measure": "x", "kind": "ratio", "value": 1}]},
            "thresholds",
        ),
        (
            {"prediction": "p", "by": ["g"], "thresholds": [{"measure": "tpr", "kind": "x", "value": 1}]},
            "thresholds",
        ),
        (
            {"prediction": "p", "by": ["g"], "thresholds": [{"measure": "tpr", "kind": "ratio", "value": 0}]},
            "thresholds",
        ),
    ],
)
def test_a_misstatement_names_its_field(values, field):
    with pytest.raises(Misstated) as refusal:
        Spec.from_json(values)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "by"),
        ({"by": ["g"]}, "cells"),
        ({"by": ["g"], "cells": []}, "cells"),
        ({"by": ["g"], "cells": [{"n": 1}]}, "cells[0]"),
        ({"by": ["g"], "cells": [{"group": "a", "n": 1}]}, "cells[0].group"),
        ({"by": ["g"], "cells": [{"group": ["a", "b"], "n": 1}]}, "cells[0].group"),
        ({"by": ["g"], "cells": [{"group": ["a\0"], "n": 1}]}, "cells[0].group"),
        ({"by": ["g"], "cells": [{"group": ["a"], "n": 1.5}]}, "cells[0].n"),
        ({"by": ["g"], "cells": [{"group": ["a"], "n": -1}]}, "cells[0].n"),
        ({"by": ["g"], "cells": [{"group": ["a"], "n": True}]}, "cells[0].n"),
        ({"by": ["g"], "cells": [{"group": ["a"], "outcome": 2, "n": 1}]}, "cells[0].outcome"),
        ({"by": ["g"], "cells": [{"group": ["a"], "prediction": True, "n": 1}]}, "cells[0].prediction"),
        ({"by": ["g"], "cells": [{"group": ["a"], "n": 2**53}, {"group": ["b"], "n": 2}]}, "cells"),
        ({"by": ["g"], "cells": [{"group": ["a"], "n": 1}], "favourable": "yes"}, "favourable"),
        ({"by": ["g"], "cells": [{"group": [str(i)], "n": 1} for i in range(50_001)]}, "cells"),
    ],
)
def test_cells_that_could_not_have_been_counted_name_their_place(values, field):
    with pytest.raises(Misstated) as refusal:
        Cells.from_json(values)

    assert refusal.value.field == field


def test_bars_in_the_words_of_a_group_do_not_join_it_with_another():
    from audits.fairness.cells import group_name

    assert group_name(("a|b", "c")) != group_name(("a", "b|c"))
    assert group_name(("a|b",)) == "a|b"


def test_cells_of_nobody_are_no_cells():
    assert Cells(("g",), (Cell(("a",), 1, 1, 0),)).cells == ()
