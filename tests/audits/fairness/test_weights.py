"""Weighted people: rates as Fairlearn weighs them, and certainty that knows how few they are worth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from sklearn.metrics import accuracy_score, balanced_accuracy_score, f1_score, precision_score

from audits.fairness import Cell, Cells, Misstated, Spec, Unreadable, count, measure
from audits.fairness.disparities import spread
from audits.fairness.margins import margins
from audits.fairness.measures import value
from audits.fairness.resampling import _drawn, stream
from audits.fairness.weighing import KEPT_BELOW, MOST_KEPT
from tests.audits.fairness.samples import assess, counted, reading, selected

METRICS = {
    "selection_rate": selection_rate,
    "tpr": true_positive_rate,
    "fpr": false_positive_rate,
    "precision": precision_score,
    "accuracy": accuracy_score,
    "balanced_accuracy": balanced_accuracy_score,
    "f1": f1_score,
}
HEADER = "g,y,p,w\n"


def sample(people: int, spread_of_weights: float = 1.2) -> pd.DataFrame:
    """Return people of three groups with log-normal weights."""
    rng = np.random.default_rng(2)
    group = rng.choice(list("abc"), people, p=[0.5, 0.3, 0.2])
    return pd.DataFrame(
        {
            "g": group,
            "y": rng.integers(0, 2, people),
            "p": (rng.random(people) < np.where(group == "a", 0.5, 0.35)).astype(int),
            "w": np.exp(rng.normal(0, spread_of_weights, people)),
        }
    )


def written(folder: Path, people: pd.DataFrame) -> Path:
    path = folder / "people.csv"
    people.to_csv(path, index=False)
    return path


SPEC = Spec(outcome="y", prediction="p", by=("g",), weight="w", draws=100, permutations=99)


def test_weighted_rates_are_those_of_fairlearn_on_the_rows(tmp_path):
    path = written(tmp_path, sample(3000))
    rows = pd.read_csv(path)

    found = measure(count(path, SPEC), SPEC)

    frame = MetricFrame(
        metrics=METRICS,
        y_true=rows["y"],
        y_pred=rows["p"],
        sensitive_features=rows["g"],
        sample_params={name: {"sample_weight": rows["w"]} for name in METRICS},
    )
    for name in METRICS:
        assert found.overall[name] == pytest.approx(frame.overall[name], abs=1e-12, rel=0)
        for group in "abc":
            expected = frame.by_group[name][group]
            assert found.by_group[group][name] == pytest.approx(expected, abs=1e-12, rel=0)


def test_people_stay_whole_and_their_worth_stands_beside_them(tmp_path):
    people = sample(3000)

    found = measure(count(written(tmp_path, people), SPEC), SPEC)

    assert {name: values["count"] for name, values in found.by_group.items()} == people[
        "g"
    ].value_counts().to_dict()
    for group, rows in people.groupby("g"):
        told = found.weights["by_group"][group]
        assert told["n"] == len(rows)
        assert told["weight"] == pytest.approx(rows["w"].sum(), rel=1e-12)
        assert told["n_eff"] == pytest.approx(rows["w"].sum() ** 2 / (rows["w"] ** 2).sum(), rel=1e-12)


def test_without_weights_nothing_is_said_of_them():
    assert assess(selected(a=(50, 100), b=(30, 100))).weights is None


def test_equal_weights_change_no_number_but_the_name_of_the_column():
    plain = selected(a=(50, 100), b=(30, 100))
    doubled = Cells(
        ("group",), tuple(c._replace(weight=2.0 * c.n, squared=4.0 * c.n) for c in plain.cells), weight="w"
    )

    ours, theirs = assess(doubled, weight="w"), assess(plain)

    assert ours.by_group == theirs.by_group
    one, other = (f.tests["selection_rate"]["pairwise"][0] for f in (ours, theirs))
    for name in ("rate", "p_fisher", "z_pooled", "mde_ratio", "shortfall", "flip_ratio"):
        assert one[name] == pytest.approx(other[name], abs=1e-12)
    assert one["newcombe_95"] == pytest.approx(other["newcombe_95"], abs=1e-12)
    assert reading(ours, "selection_rate").verdict == reading(theirs, "selection_rate").verdict


def test_uneven_weights_widen_intervals_and_weaken_tests():
    cells = selected(a=(60, 120), b=(40, 120)).cells
    uneven = tuple(c._replace(weight=1.0 * c.n, squared=6.0 * c.n) for c in cells)

    plain = assess(Cells(("group",), cells))
    weighted = assess(Cells(("group",), uneven, weight="w"), weight="w")

    one, other = (f.tests["selection_rate"]["pairwise"][0] for f in (weighted, plain))
    assert one["rate"] == other["rate"]
    assert one["n_eff"] == pytest.approx(20)
    assert one["p_fisher"] > other["p_fisher"]
    assert one["wilson_95"][0] < other["wilson_95"][0] < other["wilson_95"][1] < one["wilson_95"][1]


def test_the_sentence_says_that_a_rate_is_weighted(tmp_path):
    found = measure(count(written(tmp_path, sample(3000)), SPEC), SPEC)

    assert "% weighted, " in reading(found, "selection_rate").sentence


@pytest.mark.parametrize("distinct", [True, False])
@pytest.mark.parametrize(("people", "tolerance"), [(2000, 0.08), (15_000, 0.08)])
def test_weighted_draws_spread_as_drawn_rows_do(tmp_path, people, tolerance, distinct):
    rows = sample(people)
    rows["w"] = rows["w"] if distinct else rows["w"].round().clip(upper=9)
    spec = Spec(prediction="p", by=("g",), weight="w")
    laid_out = margins(count(written(tmp_path, rows), spec))
    group, decided, weight = pd.factorize(rows["g"], sort=True)[0], rows["p"].to_numpy(), rows["w"].to_numpy()
    rng, by_rows = np.random.default_rng(5), []
    for _ in range(1500):
        drawn = rng.integers(0, people, people)
        total = np.bincount(group[drawn], weight[drawn], 3)
        by_rows.append(np.bincount(group[drawn], weight[drawn] * decided[drawn], 3) / total)

    by_cells = [value("selection_rate", tables) for tables in _drawn(laid_out, 1500, stream(1))]

    ours, theirs = (spread(rates)[1] for rates in (np.concatenate(by_cells), np.array(by_rows)))
    assert ours.std() == pytest.approx(theirs.std(), rel=tolerance)
    assert np.quantile(ours, [0.025, 0.975]) == pytest.approx(np.quantile(theirs, [0.025, 0.975]), abs=0.015)


def test_small_cells_keep_their_weights_and_large_ones_do_not(tmp_path):
    cells = count(written(tmp_path, sample(12_000)), SPEC)

    for cell in cells.cells:
        assert bool(cell.weights) == (cell.n < KEPT_BELOW)
        assert not cell.weights or sum(n for _, n in cell.weights) == cell.n
        assert not cell.weights or sum(w * n for w, n in cell.weights) == pytest.approx(
            cell.weight, rel=1e-12
        )
    assert {bool(cell.weights) for cell in cells.cells} == {True, False}


def test_no_more_weights_are_kept_than_there_is_room_for(tmp_path, monkeypatch):
    monkeypatch.setattr("audits.fairness.weighing.MOST_KEPT", 100)

    cells = count(written(tmp_path, sample(1000)), SPEC)

    assert sum(len(cell.weights) for cell in cells.cells) <= 100 < MOST_KEPT
    assert measure(cells, SPEC).weights["drawn_as_normal"] > 0


def test_weighted_cells_survive_json(tmp_path):
    cells = count(written(tmp_path, sample(500)), SPEC)

    assert Cells.from_json(json.loads(json.dumps(cells.as_json()))) == cells


def test_cells_in_parts_add_up_to_those_of_the_whole(tmp_path):
    rows = sample(900)
    halves = [count(written(tmp_path, part), SPEC) for part in (rows[:400], rows[400:])]

    added = Cells(("g",), tuple(c for half in halves for c in half.cells), weight="w")

    whole = count(written(tmp_path, rows), SPEC)
    for one, other in zip(added.cells, whole.cells, strict=True):
        assert one.weight == pytest.approx(other.weight, rel=1e-14)
        assert one._replace(weight=0, squared=0) == other._replace(weight=0, squared=0)


def test_the_order_of_rows_changes_no_digit_of_the_sums(tmp_path):
    rows = sample(20_000, spread_of_weights=4.0)

    one = count(written(tmp_path, rows), SPEC)
    other = count(written(tmp_path, rows.sample(frac=1, random_state=1)), SPEC)

    assert one.cells == other.cells


def test_weights_of_lines_that_stand_for_many_are_weights_of_each(tmp_path):
    cells = counted(tmp_path, "g,y,p,n,w\na,1,1,3,0.5\na,1,1,2,2\nb,0,0,4,1\n", count="n", weight="w")

    assert cells.cells[0] == Cell(("a",), 1, 1, 5, None, 5.5, 8.75, ((0.5, 3), (2.0, 2)))


@pytest.mark.parametrize("text", ["-1", "", "NA", "abc", "nan", "inf", "2000000000"])
def test_rows_without_a_usable_weight_are_counted_and_refused(tmp_path, text):
    with pytest.raises(Unreadable, match="1 rows of 'w' hold no weight") as refusal:
        counted(tmp_path, f"{HEADER}a,1,0,{text}\nb,1,0,4\n", weight="w")

    assert refusal.value.field == "weight"


def test_a_weight_of_zero_counts_a_person_and_weighs_nothing(tmp_path):
    cells = counted(tmp_path, HEADER + "a,1,0,0\na,1,1,2\nb,1,0,1\nc,1,0,0\n", weight="w")

    found = assess(cells, weight="w", prediction="p", outcome="y")

    assert (found.by_group["a"]["count"], found.by_group["a"]["selection_rate"]) == (2, 1.0)
    assert found.by_group["c"]["selection_rate"] is None
    assert (
        found.undefined["/by_group/c/selection_rate"]
        == "nobody with a weight above zero is in the denominator"
    )


def test_weights_a_million_million_times_apart_make_no_number_without_end():
    rng = np.random.default_rng(9)
    people = [
        Cell((g,), y, p, n, None, w * n, w * w * n, ((w, n),))
        for g in "abc" for y in (0, 1) for p in (0, 1)
        for n, w in [(int(rng.integers(10, 40)), 1e9 if rng.random() < 0.3 else 1e-9)]
    ]  # fmt: skip

    found = assess(Cells(("g",), tuple(people), weight="w"), outcome="y", weight="w")

    json.dumps(found.as_json(), allow_nan=False)


def test_counts_weighted_otherwise_than_asked_are_refused():
    with pytest.raises(Misstated, match="weighted by nothing, not by w"):
        assess(selected(a=(1, 2)), weight="w")


def test_more_kept_weights_than_can_be_drawn_are_refused():
    kept = tuple((float(w), 1) for w in range(MOST_KEPT + 1))
    n, total, squared = len(kept), sum(w for w, _ in kept), sum(w * w for w, _ in kept)

    with pytest.raises(Misstated, match="keep more than 20,000 weights"):
        Cells(("g",), (Cell(("a",), None, 1, n, None, total, squared, kept),), weight="w")


def test_a_missing_weight_column_is_named(tmp_path):
    with pytest.raises(Unreadable, match="no column 'w'") as refusal:
        counted(tmp_path, "g,y,p\na,1,0\n", weight="w")

    assert refusal.value.field == "weight"
