"""What the report on a run prints of scores: other thresholds, calibration, Local Law 144, tests, drift."""

import json
from pathlib import Path

import pytest

from audits import fairness
from audits.dossiers.blocks import Notice, Section, Table
from tests.audits.dossiers.kinds.test_fairness import row, table, written
from tests.audits.dossiers.samples import of_kind
from tests.audits.dossiers.test_outline import words

# 40 people of A with scores from 0 to 0.975, 40 of B whose scores are half of that; too few to show of C and D.
PEOPLE = [
    *(("A", i % 4 == 0, i / 40) for i in range(40)),
    *(("B", i % 4 == 0, i / 80) for i in range(40)),
    *((group, i == 0, i / 8) for group in "CD" for i in range(8)),
]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    file: Path = tmp_path_factory.mktemp("scores") / "scores.csv"
    lines = (f"{group},{int(outcome)},{score}" for group, outcome, score in PEOPLE)
    file.write_text("group,outcome,score\n" + "\n".join(lines) + "\n", encoding="utf-8")
    spec = fairness.Spec.from_json(
        {
            "outcome": "outcome", "prediction": "score", "score": "score", "score_threshold": 0.5, "by": ["group"],
            "sweep": [0.25, 0.75], "equalise": "selection_rate", "draws": 100, "permutations": 99,
        }
    )  # fmt: skip
    told: dict[str, object] = json.loads(
        json.dumps(fairness.measure(fairness.count(file, spec), spec).as_json())
    )
    return told


@pytest.fixture(scope="module")
def report(result: dict[str, object]) -> dict[str, Section]:
    told = of_kind("fairness")
    told["fairness"][0]["result"] = result
    return written(told)


def test_other_thresholds_stand_group_by_group_with_persons_first(report):
    found = table(report["Other thresholds"], "Selection rate at each threshold, by group")

    assert [column.title for column in found.columns] == ["Group", "Persons", "0.25", "0.75"]
    assert row(found, "A") == ["A", "40", "75.00\u202f%", "25.00\u202f%"]
    assert row(found, "B") == ["B", "40", "50.00\u202f%", "0.00\u202f%"]
    assert row(found, "C") == ["C", "few", "\u2013", "\u2013"]


def test_the_warning_of_the_law_stands_before_any_threshold_for_a_group(report):
    clause = next(
        one for one in report["Other thresholds"].clauses if one.title.startswith("A threshold for each")
    )

    assert isinstance(clause.blocks[0], Notice)
    assert "may be direct discrimination" in words(report["Other thresholds"])
    assert all(isinstance(block, Table) for block in clause.blocks[-2:])


def test_a_run_that_tried_nothing_has_no_such_section():
    assert "Other thresholds" not in written(of_kind("fairness"))


def test_calibration_stands_point_by_point_beside_its_curve(report, result):
    found = table(report["Further tables"], "Calibration by group")
    first = result["scores"]["calibration"]["equal_width"]["by_group"]["A"][0]

    assert row(found, "A")[:3] == ["A", "0.00 to 0.10", "5"]
    assert row(found, "A")[4] == f"{100 * first['rate']:.2f}\u202f%"
    assert "C" not in [cells[0].text[0].text for cells in found.rows]


def test_scoring_rates_follow_local_law_144_and_name_the_median(report, result):
    section = report["Further tables"]
    found = table(section, "Scoring rate and impact ratio by group")
    above = [
        score > result["scores"]["scoring_rates"]["median"] for group, _, score in PEOPLE if group == "A"
    ]

    assert row(found, "A")[1:4] == ["40", str(sum(above)), f"{100 * sum(above) / 40:.2f}\u202f%"]
    assert row(found, "C")[1:3] == ["few", "\u2013"]
    assert "The median of all scores is" in words(section)


def test_every_test_of_the_family_is_told_with_its_adjusted_chance(report, result):
    section = report["Tests and comparisons"]
    asked = table(section, "Do the groups differ at all, by group")

    assert len(asked.rows) == sum(1 for test in result["tests"].values() if test["global"])
    assert "adjusted together (Holm)" in words(section)
    assert "a smaller one may exist and be missed" in words(section)


def test_pairs_stand_with_persons_interval_and_what_could_have_been_found(report, result):
    found = table(
        report["Tests and comparisons"], "Selection rate by group, each group against the reference"
    )
    pair = next(one for one in result["tests"]["selection_rate"]["pairwise"] if one["group"] == "B")

    told = row(found, "B")

    assert told[1] == "40"
    assert told[3] == f"{100 * pair['diff']:.2f}\u202f%".replace("-", "\u2212")
    assert told[6] == f"{100 * pair['mde_diff']:.2f}\u202f%"
    assert "C" not in [cells[0].text[0].text for cells in found.rows]


def test_a_run_beside_an_earlier_one_says_how_far_people_moved():
    told = of_kind("fairness")
    parts = [{"name": "A", "n_before": 50, "n_now": 80, "share_before": 0.5, "share_now": 0.8}]
    moved = {"psi": 0.4159, "band": "major", "chi2": 19.8, "p": 0.00001, "degrees": 1, "parts": parts}
    told["fairness"][0] |= {
        "since": "RUN-0007",
        "drift": {
            "groups": {"group": moved},
            "scores": None,
            "scores_by_group": {},
            "convention": "A habit.",
        },
    }

    section = written(told)["Drift since an earlier run"]

    assert "beside RUN-0007." in words(section)
    assert "0.416 Reading Major change" in words(section)
    assert "19.8 with 1 degree of freedom, p < 0.001" in words(section)
    assert row(table(section, "People by group"), "A") == ["A", "50", "80", "50.00\u202f%", "80.00\u202f%"]


def test_a_run_without_an_earlier_one_has_no_such_section():
    assert "Drift since an earlier run" not in written(of_kind("fairness"))
