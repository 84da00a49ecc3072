"""Real data sets from file to result, against values of independent libraries and published tables."""

import csv
import json
import re
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from statsmodels.stats.multitest import multipletests

from audits.fairness import Cell, Cells, Spec, Threshold, count, measure
from tests.audits.fairness.samples import assess

pytestmark = pytest.mark.shared

CASES = (
    "acs_lgbm_race", "acs_lgbm_sex", "acs_lgbm_sex_race_age", "adult_rf_gender", "adult_rf_gender_race",
    "adult_rf_race", "compas_age", "compas_race", "compas_race_sex", "compas_sex",
)  # fmt: skip
EXACT, TESTS = 1e-12, 1e-9
PAIR_NAMES = {
    "z_pooled": "z_pooled", "p_fisher": "p_fisher", "impact_ratio_vs_ref": "ratio", "katz_95": "katz_95",
    "diff": "diff", "newcombe_95": "newcombe_95", "wilson_95_rate": "wilson_95", "shortfall": "shortfall",
    "p_fisher_holm": "p_holm", "p_fisher_fdr_bh": "p_bh", "p_z": "p_z",
    "clopper_pearson_95_rate": "clopper_pearson_95", "n": "n", "selected": "counted", "n_ref": "n_ref",
    "selected_ref": "counted_ref",
}  # fmt: skip


def golden(shared: Path, name: str):
    return json.loads((shared / "fairness" / "golden" / f"{name}.json").read_text())


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "fairness" / "data" / name).open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


@cache
def run_case(shared: Path, name: str, **changes: str) -> SimpleNamespace:
    """Return what `manage.py measure` prints for one case of counts."""
    case = golden(shared, name)
    threshold = re.fullmatch(r"decile>=(\d+)", case["y_pred"])
    options = ["--outcome", "y_true", "--count", "n", "--reference", case["reference"], "--draws", "100"]
    options += ["--prediction", "decile_score" if threshold else case["y_pred"]]
    options += ["--threshold", threshold[1]] if threshold else []
    options += [word for column in case["sensitive"] for word in ("--by", column)]
    options += [word for option, value in changes.items() for word in (f"--{option}", value)]
    return printed(shared / "fairness" / case["file"], *options)


def printed(path: Path, *options: str) -> SimpleNamespace:
    """Return what `manage.py measure` prints."""
    output = StringIO()
    call_command("measure", str(path), *options, stdout=output)
    return SimpleNamespace(**json.loads(output.getvalue()))


def flat(values: object, place: str = "") -> dict[str, object]:
    """Return every leaf of nested objects by its path."""
    if not isinstance(values, dict):
        return {place: values}
    return {
        path: leaf for key, value in values.items() for path, leaf in flat(value, f"{place}/{key}").items()
    }


@pytest.mark.parametrize("name", CASES)
def test_values_by_group_disparities_and_headlines_are_the_golden_ones(shared, name):
    case = golden(shared, name)

    found = vars(run_case(shared, name))

    for part in ("by_group", "disparities", "headline", "undefined_cells"):
        expected, ours = flat(case["expected_strict"][part]), flat(found[part])
        assert ours.keys() == expected.keys()
        undefined = {path for path, value in expected.items() if value is None}
        assert {path for path, value in ours.items() if value is None} == undefined
        for path in expected.keys() - undefined:
            assert ours[path] == pytest.approx(expected[path], abs=EXACT, rel=0), path


@pytest.mark.parametrize("name", CASES)
def test_overall_values_are_the_golden_ones(shared, name):
    case = golden(shared, name)

    found = run_case(shared, name).overall

    expected = case["expected"]["overall"]
    assert {key: found[key] for key in expected} == pytest.approx(expected, abs=EXACT, rel=0)


@pytest.mark.parametrize("name", CASES)
def test_every_null_has_a_reason(shared, name):
    found = run_case(shared, name)

    nulls = sum(value is None for value in flat(found.by_group).values())
    assert sum(pointer.startswith("/by_group/") for pointer in found.undefined) == nulls


@pytest.mark.parametrize("name", CASES)
def test_each_group_against_the_reference_is_the_golden_comparison(shared, name):
    case = golden(shared, name)

    pairs = {pair["group"]: pair for pair in run_case(shared, name).tests["selection_rate"]["pairwise"]}

    expected = case["expected"]["selection_tests_vs_reference"]
    assert pairs.keys() == expected.keys()
    for group, values in expected.items():
        for theirs, ours in PAIR_NAMES.items():
            if values.get(theirs) is not None:
                assert pairs[group][ours] == pytest.approx(values[theirs], abs=TESTS, rel=0), (group, ours)


