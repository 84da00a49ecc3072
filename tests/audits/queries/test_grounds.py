"""What a run's numbers rest on: what is missing and undefined, the thresholds as they stood, the provisions."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from audits.fairness.withholding import withheld
from audits.models import Run, ThresholdSetting
from audits.queries.chosen import chosen
from audits.queries.dossier_pack.thresholds import with_thresholds
from audits.queries.grounds import missing, served, thresholds, undefined
from tests.factories import LogFactory, PlanFactory, RunFactory, UserFactory, VersionFactory, spec
from tests.services.readable import HIDDEN, finished


def shown(kind):
    return withheld(finished(kind)["result"])


def test_missing_values_are_told_by_column_and_by_group_with_their_share():
    told = missing(shown("decisions"))

    assert told.columns == (
        ("group “origin”", 0, "0.00 %"), ("group “sex”", 0, "0.00 %"), ("outcome", 19, "2.55 %"),
        ("prediction", 0, "0.00 %"), ("score", 0, "0.00 %"),
    )  # fmt: skip
    assert ("Avalonian|f", 6, 0) in told.groups
    assert not any(HIDDEN in name for name, *_ in told.groups)


def test_of_numbers_alone_no_outcome_and_no_prediction_is_missing():
    told = missing(shown("numbers"))

    assert [name for name, *_ in told.columns] == ["group “origin”", "group “sex”", "score", "number"]
    assert told.groups == ()


def test_undefined_values_are_gathered_under_their_reason():
    result = shown("decisions") | {
        "undefined": {
            "/by_group/blue~1red|f/tpr": "no row with a prediction has a positive outcome",
            "/by_group/green|f/fnr": "no row with a prediction has a positive outcome",
            "/disparities/fdr/ratio": "the highest is zero",
            "/scores/by_group/green|f/auc": "only one outcome occurs",
        }
    }

    told = undefined(result)

    assert [(one.count, one.measures, one.groups) for one in told] == [
        (2, ("True-positive rate", "False-negative rate"), ("blue/red|f", "green|f")),
        (1, ("Area under the ROC curve",), ("green|f",)),
        (1, ("False-discovery rate",), ()),
    ]


def test_what_was_not_asked_is_not_missed():
    assert [one for one in undefined(shown("numbers")) if "outcome" in one.reason] == []


@pytest.mark.django_db
def test_thresholds_are_those_that_stood_when_the_run_was_asked_for(now):
    plan = PlanFactory(system=VersionFactory().system, spec=spec(), thresholds_reason="A later reason.")
    ada = UserFactory(name="Ada Byron")
    for days, reason in ((-2, "Agreed with the works council."), (2, "A later reason.")):
        ThresholdSetting.objects.create(
            plan=plan, thresholds=[], reason=reason, set_by=ada, set_at=now + timedelta(days=days)
        )
    stated = spec(
        thresholds=[{"measure": "tpr", "kind": "ratio", "value": 0.9, "set_by": "Ada", "reason": "Why."}]
    )
    RunFactory(log=LogFactory(plan=plan), spec=stated, queued_at=now)

    told = thresholds(with_thresholds(Run.objects.all()).get())

    assert (told.set_by, told.reason) == ("Ada Byron", "Agreed with the works council.")
    assert told.at == now - timedelta(days=2)
    assert [(one.measure, one.kind, one.value, one.set_by, one.reason) for one in told.rows] == [
        ("True-positive rate", "ratio", "0.9", "Ada", "Why.")
    ]


@pytest.mark.django_db
def test_a_run_without_history_names_who_set_the_plan_s_thresholds(now):
    plan = PlanFactory(system=VersionFactory().system, spec=spec(), thresholds_reason="A reason.")
    RunFactory(log=LogFactory(plan=plan), queued_at=now)

    told = thresholds(with_thresholds(Run.objects.all()).get())

    assert (told.set_by, told.reason, told.at) == (plan.thresholds_set_by.name, "A reason.", None)


def test_the_provisions_are_cited_and_linked():
    told = served("https://eur-lex.europa.eu/act")

    assert [one.provision.cite for one in told] == [
        "Art. 9(8)", "Art. 10(2)(f)", "Art. 10(2)(g)", "Art. 15", "Art. 26",
    ]  # fmt: skip
    assert told[1].provision.url == "https://eur-lex.europa.eu/act#art_10"


@pytest.mark.parametrize(
    ("kind", "measure", "line"),
    [("decisions", "selection_rate", True), ("numbers", "mae", True), ("scores", "mean_score", False)],
)
def test_every_kind_of_run_has_a_measure_to_show_with_its_thresholds_drawn(kind, measure, line):
    told = chosen(shown(kind), "", "")

    assert told.measure == measure
    assert ("threshold " in told.chart) is line
    assert all(one.n and one.value for one in told.lines if one.n != "few")
    assert {one.group for one in told.lines if one.n == "few"} >= {f"{HIDDEN}|f", f"{HIDDEN}|m"}


def test_scores_come_with_pictures_whose_numbers_stand_beside_them():
    grids = {grid.title: grid for grid in chosen(shown("decisions"), "", "").grids}

    for title in ("How scores are spread", "Calibration", "Other thresholds"):
        assert grids[title].picture.startswith("<svg")
        assert grids[title].rows
        assert HIDDEN not in grids[title].picture
    assert "unlawful in the United States" in grids["A threshold for each group, simulated"].note
    assert grids["Other thresholds"].columns[:3] == ("Threshold", "Everybody", "Avalonian|f (n = 210)")


def test_a_threshold_far_from_all_values_is_drawn_where_it_is():
    svg = ET.fromstring(chosen(shown("numbers"), "mae", "").chart)

    texts = [one for one in svg.iter() if one.tag.endswith("text")]
    (named,) = [one for one in texts if (one.text or "").startswith("threshold ")]
    lines = [one for one in svg.iter() if one.get("stroke-dasharray")]
    marks = {one.text: float(one.get("x")) for one in texts if (one.text or "").replace(".", "").isdigit()}
    at = min((float(one.get("x1")) for one in lines), key=lambda x: abs(x - float(named.get("x"))))
    assert marks["3"] < at < marks["4"]
