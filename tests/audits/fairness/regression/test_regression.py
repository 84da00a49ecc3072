"""Predicted numbers from file to result: what is read and kept, and what must hold whatever the data."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearsonr
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from audits.fairness import Cells, Misstated, Spec, Threshold, Unreadable, count, measure
from audits.fairness.verdicts import Verdict

HEADER = "g,t,p\n"


def spec(**changes: object) -> Spec:
    asked = {"prediction": "p", "target": "t", "by": ("g",), "draws": 400, "permutations": 99}
    return Spec(**asked | changes)


def counted(folder: Path, lines: str, header: str = HEADER, **changes: object) -> Cells:
    """Return the cells of a file of groups, targets and predictions."""
    path = folder / "numbers.csv"
    path.write_text(header + lines)
    return count(path, spec(**changes))


def found(folder: Path, lines: str, header: str = HEADER, **changes: object) -> dict:
    """Return the result of a file as JSON."""
    return json.loads(
        json.dumps(
            measure(counted(folder, lines, header, **changes), spec(**changes)).as_json(), allow_nan=False
        )
    )


def blurred(people: int, groups: dict[str, tuple[float, float]], seed: int = 1) -> str:
    """Return lines of targets around 100; each group's predictions are off by a shift and a blur."""
    rng = np.random.default_rng(seed)
    lines = []
    for group, (shift, blur) in groups.items():
        t = 100 + 20 * rng.standard_normal(people)
        p = t + shift + blur * rng.standard_normal(people)
        lines += [f"{group},{a:.6f},{b:.6f}\n" for a, b in zip(t, p, strict=True)]
    return "".join(lines)


def test_rows_without_both_numbers_are_counted_by_group(tmp_path):
    lines = blurred(50, {"a": (0, 1), "b": (0, 1)}) + "a,,5\na,5,NA\nb,x,5\nb,5,inf\nb,1e60,5\n"

    result = found(tmp_path, lines)

    numbers = result["regression"]["by_group"]
    assert (numbers["a"]["missing"], numbers["a"]["invalid"]) == (2, 0)
    assert (numbers["b"]["missing"], numbers["b"]["invalid"]) == (0, 3)
    assert numbers["a"]["n"] == numbers["b"]["n"] == 50
    assert any("in 't' or 'p'" in sentence for sentence in result["caveats"])


def test_a_file_without_a_single_pair_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="no row holds numbers in both 't' and 'p'"):
        counted(tmp_path, "a,,5\nb,3,x\n")


def test_every_null_has_a_reason_at_its_place(tmp_path):
    lines = blurred(40, {"a": (0, 1)}) + "none,,5\nsame,3,4\nsame,3,5\n"

    result = found(tmp_path, lines)

    nulls = {
        f"/regression/by_group/{group}/{name}"
        for group, values in result["regression"]["by_group"].items()
        for name, value in values.items()
        if value is None
    }
    assert nulls == {place for place in result["undefined"] if place.startswith("/regression/by_group/")}
    assert result["undefined"]["/regression/by_group/none/mae"].startswith("nobody in the group has both")
    assert result["undefined"]["/regression/by_group/same/r2"].startswith("the targets (or predictions)")


def test_a_ratio_of_means_is_given_only_where_it_means_something(tmp_path):
    positive = found(tmp_path, blurred(200, {"a": (0, 1), "b": (50, 1)}))
    around_zero = found(tmp_path, blurred(200, {"a": (-100, 1), "b": (0, 1)}))

    ratio = positive["regression"]["disparities"]["mean_predicted"]["ratio"]
    low, high = positive["regression"]["intervals"]["disparities"]["mean_predicted"]["ratio"]
    assert low < ratio < high < 0.8
    assert around_zero["regression"]["disparities"]["mean_predicted"]["ratio"] is None
    assert "/regression/disparities/mean_predicted/ratio" in around_zero["undefined"]
    assert "ratio" not in positive["regression"]["disparities"]["mean_error"]


def test_cells_with_sums_survive_json_and_give_the_same_result(tmp_path):
    cells = counted(tmp_path, blurred(50, {"a": (0, 1), "b": (3, 2)}))

    again = Cells.from_json(json.loads(json.dumps(cells.as_json())))

    assert again == cells
    assert measure(again, spec()).as_json() == measure(cells, spec()).as_json()


