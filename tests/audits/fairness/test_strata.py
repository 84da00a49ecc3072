"""Within strata: Berkeley's admissions to the published digits, and what happens where strata are thin."""

import csv
import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from statsmodels.stats.contingency_tables import StratifiedTable

from audits.fairness import Cell, Cells, Misstated, Spec, Unreadable, count, measure
from audits.fairness.mantel_haenszel import Pair, adjusted
from tests.audits.fairness.samples import assess, counted, reading

# Bickel, Hammel & O'Connell, Science 187 (1975) 398: admitted, out of, by department.
WOMEN = ((89, 108), (17, 25), (202, 593), (131, 375), (94, 393), (24, 341))
MEN = ((512, 825), (353, 560), (120, 325), (138, 417), (53, 191), (22, 373))


def stratified(**groups: tuple[tuple[int, int], ...]) -> Cells:
    """Return cells by `group` within departments A, B and so on, each group as (selected, out of) for each."""
    cells = [
        cell
        for group, departments in groups.items()
        for name, (k, n) in zip("ABCDEFGH", departments, strict=False)
        for cell in (Cell((group,), None, 1, k, name), Cell((group,), None, 0, n - k, name))
    ]
    return Cells(("group",), tuple(cells), stratum="dept")


BERKELEY = stratified(women=WOMEN, men=MEN)


def within(found, group: str, measure: str = "selection_rate"):
    return found.stratified["measures"][measure][group]


@pytest.mark.shared
def test_berkeley_gives_the_golden_values_from_the_file(shared):
    golden = json.loads((shared / "fairness" / "golden" / "ucb_simpson.json").read_text())["expected"]
    printed = StringIO()
    path = shared / "fairness" / "data" / "ucb_admissions.csv"
    options = ("--prediction", "admitted", "--by", "gender", "--count", "n", "--stratum", "dept")

    call_command("measure", str(path), *options, "--draws", "100", stdout=printed)

    found = json.loads(printed.getvalue())
    ours = found["stratified"]["measures"]["selection_rate"]["Female"]
    assert found["n"] == golden["n"]
    assert 1 / ours["mh_odds_ratio"] == pytest.approx(golden["mh_odds_ratio_male_vs_female"], abs=1e-9)
    low, high = ours["mh_odds_ratio_interval"]
    assert (1 / high, 1 / low) == pytest.approx(golden["mh_or_ci95"], abs=1e-9)
    names = {
        "chi2_corrected": "mh_chi2_corrected", "p_corrected": "mh_p_corrected", "chi2": "mh_chi2", "p": "mh_p",
        "mh_difference": "mh_risk_difference_female_minus_male",
        "mh_ratio": "mh_risk_ratio_female_over_male", "lower_in": "departments_where_women_lower",
    }  # fmt: skip
    for mine, theirs in names.items():
        assert ours[mine] == pytest.approx(golden[theirs], abs=1e-9), mine
    assert ours["breslow_day"]["chi2"] == pytest.approx(golden["breslow_day_chi2"], abs=1e-9)
    assert ours["breslow_day"]["p"] == pytest.approx(golden["breslow_day_p"], abs=1e-9)
    standard = golden["directly_standardised_rates"]
    for mine, theirs in (("rate", "female"), ("rate_ref", "male"), ("ratio", "ratio")):
        assert ours[f"standardised_{mine}"] == pytest.approx(standard[theirs], abs=1e-9)
    assert ours["simpson"]["reversed"] == golden["simpson_reversal"]
    departments = {row["stratum"]: row["groups"] for row in found["stratified"]["strata"]}
    for name, rates in golden["by_dept"].items():
        assert departments[name]["Female"]["rate"] == pytest.approx(rates["female_rate"], abs=1e-12)
        assert departments[name]["Male"]["rate"] == pytest.approx(rates["male_rate"], abs=1e-12)
    (pair,) = found["tests"]["selection_rate"]["pairwise"]
    crude = golden["aggregate"]
    assert (pair["rate"], pair["rate_ref"]) == (crude["female_rate"], crude["male_rate"])
    for mine, theirs in (("z_pooled", "z_pooled"), ("p_fisher", "p_fisher"), ("ratio", "impact_ratio")):
        assert pair[mine] == pytest.approx(crude[theirs], abs=1e-9)
    assert pair["katz_95"] == pytest.approx(crude["katz_95"], abs=1e-9)