@pytest.mark.parametrize("name", CASES)
def test_the_chi_square_over_all_groups_is_the_golden_one(shared, name):
    expected = golden(shared, name)["expected"]["selection_omnibus_chi2"]

    found = run_case(shared, name).tests["selection_rate"]["chi_square"]

    assert (found["degrees"], found["groups"]) == (expected["dof"], expected["dof"] + 1)
    assert found["statistic"] == pytest.approx(expected["chi2"], abs=TESTS, rel=1e-13)
    assert found["p"] == pytest.approx(expected["p"], abs=TESTS, rel=0)
    assert found["lowest_expected"] == pytest.approx(expected["min_expected"], abs=TESTS, rel=0)


def test_the_command_adjusts_p_values_as_statsmodels_does(shared):
    pairs = run_case(shared, "acs_lgbm_race").tests["selection_rate"]["pairwise"]

    p_values = [pair["p_fisher"] for pair in pairs]
    for method, ours in (("holm", "p_holm"), ("fdr_bh", "p_bh")):
        expected = multipletests(p_values, method=method)[1]
        assert [pair[ours] for pair in pairs] == pytest.approx(list(expected), abs=TESTS, rel=0)


def test_the_command_tells_the_golden_minimum_detectable_ratios(shared, tmp_path):
    for case in golden(shared, "power")["expected"]:
        n, n_ref = case["n"], case["n_ref"]
        selected, selected_ref = round(n * case["rate_ref"]), round(n_ref * case["rate_ref"])
        path = tmp_path / "counts.csv"
        counts = (("few", 1, selected), ("few", 0, n - selected))
        counts += (("ref", 1, selected_ref), ("ref", 0, n_ref - selected_ref))
        path.write_text("g,p,n\n" + "".join(f"{g},{p},{k}\n" for g, p, k in counts))

        found = printed(
            path, "--prediction", "p", "--by", "g", "--count", "n", "--reference", "ref", "--draws", "100"
        )

        (pair,) = found.tests["selection_rate"]["pairwise"]
        smallest = case["minimum_detectable_impact_ratio"]
        assert pair["mde_ratio"] == pytest.approx(smallest, abs=TESTS, rel=0)
        assert (pair["mde_ratio"] >= 0.8) == case["can_detect_four_fifths"]


def test_propublicas_published_table_is_reproduced_to_its_printed_digits(shared):
    published = golden(shared, "compas_published_tables")["cases"]

    found = run_case(shared, "compas_race")

    groups = {
        "all": found.overall,
        "black": found.by_group["African-American"],
        "white": found.by_group["Caucasian"],
    }
    for name, values in groups.items():
        printed = published[name]["published"]
        assert round(100 * values["fpr"], 2) == printed["fpr_pct"]
        assert round(100 * values["fnr"], 2) == printed["fnr_pct"]
        assert round(values["precision"], 2) == printed["ppv"]
        assert round(values["npv"], 2) == printed["npv"]


def test_favourable_means_not_high_risk_in_compas(shared):
    expected = golden(shared, "compas_favourable")["expected"]

    found = run_case(shared, "compas_race", favourable="0")

    impact = found.impact
    assert impact["rates"] == pytest.approx(expected["rates"], abs=EXACT, rel=0)
    assert impact["best_group"] == expected["best_group"]
    assert impact["impact_ratios"] == pytest.approx(expected["impact_ratio_vs_best"], abs=EXACT, rel=0)
    assert impact["ratio"] == pytest.approx(expected["demographic_parity_ratio_all_groups"], abs=EXACT, rel=0)
    assert impact["small_groups"] == expected["suppressed_groups"]
    without_small = expected["demographic_parity_ratio_after_suppression"]
    assert impact["ratio_without_small_groups"] == pytest.approx(without_small, abs=EXACT, rel=0)
    pair = next(p for p in found.tests["selection_rate"]["pairwise"] if p["group"] == "African-American")
    stated = expected["african_american_vs_caucasian"]
    assert pair["ratio"] == pytest.approx(stated["impact_ratio"], abs=EXACT, rel=0)
    assert pair["katz_95"] == pytest.approx(stated["katz_95"], abs=TESTS, rel=0)