def test_large_numbers_with_small_differences_lose_nothing(tmp_path):
    rng = np.random.default_rng(2)
    t = 1e9 + rng.standard_normal(500)
    p = t + rng.standard_normal(500)

    numbers = found(tmp_path, "".join(f"a,{float(a)!r},{float(b)!r}\n" for a, b in zip(t, p, strict=True)))

    ours = numbers["regression"]["by_group"]["a"]
    assert ours["r2"] == pytest.approx(r2_score(t, p), abs=1e-9)
    assert ours["mean_error"] == pytest.approx((p - t).mean(), abs=1e-6)


def test_a_file_of_counts_gives_the_sums_of_its_rows(tmp_path):
    rows = "".join(f"{'ab'[i % 2]},{i % 13},{i % 17}\n" * (i % 4) for i in range(200))
    counts = "".join(f"{'ab'[i % 2]},{i % 13},{i % 17},{i % 4}\n" for i in range(200))

    by_rows = found(tmp_path, rows)["regression"]["by_group"]
    by_counts = found(tmp_path, counts, "g,t,p,n\n", count="n")["regression"]["by_group"]

    for group, values in by_rows.items():
        assert by_counts[group] == pytest.approx(values, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=40),
    st.randoms(),
)
def test_values_are_those_of_scikit_learn_in_any_order_of_rows(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    with TemporaryDirectory() as folder:
        one, other = (
            counted(Path(folder), "".join(f"a,{t},{p}\n" for t, p in some)) for some in (pairs, shuffled)
        )
    ours = measure(one, spec()).regression["by_group"]["a"]

    t, p = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    assert one.moments == other.moments
    assert ours["mae"] == pytest.approx(mean_absolute_error(t, p), abs=1e-9)
    assert ours["rmse"] == pytest.approx(root_mean_squared_error(t, p), abs=1e-6)
    if np.ptp(t):
        assert ours["r2"] == pytest.approx(r2_score(t, p), abs=1e-9)
    if np.ptp(t) and np.ptp(p):
        assert ours["pearson_r"] == pytest.approx(pearsonr(t, p).statistic, abs=1e-9)


@pytest.mark.parametrize(
    ("groups", "limit", "verdict"),
    [
        ({"a": (0, 5), "b": (10, 5)}, 2.0, Verdict.DISPARITY_SUPPORTED),
        ({"a": (0, 5), "b": (0, 5)}, 2.0, Verdict.WITHIN_TOLERANCE_DEMONSTRATED),
        ({"a": (0, 60), "b": (0, 60)}, 6.0, Verdict.INCONCLUSIVE_UNDERPOWERED),
    ],
)
def test_a_mean_error_is_read_with_the_same_eight_words(groups, limit, verdict, tmp_path):
    limits = (Threshold("mean_error", "difference", limit),)

    (reading,) = found(tmp_path, blurred(400, groups), thresholds=limits)["readings"]

    assert reading["verdict"] == verdict
    assert "Student" in reading["test"]


def test_the_group_furthest_from_no_error_is_the_worst(tmp_path):
    limits = (Threshold("mean_error", "difference", 2.0),)

    (reading,) = found(tmp_path, blurred(300, {"low": (-9, 2), "right": (0, 2)}), thresholds=limits)[
        "readings"
    ]

    assert (reading["worst_group"], reading["best_group"]) == ("low", "right")


def test_a_threshold_on_what_was_not_counted_is_refused(tmp_path):
    cells = counted(tmp_path, blurred(40, {"a": (0, 1), "b": (0, 1)}))
    without = Cells(cells.by, cells.cells)

    with pytest.raises(Misstated, match="nothing to measure it by"):
        measure(without, spec(thresholds=(Threshold("mae", "difference", 1.0),)))


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"scale": 0}, "moments.scale"),
        ({"centre": "x"}, "moments.centre"),
        ({"rows": 3}, "moments"),
        ({"rows": [{"group": ["a"], "n": 1, "sums": [1.0]}]}, "moments.rows[0].sums"),
        ({"rows": [{"group": ["a", "b"], "n": 1, "sums": [0.0] * 20}]}, "moments.rows[0].group"),
        ({"rows": [{"group": ["a"], "n": -1, "sums": [0.0] * 20}]}, "moments.rows[0].n"),
        ({"rows": [{"group": ["a"], "sums": [0.0] * 20}]}, "moments.rows[0]"),
        ({"rows": [{"group": ["z"], "n": 1, "sums": [0.0] * 20}]}, "moments.rows"),
    ],
)
def test_broken_sums_name_their_place(broken, field, tmp_path):
    plain = counted(tmp_path, blurred(20, {"a": (0, 1), "b": (0, 1)})).as_json()

    with pytest.raises(Misstated) as refusal:
        Cells.from_json({**plain, "moments": {**plain["moments"], **broken}})

    assert refusal.value.field == field