@pytest.mark.shared
def test_conditional_demographic_disparity_is_the_golden_one(shared):
    golden = json.loads((shared / "fairness" / "golden" / "cdd_ucb.json").read_text())["expected"]

    found = assess(BERKELEY, stratum="dept").stratified["conditional_demographic_disparity"]

    assert found["women"]["dd"] == pytest.approx(golden["dd"], abs=1e-12)
    assert found["women"]["cdd"] == pytest.approx(golden["cdd_by_dept"], abs=1e-12)
    assert found["men"]["cdd"] == pytest.approx(-golden["cdd_by_dept"], abs=1e-12)


def test_the_reading_of_berkeley_says_that_the_direction_turns():
    found = assess(BERKELEY, stratum="dept", favourable="1")

    words = reading(found, "selection_rate")
    assert words.verdict == "disparity_supported"
    assert words.sentence.endswith(words.stratified)
    assert words.stratified == (
        "The direction turns once dept is held apart: within the values of dept the common difference of women "
        "from men is +1.8 percentage points (Mantel-Haenszel, 95 % interval -1.1 to +4.7; p = 0.232), all "
        "together it is -14.2 percentage points. The values of dept differ among themselves (Breslow-Day, "
        "p = 0.002)."
    )
    assert any("'dept' shows what that column goes with" in caveat for caveat in found.caveats)


def test_both_definitions_hold_for_berkeley():
    found = assess(BERKELEY, stratum="dept")

    assert within(found, "women")["simpson"] == {
        "flag": True, "reversed": True, "vanishes": True, "appears": False,
    }  # fmt: skip


def test_where_strata_tell_the_same_story_nothing_is_added():
    same = stratified(few=((20, 100), (30, 100)), many=((40, 100), (60, 100)))

    found = assess(same, stratum="dept", reference="many")

    assert not within(found, "few")["simpson"]["flag"]
    assert reading(found, "selection_rate").stratified is None


def test_a_direction_that_turns_from_higher_to_lower_is_flagged():
    masked = stratified(a=((50, 400), (80, 100)), b=((5, 100), (260, 400)))

    found = assess(masked, stratum="dept", reference="b")

    told = within(found, "a")
    assert told["crude_difference"] < 0 < told["mh_difference"]
    assert told["simpson"]["reversed"]


def test_strata_turn_up_what_the_sum_conceals():
    concealed = stratified(a=((60, 100), (120, 400)), b=((160, 400), (10, 100)))

    found = assess(concealed, stratum="dept", reference="b")

    told = within(found, "a")
    assert abs(told["crude_difference"]) < 0.03
    assert told["simpson"]["appears"]
    assert "comes to light" in reading(found, "selection_rate").stratified


def test_a_tiny_turn_within_chance_raises_no_flag():
    noise = stratified(a=((50, 100), (21, 40)), b=((52, 100), (20, 40)))

    assert within(assess(noise, stratum="dept", reference="b"), "a")["simpson"] == dict.fromkeys(
        ("flag", "reversed", "vanishes", "appears"), False
    )


def test_numbers_of_the_whole_are_those_without_the_stratum():
    with_strata, without = assess(BERKELEY, stratum="dept"), assess(BERKELEY.unstratified())

    assert with_strata.by_group == without.by_group
    assert with_strata.intervals == without.intervals
    assert without.stratified is None


def test_strata_without_one_of_the_groups_say_nothing_and_are_told():
    lonely = stratified(a=((20, 50), (0, 0), (5, 10)), b=((30, 60), (40, 80), (0, 0)))

    told = within(assess(lonely, stratum="dept"), "a")

    assert (told["strata"], told["strata_compared"]) == (3, 1)
    assert told["covered"] == pytest.approx(110 / 200)