def test_the_wrong_direction_gives_the_ratio_the_golden_file_warns_of(shared):
    found = run_case(shared, "compas_race")

    pair = next(p for p in found.tests["selection_rate"]["pairwise"] if p["group"] == "African-American")
    wrong = golden(shared, "compas_favourable")["expected"]["wrong_if_unfavourable_counted"]["value"]
    assert pair["ratio"] == pytest.approx(wrong, abs=EXACT, rel=0)
    assert not found.favourable["stated"]


def pairs_of(name: str, shared: Path) -> tuple[list[tuple[str, int, int]], str, int | None]:
    """Return (group, prediction, n) rows, the reference and the favourable prediction of one verdict case."""
    if name.startswith("ricci"):
        data = [r for r in rows(shared, "ricci_counts.csv") if r["Position"] == name.split("_")[1]]
        return [(r["Race"], int(r["passed"]), int(r["n"])) for r in data], "White", None
    if name.startswith("german"):
        column, focal = {"german_age": ("age_group", "<=25"), "german_sex": ("sex", "female")}[name]
        data = rows(shared, "german_counts.csv")
        return (
            [("focal" if r[column] == focal else "ref", int(r["good"]), int(r["n"])) for r in data],
            "ref",
            None,
        )
    if name.startswith("ll144"):
        data = [r for r in rows(shared, "ll144_selection_example.csv") if r["table"] == name.split("_")[1]]
        counts = [(r["group"], int(r["selected"]), int(r["applicants"])) for r in data]
        both = [row for g, k, n in counts for row in ((g, 1, k), (g, 0, n - k))]
        return both, {"ll144_sex": "Male", "ll144_race": "White"}[name], None
    file, group, prediction, reference, favourable = {
        "compas_race_favourable": ("compas_race_counts.csv", "race", "y_pred", "Caucasian", 0),
        "adult_rf_gender": ("adult_rf_counts.csv", "gender", "y_pred", "Male", None),
        "ucb_aggregate": ("ucb_admissions.csv", "gender", "admitted", "Male", None),
    }[name]
    return [(r[group], int(r[prediction]), int(r["n"])) for r in rows(shared, file)], reference, favourable


VERDICT_CASES = (
    "ricci_Captain", "ricci_Lieutenant", "german_age", "german_sex", "compas_race_favourable",
    "adult_rf_gender", "ll144_sex", "ll144_race", "ucb_aggregate",
)  # fmt: skip


@cache
def verdict_case(name: str, shared: Path) -> SimpleNamespace:
    """Return what the command prints for one verdict case, written as a file of counts."""
    data, reference, favourable = pairs_of(name, shared)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "counts.csv"
        with path.open("w", newline="", encoding="utf-8") as target:
            csv.writer(target).writerows([("group", "p", "n"), *data])
        options = ["--prediction", "p", "--by", "group", "--count", "n", "--reference", reference]
        options += [] if favourable is None else ["--favourable", str(favourable)]
        return printed(path, *options, "--draws", "100")


@pytest.mark.parametrize("name", VERDICT_CASES)
def test_each_pair_gets_the_golden_verdict(shared, name):
    expected = golden(shared, "verdicts")["expected"][name]

    pairs = {pair["group"]: pair for pair in verdict_case(name, shared).tests["selection_rate"]["pairwise"]}

    assert pairs.keys() == expected.keys()
    for group, values in expected.items():
        pair = pairs[group]
        for theirs, ours in (
            ("p", "p_fisher"),
            *((k, k) for k in ("ratio", "flip_ratio", "p_holm", "ratio_symmetric")),
        ):
            assert pair[ours] == pytest.approx(values[theirs], abs=TESTS, rel=0)
        # The golden file uses the closed form here, which differs from statsmodels in the sixth digit.
        assert pair["mde_ratio"] == pytest.approx(values["mde_ratio"], abs=1e-5, rel=0)
        for key in ("disadvantaged", "small_group", "verdict"):
            assert pair[key] == values[key]


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("ricci_Captain", "disparity_not_significant"),
        ("ricci_Lieutenant", "disparity_supported"),
        ("german_age", "disparity_borderline"),
        ("german_sex", "significant_within_tolerance"),
        ("ll144_sex", "within_tolerance_demonstrated"),
        ("ll144_race", "inconclusive_underpowered"),
        ("ucb_aggregate", "disparity_supported"),
    ],
)
def test_the_reading_over_all_groups_agrees_with_its_pairs(shared, name, verdict):
    found = verdict_case(name, shared)

    four_fifths = next(r for r in found.readings if (r["measure"], r["kind"]) == ("selection_rate", "ratio"))
    assert four_fifths["verdict"] == verdict


