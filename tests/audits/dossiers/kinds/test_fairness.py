"""The report on one run: verdicts first, each measure drawn and in a table, and whatever else the result holds."""

import json
from pathlib import Path

import pytest

from audits import fairness
from audits.dossiers import Pack, outline
from audits.dossiers.blocks import Chart, Section, Table
from tests.audits.dossiers.samples import bare, of_kind
from tests.audits.dossiers.test_outline import words


def written(told: dict[str, object]) -> dict[str, Section]:
    return {one.title: one for one in outline(Pack.from_json(told))}


@pytest.fixture(scope="module")
def report():
    return written(of_kind("fairness"))


def table(section: Section, caption: str) -> Table:
    return next(
        block
        for clause in section.clauses
        for block in clause.blocks
        if isinstance(block, Table) and block.caption == caption
    )


def row(found: Table, name: str) -> list[str]:
    cells = next(cells for cells in found.rows if cells[0].text[0].text == name)
    return [" ".join(run.text for run in one.text) for one in cells]


def test_the_verdicts_come_first_and_the_gravest_of_them_on_top(report):
    first = next(iter(report.values()))
    marks = [cells[-1].mark.word for cells in table(first, "Readings, the gravest first").rows]

    assert first.title == "Verdicts"
    assert marks == ["Disparity supported"] * 6 + ["Inconclusive underpowered"] * 2


def test_every_sentence_of_the_result_is_there_to_be_quoted(report):
    said = words(report["Verdicts"])

    for reading in of_kind("fairness")["fairness"][0]["result"]["readings"]:
        assert reading["sentence"] in said


def test_each_rate_stands_with_its_persons_and_its_interval(report):
    rates = table(report["Measure by measure"], "False-positive rate by race")

    assert row(rates, "African-American")[1:] == ["3\u202f696", "44.85\u202f%", "42.6\u202f% to 47.2\u202f%"]
    assert row(rates, "Caucasian")[2] == "23.45\u202f%"


def test_each_measure_has_a_picture_with_words(report):
    charts = [
        block
        for clause in report["Measure by measure"].clauses
        for block in clause.blocks
        if isinstance(block, Chart)
    ]

    assert len(charts) == len(report["Measure by measure"].clauses)
    assert "False-positive rate by group" in next(one for one in charts if one.measure == "fpr").svg


def test_a_group_too_small_to_show_has_neither_rate_nor_number():
    told = of_kind("fairness")
    told["fairness"][0]["result"]["suppressed"] = [{"group": "Asian", "n": 5, "display": True}]

    rates = table(written(told)["Measure by measure"], "Selection rate by race")

    assert row(rates, "Asian") == ["Asian", "few", "\u2013", "\u2013"]


def test_single_columns_of_a_division_are_measured_too():
    told = of_kind("fairness")
    result = told["fairness"][0]["result"]
    result["by"] = ["race", "sex"]
    result["by_column"] = {"sex": {key: result[key] for key in ("by_group", "intervals", "suppressed")}}

    titles = [clause.title for clause in written(told)["Measure by measure"].clauses]

    assert "Selection rate by race and sex" in titles
    assert "Selection rate by sex" in titles


def test_thresholds_name_who_why_and_how_much(report):
    said = words(report["Thresholds"])

    assert "Selection rate Ratio 0.80 Annex default" in said
    assert of_kind("fairness")["fairness"][0]["plan"]["thresholds_reason"] in said


def test_thresholds_that_nobody_set_are_gaps():
    told = of_kind("fairness")
    told["fairness"][0]["plan"] = {}

    assert [gap.what for gap in written(told)["Thresholds"].gaps] == [
        "Nobody is named who set the thresholds.",
        "No reason is recorded for the thresholds.",
    ]


def test_the_data_is_named_by_its_digest(report):
    digest = of_kind("fairness")["fairness"][0]["dataset_sha256"]

    assert digest in words(report["Method and data"]).replace("\u00a0", "").replace(" ", "")


