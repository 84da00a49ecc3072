"""The course of a plan for programs: values, verdicts, what became of them since the approved run, drift."""

from datetime import timedelta

import pytest
from scipy.stats import chi2_contingency

from audits.fairness import Cell, Cells, Spec, measure
from governance.vocabulary import JobState
from tests.callers import API, caller, faults, verbs
from tests.factories import LogFactory, PlanFactory, RunFactory, VersionFactory, spec

SELECTION = {"measure": "selection_rate", "kind": "ratio", "value": 0.8}


def cells(**selected: tuple[int, int]) -> Cells:
    """Counts of groups by how many were selected and how many were not."""
    counted = [
        Cell((name,), None, prediction, n)
        for name, pair in selected.items()
        for prediction, n in zip((1, 0), pair, strict=True)
    ]
    return Cells(("group",), tuple(counted), favourable=1)


@pytest.fixture
def plan(unit, lawyer):
    system = VersionFactory(system__unit=unit, system__owner=lawyer).system
    return PlanFactory(system=system, spec=spec(outcome=None, thresholds=[SELECTION]))


def done(plan, found: Cells, *, day: int):
    result = measure(found, Spec.from_json(plan.spec)).as_json()
    return RunFactory(
        log=LogFactory(plan=plan), state=JobState.DONE, result=result, cells=found.as_json(),
        finished_at=plan.created_at + timedelta(days=day),
    )  # fmt: skip


EQUAL = cells(blue=(500, 500), green=(500, 500))
UNEQUAL = cells(blue=(500, 500), green=(150, 350))


def test_the_trend_holds_each_reading_of_each_run_against_the_approved_one(auditor, lawyer, plan):
    first, second, third = (done(plan, one, day=day) for day, one in enumerate([EQUAL, UNEQUAL, EQUAL]))
    url = f"{API}/fairness/runs/{first.reference}/approvals"
    approval = caller(lawyer).post(url, {"reason": "As released."})
    assert (approval.status_code, approval.json()["approved_by"]) == (200, lawyer.email)

    shown = caller(auditor).get(f"{API}/fairness/plans/{plan.reference}/trend").json()

    assert (shown["baseline"], shown["runs"]) == (
        first.reference,
        [first.reference, second.reference, third.reference],
    )
    (series,) = shown["series"]
    assert (series["by"], series["measure"], series["kind"]) == (["group"], "selection_rate", "ratio")
    assert [point["value"] for point in series["points"]] == pytest.approx([1, 0.6, 1])
    assert [point["course"] for point in series["points"]] == [None, "worse", "as_before"]
    worse = series["points"][1]
    assert (worse["verdict"], worse["apart"], worse["graver"]) == ("disparity_supported", True, True)
    assert worse["worse_by"] == pytest.approx(0.4)
    assert worse["interval"] == list(second.result["readings"][0]["interval"])


def test_drift_is_that_of_the_newest_run_against_the_approved_one(lawyer, plan):
    first, second = done(plan, EQUAL, day=0), done(plan, UNEQUAL, day=1)
    client, url = caller(lawyer), f"{API}/fairness/plans/{plan.reference}/trend"
    assert client.get(url).json()["drift"] is None
    client.post(f"{API}/fairness/runs/{first.reference}/approvals", {"reason": "As released."})

    drift = client.get(url).json()["drift"]

    assert (drift["run"], drift["baseline"]) == (second.reference, first.reference)
    expected = chi2_contingency([[1000, 1000], [1000, 500]], correction=False)
    assert drift["groups"]["group"]["p"] == pytest.approx(expected.pvalue)
    assert drift["groups"]["group"]["parts"][1]["share_now"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("who", ["engineer", "auditor"])
def test_only_a_lawyer_approves(plan, who, request):
    run = done(plan, EQUAL, day=0)
    client = caller(request.getfixturevalue(who))

    assert faults(client.post(f"{API}/fairness/runs/{run.reference}/approvals", {"reason": "So."}), 403)
    assert verbs(run.reference) == []


def test_an_unfinished_run_is_not_approved_and_a_reason_is_asked_for(lawyer, plan):
    waiting, client = RunFactory(log=LogFactory(plan=plan)), caller(lawyer)
    url = f"{API}/fairness/runs/{waiting.reference}/approvals"

    assert faults(client.post(url, {}), 422) == {"reason": "required"}
    assert faults(client.post(url, {"reason": "So."}), 409) == {None: "not_done"}
    assert client.get(url).json()["results"] == []


def test_a_plan_without_runs_has_an_empty_trend_and_an_outsider_none(auditor, outsider, plan):
    url = f"{API}/fairness/plans/{plan.reference}/trend"

    shown = caller(auditor).get(url).json()

    assert (shown["baseline"], shown["runs"], shown["series"], shown["drift"]) == (None, [], [], None)
    assert faults(caller(outsider).get(url), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_trend_costs_the_same_whatever_the_number_of_runs(auditor, plan, rows, django_assert_num_queries):
    for day in range(rows):
        done(plan, EQUAL, day=day)
    client, url = caller(auditor), f"{API}/fairness/plans/{plan.reference}/trend"
    client.get(url)

    with django_assert_num_queries(6):
        assert len(client.get(url).json()["runs"]) == rows