def test_strata_with_few_people_are_named():
    thin = stratified(a=((20, 50), (1, 3)), b=((30, 60), (40, 80)))

    told = within(assess(thin, stratum="dept"), "a")

    assert told["strata_with_few"] == ["B"]
    assert told["breslow_day"]["sparse"]


def test_groups_that_never_meet_are_compared_nowhere():
    apart = stratified(a=((20, 50), (0, 0)), b=((0, 0), (40, 80)))

    found = assess(apart, stratum="dept")

    told = within(found, "a")
    assert told["why"] == "in no stratum are both groups present"
    assert told["p_holm"] is None
    assert reading(found, "selection_rate").stratified is None


def test_strata_in_which_everybody_or_nobody_is_selected_have_no_odds():
    found = assess(stratified(a=((10, 10), (0, 20)), b=((30, 30), (0, 40))), stratum="dept")

    told = within(found, "a")
    assert (told["mh_odds_ratio"], told["p_corrected"], told["breslow_day"]) == (None, None, None)
    assert (told["mh_ratio"], told["mh_difference"]) == (1.0, 0.0)
    disparity = found.stratified["conditional_demographic_disparity"]["a"]
    assert disparity["cdd"] is None
    assert disparity["covered"] == 0.0
    assert disparity["why"].startswith("in no stratum")
    assert disparity["dd"] is not None


def test_a_missing_stratum_is_a_stratum_of_its_own(tmp_path):
    rows = "a,1,1,x\na,1,0,x\nb,0,1,\nb,0,0,\na,0,0,\n"

    cells = counted(tmp_path, "g,y,p,d\n" + rows, stratum="d")

    assert [c.stratum for c in cells.cells if c.group == ("b",)] == [None, None]
    found = assess(cells, stratum="d", prediction="p", outcome="y")
    assert [row["stratum"] for row in found.stratified["strata"]] == ["x", "(missing)"]


def test_a_stratum_with_too_many_values_is_refused(tmp_path):
    rows = "".join(f"a,1,1,s{i}\n" for i in range(201))

    with pytest.raises(Unreadable, match="more than 200") as refusal:
        counted(tmp_path, "g,y,p,d\n" + rows, stratum="d")

    assert refusal.value.field == "stratum"


def test_a_number_is_cut_into_strata_by_edges(tmp_path):
    rows = "".join(f"{'ab'[i % 2]},1,1,{i}\n" for i in range(60))

    cells = counted(tmp_path, "g,y,p,d\n" + rows, stratum="d", edges={"d": (30.0,)})

    assert {cell.stratum for cell in cells.cells} == {"under 30", "30 and over"}


def test_stratified_cells_survive_json_and_lose_nobody_when_taken_together():
    again = Cells.from_json(json.loads(json.dumps(BERKELEY.as_json())))

    assert again == BERKELEY
    assert BERKELEY.unstratified().n == BERKELEY.n
    assert "stratum" not in BERKELEY.unstratified().as_json()["cells"][0]


def test_cells_without_the_stratum_that_is_asked_for_are_refused():
    with pytest.raises(Misstated, match="not divided by 'dept'"):
        assess(BERKELEY.unstratified(), stratum="dept")


def test_every_group_is_compared_and_p_values_are_adjusted_over_them():
    three = stratified(a=((20, 50), (30, 70)), b=((30, 60), (40, 80)), c=((10, 60), (15, 80)))

    found = assess(three, stratum="dept")

    told = found.stratified["measures"]["selection_rate"]
    assert found.reference["group"] == "b"
    assert set(told) == {"a", "c"}
    assert all(one["p_holm"] >= one["p_corrected"] for one in told.values())