def test_a_result_without_further_tables_has_no_section_for_them(report):
    assert "Further tables" not in report
    assert "Further tables" not in written(bare("fairness"))


def test_scores_predicted_numbers_strata_and_local_law_144_are_printed_where_the_result_has_them():
    told = of_kind("fairness")
    told["fairness"][0]["result"] |= {
        "scores": {
            "overall": {"n": 30, "auc": 0.71},
            "by_group": {"A": {"n": 10, "auc": 0.7}, "B": {"n": 20, "auc": None}},
            "intervals": {"by_group": {"A": {"auc": [0.6, 0.8]}}},
        },
        "regression": {"overall": {"n": 30, "mae": 2.5}, "by_group": {"A": {"n": 30, "mae": 2.5}}},
        "stratified": {
            "by": ["offence"],
            "measures": {
                "fpr": {
                    "A": {
                        "reference": "B",
                        "crude_difference": 0.2,
                        "mh_difference": -0.1,
                        "mh_difference_interval": [-0.2, -0.01],
                        "p_holm": 0.03,
                        "simpson": {"reversed": True},
                    }
                }
            },
        },
        "ll144": {
            "tables": [
                {
                    "by": ["race"],
                    "rows": [
                        {"category": "A", "applicants": 50, "selected": 20, "rate": 0.4, "impact_ratio": 0.8}
                    ],
                }
            ]
        },
    }

    said = words(written(told)["Further tables"])

    assert "A 10 0.700 0.600 to 0.800" in said
    assert "B 20 \u2013" in said
    assert "A 30 2.500" in said
    assert "A turned round within strata B 0.200 \u22120.100 \u22120.200 to \u22120.010 0.030" in said
    assert "A 50 20 40.00\u202f% 0.800" in said


def test_what_the_fairness_core_writes_of_scores_and_strata_is_printed(tmp_path: Path):
    people = [(group, place, i % 3 == 0, i / 40) for group in "AB" for place in "xy" for i in range(40)]
    lines = (f"{group},{place},{int(outcome)},{score}" for group, place, outcome, score in people)
    file = tmp_path / "scores.csv"
    file.write_text("group,place,outcome,score\n" + "\n".join(lines) + "\n", encoding="utf-8")
    spec = fairness.Spec.from_json(
        {
            "outcome": "outcome", "prediction": "score", "score": "score", "score_threshold": 0.5, "by": ["group"],
            "stratum": "place", "draws": 100, "permutations": 99,
        }
    )  # fmt: skip
    told = of_kind("fairness")
    result = fairness.measure(fairness.count(file, spec), spec).as_json()
    told["fairness"][0]["result"] = json.loads(json.dumps(result))

    report = written(told)
    further = report["Further tables"]
    charts = [one for clause in further.clauses for one in clause.blocks if isinstance(one, Chart)]

    assert {clause.title for clause in further.clauses} >= {
        "Scores by group",
        "How the scores of group are spread",
        "Calibration by group",
        "Selection rate by group, within place",
        "Selection and impact ratio by group",
    }
    auc = result["scores"]["by_group"]["A"]["auc"]
    assert f"{auc:.3f}" in words(further)
    assert [chart.svg.lstrip().startswith("<svg") for chart in charts] == [True, True]


def test_shapes_that_a_later_result_may_have_do_not_stop_the_report():
    told = of_kind("fairness")
    told["fairness"][0]["result"] |= {
        "scores": ["unexpected"],
        "regression": None,
        "stratified": {"measures": {"fpr": {"A": "unexpected"}}},
        "ll144": {"tables": [None, {"rows": [{}]}]},
    }

    assert written(told)["Verdicts"]


def test_without_a_run_everything_is_a_gap_and_nothing_stands_in_for_it():
    report = written(bare("fairness"))

    assert [gap.what for gap in report["Verdicts"].gaps] == [
        "The result holds no reading against a threshold."
    ]
    assert "The run reached no verdict." in words(report["Verdicts"])