@pytest.mark.parametrize("table", ["sex", "race", "intersectional"])
def test_the_example_tables_of_new_york_local_law_144_are_reproduced(shared, table):
    expected = golden(shared, "ll144_selection")["expected"][table]
    cells = [
        cell
        for group, row in expected.items()
        for cell in (
            Cell((group,), None, 1, row["selected"]),
            Cell((group,), None, 0, row["applicants"] - row["selected"]),
        )
    ]

    impact = assess(Cells(("group",), tuple(cells))).impact

    assert impact["rates"] == pytest.approx({g: row["rate"] for g, row in expected.items()}, abs=EXACT, rel=0)
    ratios = {g: row["impact_ratio"] for g, row in expected.items()}
    assert impact["impact_ratios"] == pytest.approx(ratios, abs=EXACT, rel=0)


@pytest.mark.parametrize("name", ["german_labels", "adult_labels"])
def test_selection_against_a_reference_is_the_golden_one(shared, name):
    file, outcome = {
        "german_labels": ("german_counts.csv", "good"),
        "adult_labels": ("adult_label_counts.csv", "y"),
    }[name]
    columns = {"age": ("age_group", ">25", "<=25"), "sex": ("sex", "male", "female")}
    for attribute, values in golden(shared, name)["expected"].items():
        column, reference, focal = columns[attribute]
        groups = {r[column] for r in rows(shared, file)}
        by_name = {g.casefold(): g for g in groups}
        options = ("--prediction", outcome, "--by", column, "--count", "n", "--draws", "100")

        found = printed(shared / "fairness" / "data" / file, *options, "--reference", by_name[reference])

        pair = next(p for p in found.tests["selection_rate"]["pairwise"] if p["group"] == by_name[focal])
        names = {
            "ratio": "impact_ratio",
            "flip_ratio": "impact_ratio_after_one_person_flip",
            "counted": "selected",
        }
        names |= {
            k: k
            for k in ("n", "n_ref", "z_pooled", "p_fisher", "katz_95", "newcombe_95", "shortfall", "diff")
        }
        for ours, theirs in names.items():
            assert pair[ours] == pytest.approx(values[theirs], abs=TESTS, rel=0), (attribute, ours)


def test_one_threshold_for_all_gives_the_golden_sweep(shared):
    expected = golden(shared, "threshold_sweep")["expected"]
    for threshold, values in expected.items():
        options = ("--outcome", "y_true", "--prediction", "score", "--by", "sex", "--draws", "100")

        path = shared / "fairness" / "data" / "acs_scores_5k.csv"
        found = printed(path, *options, "--threshold", threshold)

        for group, rates in values["by_group"].items():
            assert {k: found.by_group[group][k] for k in rates} == pytest.approx(rates, abs=EXACT, rel=0)
        ratio, difference = values["demographic_parity_ratio"], values["equalized_odds_difference"]
        assert found.headline["demographic_parity_ratio"] == pytest.approx(ratio, abs=EXACT, rel=0)
        assert found.headline["equalized_odds_difference"] == pytest.approx(difference, abs=EXACT, rel=0)


def test_scoring_rates_of_local_law_144_follow_from_the_median(shared):
    case = golden(shared, "ll144_scoring_on_acs")
    # The rule counts scores strictly above the median: the same as a threshold at the next score above it.
    above = min(s for r in rows(shared, "acs_scores_5k.csv") if (s := float(r["score"])) > case["median"])
    spec = Spec(prediction="score", by=("race",), score_threshold=above, draws=100)

    impact = measure(count(shared / "fairness" / "data" / "acs_scores_5k.csv", spec), spec).impact

    expected = case["expected"]
    rates = {g: row["scoring_rate"] for g, row in expected.items()}
    assert impact["rates"] == pytest.approx(rates, abs=EXACT, rel=0)
    assert set(impact["below_two_per_cent"]) == {
        g for g, row in expected.items() if row["may_exclude_below_2pct"]
    }


def test_a_threshold_of_ones_own_replaces_the_defaults(shared):
    own = Threshold("fpr", "difference", 0.25, set_by="Ada", reason="Policy 7")

    spec = Spec(
        outcome="y_true", prediction="decile_score", by=("race",), count="n", score_threshold=5.0,
        thresholds=(own,), draws=100,
    )  # fmt: skip
    found = measure(count(shared / "fairness" / "data" / "compas_cells.csv", spec), spec)

    (only,) = found.readings
    assert (only.threshold_set_by, only.threshold_reason) == ("Ada", "Policy 7")
