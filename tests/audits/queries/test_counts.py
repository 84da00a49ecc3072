"""What counts that were kept can still answer, once the rows are gone."""

import pytest

from audits.fairness import Spec
from audits.models import PredictionLog
from audits.queries.counts import RowsGone, kept_counts
from tests.factories import spec

CELL = {"group": ["a"], "outcome": 1, "prediction": 1, "n": 3}
STRATIFIED = {"by": ["group"], "stratum": "dept", "cells": [CELL | {"stratum": "A"}, CELL | {"stratum": "B"}]}
WEIGHTED = {"by": ["group"], "weight": "w", "cells": [CELL | {"weight": 4.5, "squared": 7.0}]}


def log(cells: dict, **counted_under: object) -> PredictionLog:
    return PredictionLog(file="", cells=cells, spec=spec(**counted_under))


def test_counts_within_strata_answer_a_plan_with_and_without_them():
    kept = log(STRATIFIED, stratum="dept")

    within = kept_counts(kept, Spec.from_json(spec(stratum="dept")))
    without = kept_counts(kept, Spec.from_json(spec()))

    assert within.stratum == "dept"
    assert without.unstratified().cells[0].n == 6


def test_counts_without_strata_do_not_answer_a_plan_that_has_them():
    with pytest.raises(RowsGone, match="without the strata of dept"):
        kept_counts(log({"by": ["group"], "cells": [CELL]}), Spec.from_json(spec(stratum="dept")))


def test_strata_cut_elsewhere_do_not_answer():
    kept = log(STRATIFIED, stratum="dept", edges={"dept": [1.0]})

    with pytest.raises(RowsGone, match="other bands of dept"):
        kept_counts(kept, Spec.from_json(spec(stratum="dept", edges={"dept": [2.0]})))


@pytest.mark.parametrize(("cells", "was", "asked"), [(WEIGHTED, "w", None), (WEIGHTED, "w", "v")])
def test_counts_weighted_otherwise_do_not_answer(cells, was, asked):
    with pytest.raises(RowsGone, match="another weight"):
        kept_counts(log(cells, weight=was), Spec.from_json(spec(weight=asked)))


def test_weighted_counts_answer_the_plan_they_were_made_for():
    assert kept_counts(log(WEIGHTED, weight="w"), Spec.from_json(spec(weight="w"))).cells[0].weight == 4.5
