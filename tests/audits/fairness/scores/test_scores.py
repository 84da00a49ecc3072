"""Scores from file to result: what is read, what is refused, what is kept and what must hold whatever the data."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from audits.fairness import Cells, Misstated, Spec, Threshold, Unreadable, count, measure
from audits.fairness.scores import asking, calibration
from audits.fairness.scores.drawing import joined
from audits.fairness.verdicts import Verdict

HEADER = "g,y,s\n"


def counted(folder: Path, lines: str, header: str = HEADER, **changes: object) -> Cells:
    """Return the cells of a file of groups, outcomes and scores."""
    path = folder / "scores.csv"
    path.write_text(header + lines)
    return count(path, spec(**changes))


def spec(**changes: object) -> Spec:
    asked = {"prediction": "s", "score": "s", "outcome": "y", "by": ("g",), "draws": 200, "permutations": 99}
    return Spec(**asked | changes)


def found(folder: Path, lines: str, header: str = HEADER, **changes: object) -> dict:
    """Return the result of a file as JSON."""
    return measure(counted(folder, lines, header, **changes), spec(**changes)).as_json()


def even(n: int, groups: str = "ab") -> str:
    """Return lines of scores from 0 to 1 that came true as often as they said."""
    return "".join(f"{groups[i % len(groups)]},{int(i * 7919 % n < i)},{i / n}\n" for i in range(n))


def test_what_is_no_number_is_counted_by_group_and_in_no_mean(tmp_path):
    scores = found(tmp_path, even(100) + "a,1,inf\na,1,-inf\nb,0,n/a?\na,1,\nb,0,NaN\n")["scores"]

    assert (scores["missing"], scores["invalid"]) == (2, 3)
    assert scores["unscored_by_group"] == {
        "a": {"missing": 1, "invalid": 2},
        "b": {"missing": 1, "invalid": 1},
    }
    assert scores["overall"]["n"] == 100
    assert scores["overall"]["mean_score"] == pytest.approx(0.495)


def test_a_score_that_cannot_be_compared_with_the_threshold_is_no_prediction(tmp_path):
    result = found(tmp_path, even(100) + "a,1,inf\nb,0,broken\n", score_threshold=0.5)

    assert result["missing"]["prediction"] == 2
    assert any("hold no finite number ('broken', 'inf')" in sentence for sentence in result["caveats"])


def test_a_column_of_words_is_no_score(tmp_path):
    with pytest.raises(Unreadable, match="'s' holds no usable number") as refusal:
        counted(tmp_path, "a,1,high\nb,0,low\n")

    assert refusal.value.field == "score"


def test_scores_as_predictions_without_a_threshold_are_refused_with_what_to_do(tmp_path):
    with pytest.raises(Unreadable, match="Pass --threshold X") as refusal:
        counted(tmp_path, even(100), score=None)

    assert refusal.value.field == "prediction"


def test_decisions_and_scores_of_one_file_are_measured_together(tmp_path):
    result = found(tmp_path, even(200), score_threshold=0.5)

    assert result["by_group"]["a"]["selection_rate"] == 0.5
    assert result["scores"]["by_group"]["a"]["n"] == 100
    assert len(result["readings"]) == 8


def test_a_score_beside_a_column_of_decisions_is_measured_as_it_stands(tmp_path):
    lines = "".join(f"{'ab'[i % 2]},{i % 3 == 0:d},{i % 5 == 0:d},{i}\n" for i in range(100))

    result = found(tmp_path, lines, "g,y,p,s\n", prediction="p")

    assert result["overall"]["selection_rate"] == 0.2
    assert (result["scores"]["low"], result["scores"]["high"]) == (0, 99)
    assert result["scores"]["probabilities"] is False


def test_scores_without_a_decision_make_no_reading_of_decisions(tmp_path):
    result = found(tmp_path, even(100))

    assert result["readings"] == ()
    assert any(sentence.startswith("No decision was given") for sentence in result["caveats"])


def test_scores_beyond_probabilities_have_no_calibration_and_a_reason(tmp_path):
    lines = "".join(f"{'ab'[i % 2]},{i % 3 == 0:d},{300 + i}\n" for i in range(200))

    result = found(tmp_path, lines)

    assert result["scores"]["by_group"]["a"]["brier"] is None
    reason = "the scores reach from 300 to 499, so they are no probabilities"
    assert result["undefined"]["/scores/by_group/a/brier"] == reason
    assert result["scores"]["calibration"] is None
    assert result["scores"]["by_group"]["a"]["auc"] is not None


def test_every_null_of_the_scores_has_a_reason_at_its_place(tmp_path):
    lines = even(60) + "one,1,0.4\nnone,1,\nsame,1,0.2\nsame,1,0.3\n"

    result = json.loads(json.dumps(found(tmp_path, lines), allow_nan=False))

    scores = result["scores"]
    nulls = {
        f"/scores/by_group/{group}/{name}"
        for group, values in scores["by_group"].items()
        for name, value in values.items()
        if value is None
    }
    reasons = {place for place in result["undefined"] if place.startswith("/scores/by_group/")}
    assert nulls == reasons
    assert result["undefined"]["/scores/by_group/none/auc"] == "nobody in the group has a score"
    assert result["undefined"]["/scores/by_group/same/auc"].startswith("the outcomes of those with a score")


def test_one_group_alone_has_no_difference(tmp_path):
    result = found(tmp_path, even(60, "a"))

    assert result["scores"]["disparities"]["auc"] == {"difference": None, "n_groups_defined": 1}
    assert "/scores/disparities/auc/difference" in result["undefined"]


def test_what_is_kept_does_not_list_persons(tmp_path):
    rng = np.random.default_rng(1)
    lines = "".join(f"{'abc'[i % 3]},{i % 2},{float(rng.random())!r}\n" for i in range(3000))

    cells = counted(tmp_path, lines)

    kept = sum(len(row.n) for row in cells.scores.rows)
    assert cells.scores.distinct == 3000
    assert cells.n / kept >= 5
    assert not cells.scores.one_by_one


def test_few_scores_that_many_share_are_kept_as_they_are(tmp_path):
    lines = "".join(f"{'ab'[i % 2]},{i % 3 == 0:d},{i % 10 + 1}\n" for i in range(1000))

    cells = counted(tmp_path, lines)

    assert cells.scores.edges == tuple(range(1, 11))
    assert cells.scores.precision == 0


def test_named_thresholds_are_exact_however_coarse_the_bins(tmp_path):
    cells = counted(tmp_path, even(100), sweep=(0.137,), score_threshold=0.613)

    assert {0.137, 0.613} <= set(cells.scores.edges)


def test_an_outlier_does_not_coarsen_the_rest(tmp_path):
    lines = "".join(f"{'ab'[i % 2]},{i % 3 == 0:d},{1e12 if i == 0 else i}\n" for i in range(3000))

    cells = counted(tmp_path, lines)

    assert len(cells.scores.edges) > 50


def test_cells_with_scores_survive_json_and_give_the_same_result(tmp_path):
    cells = counted(tmp_path, even(300, "abc"), sweep=(0.2,))

    again = Cells.from_json(json.loads(json.dumps(cells.as_json())))

    assert again == cells
    assert measure(again, spec(sweep=(0.2,))).as_json() == measure(cells, spec(sweep=(0.2,))).as_json()


def test_a_division_that_was_not_profiled_comes_from_the_bins(tmp_path):
    rng = np.random.default_rng(2)
    lines = "".join(
        f"{'ab'[i % 2]},{'xy'[i % 3 == 0]},{'pq'[i % 5 == 0]},{int(rng.random() < s)},{s}\n"
        for i, s in enumerate(rng.random(4000).round(4))
    )
    path = tmp_path / "s.csv"
    path.write_text("g,h,k,y,s\n" + lines)
    asked = spec(by=("g", "h", "k"))
    cells = count(path, asked).along(("g", "h"))

    from_bins = measure(cells, spec(by=("g", "h"))).scores["by_group"]

    exact = measure(count(path, spec(by=("g", "h"))), spec(by=("g", "h"))).scores["by_group"]
    for group, values in exact.items():
        assert from_bins[group]["n"] == values["n"]
        assert from_bins[group]["auc"] == pytest.approx(values["auc"], abs=0.005)
        assert from_bins[group]["mean_score"] == pytest.approx(values["mean_score"], abs=0.005)


def test_more_scores_than_fit_are_counted_in_narrow_bins_within_the_stated_error(tmp_path, monkeypatch):
    rng = np.random.default_rng(3)
    s = rng.random(20_000)
    y = (rng.random(20_000) < s).astype(int)
    lines = "".join(f"{'ab'[i % 2]},{y[i]},{float(s[i])!r}\n" for i in range(20_000))
    exact = measure(counted(tmp_path, lines), spec()).scores
    monkeypatch.setattr(asking, "MOST_LINES", 5_000)
    monkeypatch.setattr(asking, "MOST_DISTINCT", 1_000)

    result = measure(counted(tmp_path, lines), spec())

    assert result.scores["counted_in_bins"]
    assert 0 < result.scores["largest_auc_error"] < 1e-4
    assert any("very many different scores" in sentence for sentence in result.caveats)
    for group, values in exact["by_group"].items():
        ours = result.scores["by_group"][group]
        assert abs(ours["auc"] - values["auc"]) <= result.scores["largest_auc_error"]
        assert ours["mean_score"] == pytest.approx(values["mean_score"], abs=1e-12)
        assert ours["ece"] == pytest.approx(values["ece"], abs=1e-12)
        assert ours["brier"] == pytest.approx(values["brier"], abs=1e-8)


def test_a_file_of_counts_gives_the_scores_of_its_rows(tmp_path):
    rows = "".join(f"{'ab'[i % 2]},{i % 3 == 0:d},{i % 7 / 10}\n" * (i % 4) for i in range(200))
    counts = "".join(f"{'ab'[i % 2]},{i % 3 == 0:d},{i % 7 / 10},{i % 4}\n" for i in range(200))

    by_rows = counted(tmp_path, rows)
    by_counts = counted(tmp_path, counts, "g,y,s,n\n", count="n")

    assert by_rows.scores == by_counts.scores


scores = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 20).map(lambda tick: tick / 20), st.integers(1, 5)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25, deadline=None)
@given(scores)
def test_values_are_those_of_scikit_learn_whatever_the_scores(rows):
    with TemporaryDirectory() as folder:
        lines = "".join(f"a,{y},{s},{n}\n" for y, s, n in rows)
        ours = measure(counted(Path(folder), lines, "g,y,s,n\n", count="n"), spec(count="n")).scores[
            "by_group"
        ]["a"]

    y, s, n = (np.array(column) for column in zip(*rows, strict=True))
    assert ours["brier"] == pytest.approx(brier_score_loss(y, s, sample_weight=n, pos_label=1), abs=1e-12)
    assert ours["log_loss"] == pytest.approx(log_loss(y, s, sample_weight=n, labels=[0, 1]), abs=1e-9)
    if 0 < y.sum() < len(y):
        assert ours["auc"] == pytest.approx(roc_auc_score(y, s, sample_weight=n), abs=1e-12)
        assert ours["average_precision"] == pytest.approx(
            average_precision_score(y, s, sample_weight=n), abs=1e-12
        )
    else:
        assert ours["auc"] is None


@settings(max_examples=25, deadline=None)
@given(scores, st.randoms())
def test_the_order_of_rows_is_irrelevant(rows, random):
    shuffled = random.sample(rows, len(rows))
    with TemporaryDirectory() as folder:
        one, other = (
            counted(Path(folder), "".join(f"a,{y},{s}\n" * n for y, s, n in some))
            for some in (rows, shuffled)
        )

    assert one.scores == other.scores


def test_joined_bins_hold_everyone_and_their_mean(tmp_path):
    cells = counted(tmp_path, even(5000))
    groups = [("a",), ("b",)]

    table, means, edges, _ = joined(cells.scores, groups, 20)

    assert table.sum() == 5000
    assert len(edges) == 20
    assert (table.sum(axis=(0, 1)) * means).sum() == pytest.approx(sum(i / 5000 for i in range(5000)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"score": "y"}, "score"),
        ({"by": ("s",)}, "by"),
        ({"target": "t"}, "target"),
        ({"score": None, "sweep": (0.5,)}, "sweep"),
        ({"sweep": ("x",)}, "sweep"),
        ({"sweep": tuple(range(101))}, "sweep"),
        ({"equalise": "precision"}, "equalise"),
        ({"score": None, "thresholds": (Threshold("auc", "difference", 0.1),)}, "thresholds"),
        ({"thresholds": (Threshold("mae", "difference", 0.1),)}, "thresholds"),
    ],
)
def test_a_misstatement_names_its_field(changes, field):
    with pytest.raises(Misstated) as refusal:
        spec(**changes)

    assert refusal.value.field == field


def test_a_ratio_of_areas_is_not_a_threshold():
    with pytest.raises(Misstated, match="by difference only"):
        Threshold("auc", "ratio", 0.8)


def test_a_score_alone_is_specification_enough():
    assert Spec.from_json({"score": "s", "by": ["g"]}).prediction == "s"
    assert not Spec.from_json({"score": "s", "by": ["g"]}).decides


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"edges": [0.5, 0.1], "means": [0, 0]}, "scores.edges"),
        ({"edges": []}, "scores.edges"),
        ({"rows": [{"group": ["a"], "outcome": 2, "bins": [0], "n": [1]}]}, "scores.rows[0].outcome"),
        ({"rows": [{"group": ["a"], "outcome": 1, "bins": [99], "n": [1]}]}, "scores.rows"),
        ({"rows": [{"group": ["a"], "outcome": 1, "bins": [0], "n": [-1]}]}, "scores.rows[0].n"),
        ({"rows": [{"group": ["a", "b"], "outcome": 1, "bins": [0], "n": [1]}]}, "scores.rows[0].group"),
        ({"rows": [{"group": ["zz"], "outcome": 1, "bins": [0], "n": [1]}]}, "scores.rows"),
        ({"rows": "x"}, "scores"),
        ({"low": None}, "scores.low"),
        ({"high": 1e300}, "scores.high"),
        ({"profiles": [1]}, "scores.profiles"),
        ({"profiles": [{"by": [], "groups": [{"group": [], "n": "many"}]}]}, "scores.profiles[0].groups[0]"),
        ({"apart": [{"by": []}]}, "scores.apart[0]"),
    ],
)
def test_broken_scores_name_their_place(broken, field, tmp_path):
    plain = counted(tmp_path, even(50)).as_json()

    with pytest.raises(Misstated) as refusal:
        Cells.from_json({**plain, "scores": {**plain["scores"], **broken}})

    assert refusal.value.field == field


def ranked(people: int, noise: dict[str, float]) -> str:
    """Return lines in which the score of each group is more or less blurred."""
    rng = np.random.default_rng(5)
    lines = []
    for group, blur in noise.items():
        y = rng.integers(0, 2, people)
        s = 1 / (1 + np.exp(-(2 * y - 1 + blur * rng.standard_normal(people))))
        lines += [f"{group},{a},{b:.5f}\n" for a, b in zip(y, s, strict=True)]
    return "".join(lines)


@pytest.mark.parametrize(
    ("people", "noise", "limit", "verdict"),
    [
        (800, {"a": 0.5, "b": 2.0}, 0.05, Verdict.DISPARITY_SUPPORTED),
        (40, {"a": 1.0, "b": 1.3}, 0.01, Verdict.DISPARITY_NOT_SIGNIFICANT),
        (3000, {"a": 1.0, "b": 1.0}, 0.1, Verdict.WITHIN_TOLERANCE_DEMONSTRATED),
        (3000, {"a": 1.0, "b": 1.2}, 0.2, Verdict.SIGNIFICANT_WITHIN_TOLERANCE),
        (60, {"a": 1.0, "b": 1.0}, 0.08, Verdict.INCONCLUSIVE_UNDERPOWERED),
        (20, {"a": 1.0, "b": 1.0}, 0.15, Verdict.NOT_ASSESSABLE),
    ],
)
def test_an_area_is_read_with_the_same_eight_words(people, noise, limit, verdict, tmp_path):
    limits = (Threshold("auc", "difference", limit, "Ada", "Policy 7"),)

    (reading,) = found(tmp_path, ranked(people, noise), thresholds=limits)["readings"]

    assert reading["verdict"] == verdict
    assert (reading["threshold_set_by"], reading["threshold_reason"]) == ("Ada", "Policy 7")
    assert "DeLong" in reading["test"]
    assert "AUC" in reading["sentence"]


def test_the_worse_ranked_group_is_named_as_the_worst(tmp_path):
    limits = (Threshold("auc", "difference", 0.05), Threshold("brier", "difference", 0.05))

    readings = found(tmp_path, ranked(800, {"sharp": 0.5, "blurred": 2.0}), thresholds=limits)["readings"]

    assert {(r["worst_group"], r["best_group"]) for r in readings} == {("blurred", "sharp")}


def test_the_simulation_brings_rates_together_and_carries_its_warning(tmp_path):
    rng = np.random.default_rng(6)
    lines = "".join(
        f"{g},{int(rng.random() < s)},{s:.4f}\n"
        for g, shift in (("a", 1), ("b", 2))
        for s in rng.random(2000) ** shift
    )

    swept = found(tmp_path, lines, score_threshold=0.5, equalise="selection_rate")["scores"]["sweep"]

    simulated = swept["simulation"]
    rates = [values["selection_rate"] for values in simulated["by_group"].values()]
    assert max(rates) - min(rates) < 0.02
    assert simulated["thresholds"]["a"] > simulated["thresholds"]["b"]
    assert "2000e-2(l)" in simulated["warning"]
    assert "direct discrimination" in simulated["warning"]
    assert found(tmp_path, lines, score_threshold=0.5)["scores"]["sweep"]["simulation"] is None


def test_a_threshold_nobody_named_goes_to_the_nearest_edge_and_says_so(tmp_path):
    from audits.fairness.scores.sweeping import sweep

    cells = counted(tmp_path, even(100))

    outside, between = sweep(cells.scores, [("a",), ("b",)], (7.0, 0.537))

    assert outside.exact
    assert outside.overall["selection_rate"] == 0
    assert not between.exact
    assert between.used in cells.scores.edges


@pytest.mark.parametrize("seed", range(5))
def test_scores_that_say_nothing_have_a_calibration_line_too(seed):
    rng = np.random.default_rng(seed)
    scores = np.unique(rng.beta(0.3, 0.3, 600))
    happened = (rng.random(len(scores)) < 0.3).astype(float)

    found = calibration.line(scores, 1 - happened, happened)

    design = sm.add_constant(np.log(scores / (1 - scores)))
    assert found[:2] == pytest.approx(sm.Logit(happened, design).fit(disp=0).params, abs=1e-7)


@pytest.mark.parametrize("numbers", [False, True])
def test_a_reading_s_interval_is_that_of_the_groups_it_compares(tmp_path, numbers):
    rng = np.random.default_rng(5)
    rows = pd.DataFrame({"g": np.repeat(["a", "b", "c", "few"], [400, 400, 400, 12])})
    rows["s"] = rng.random(len(rows)).round(3)
    rows["y"] = (rng.random(len(rows)) < rows["s"]).astype(int)
    rows["t"] = rows["s"] + rng.normal(0, np.where(rows["g"] == "few", 3, 0.1))
    rows.to_csv(tmp_path / "log.csv", index=False)
    measured, role = ("mean_error", {"target": "t"}) if numbers else ("auc", {"score": "s", "outcome": "y"})
    asked = Threshold(measured, "difference", 0.05)
    spec = Spec(prediction="s", by=("g",), thresholds=(asked,), draws=500, **role)

    found = measure(count(tmp_path / "log.csv", spec), spec).as_json()

    (told,) = found["readings"]
    everybody = found["regression" if numbers else "scores"]["intervals"]["disparities"][measured][
        "difference"
    ]
    assert list(told["groups_left_out"]) == ["few"]
    assert told["interval"][1] < told["value"] + 0.15
    assert everybody[1] > told["interval"][1] + 0.1