def test_each_column_alone_has_its_own_strata():
    cells = Cells(
        ("sex", "age"),
        tuple(
            Cell((sex, age), None, p, 30 + 7 * (sex == "f") * p, dept)
            for sex in "fm" for age in ("old", "young") for p in (0, 1) for dept in "AB"
        ),
        stratum="dept",
    )  # fmt: skip

    found = assess(cells, stratum="dept")

    assert set(found.by_column["sex"]["stratified"]["measures"]["selection_rate"]) <= {"f", "m"}
    assert found.by_column["sex"]["stratified"]["strata"][0]["n"] == cells.n // 2


def test_error_rates_are_compared_within_strata_too():
    cells = Cells(
        ("group",),
        tuple(
            Cell((g,), y, p, n, d)
            for d in "AB"
            for g, ns in (("a", (40, 10, 20, 30)), ("b", (60, 20, 10, 50)))
            for (y, p), n in zip(((0, 0), (0, 1), (1, 0), (1, 1)), ns, strict=True)
        ),
        stratum="dept",
    )

    told = within(assess(cells, stratum="dept"), "a", "tpr")

    assert told["mh_difference"] == pytest.approx(30 / 50 - 50 / 60)


def test_the_common_odds_ratio_is_that_of_statsmodels():
    rng = np.random.default_rng(0)
    n, m = rng.integers(20, 90, 5), rng.integers(20, 90, 5)
    a, c = rng.binomial(n, 0.4), rng.binomial(m, 0.6)
    theirs = StratifiedTable(
        [np.array([[x, s - x], [y, t - y]]) for x, s, y, t in zip(a, n, c, m, strict=True)]
    )

    ours = adjusted(Pair(*(part.astype(float) for part in (a, n, c, m, n + m))))

    assert ours["mh_odds_ratio"] == pytest.approx(theirs.oddsratio_pooled, abs=1e-12)
    assert ours["mh_ratio"] == pytest.approx(theirs.riskratio_pooled, abs=1e-12)
    assert ours["mh_odds_ratio_interval"] == pytest.approx(theirs.oddsratio_pooled_confint(), abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ratio", "difference"])
def test_common_ratios_and_differences_hold_the_truth_in_95_of_100_cases(kind):
    rng, n, m = np.random.default_rng(4), np.array([20, 50, 80, 200]), np.array([60, 40, 100, 90])
    base, held = np.array([0.1, 0.3, 0.5, 0.2]), 0
    truth = 1.3 if kind == "ratio" else 0.1
    for _ in range(2000):
        a = rng.binomial(n, base * truth if kind == "ratio" else base + truth)
        c = rng.binomial(m, base)
        low, high = adjusted(Pair(*(part.astype(float) for part in (a, n, c, m, n + m))))[
            f"mh_{kind}_interval"
        ]
        held += low <= truth <= high

    assert 0.93 <= held / 2000 <= 0.97


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


@pytest.mark.shared
def test_the_counts_typed_here_are_those_of_the_file(shared):
    rows = read_rows(shared / "fairness" / "data" / "ucb_admissions.csv")

    for sex, typed in (("Female", WOMEN), ("Male", MEN)):
        for department, (admitted, n) in zip("ABCDEF", typed, strict=True):
            found = {
                r["admitted"]: int(r["n"]) for r in rows if (r["dept"], r["gender"]) == (department, sex)
            }
            assert (found["1"], found["0"] + found["1"]) == (admitted, n)


def test_a_group_that_a_stratum_lacks_is_compared_within_the_others_with_scores_beside_it(tmp_path):
    rows = [
        f"{g},{i % 2},{i % 10 / 10},{s}" for g, s in (("a", "x"), ("a", "y"), ("b", "x")) for i in range(40)
    ]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(("g,y,score,s", *rows)), encoding="utf-8")
    asked = Spec(
        prediction="score", outcome="y", score="score", score_threshold=0.5, by=("g",), stratum="s", draws=100,
        permutations=99,
    )  # fmt: skip

    found = measure(count(path, asked), asked)

    assert found.stratified["measures"]["selection_rate"]["b"]["strata_compared"] == 1
    assert found.scores["by_group"]["b"]["n"] == 40
