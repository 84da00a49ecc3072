"""Two results that cut one column otherwise are told of, for together they give small groups away."""

from typing import Any

import pytest
from django.urls import reverse

from audits import tasks
from audits.fairness import Spec
from audits.models import Plan, Run
from audits.queries.bands import OtherCut, cut_otherwise
from tests.factories import LogFactory, PlanFactory, RunFactory, VersionFactory, spec


def aged(*cuts: float) -> dict[str, Any]:
    return spec(by=["age", "sex"], edges={"age": list(cuts)} if cuts else {})


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


@pytest.fixture
def plan(system):
    return PlanFactory(system=system, reference="PLAN-0001", spec=aged(25, 65))


def others(plan):
    return cut_otherwise(plan, Spec.from_json(plan.spec))


def test_a_plan_of_the_system_with_other_bands_of_the_column_is_told_of(plan, system):
    PlanFactory(system=system, reference="PLAN-0002", spec=aged(26, 65))
    PlanFactory(system=system, reference="PLAN-0003", spec=aged())
    PlanFactory(
        system=system, reference="PLAN-0004", spec=spec(by=["sex"], stratum="age", edges={"age": [30]})
    )

    assert others(plan) == [
        OtherCut("PLAN-0002", "age", (26, 65)),
        OtherCut("PLAN-0003", "age", ()),
        OtherCut("PLAN-0004", "age", (30,)),
    ]


def test_the_same_bands_other_columns_and_other_systems_are_not(plan, system):
    PlanFactory(system=system, spec=aged(25.0, 65.0))
    PlanFactory(system=system, spec=spec(by=["income"], edges={"income": [1]}))
    PlanFactory(spec=aged(26, 65))

    assert others(plan) == []


def test_an_earlier_form_of_the_plan_that_was_measured_is_told_of_and_one_that_was_not_is_none(plan):
    Plan.objects.update(spec=spec())
    measured, waiting = (RunFactory(log=LogFactory(plan=Plan.objects.get())) for _ in range(2))
    tasks.execute_run(run_id=str(measured.pk))
    Run.objects.filter(pk=measured.pk).update(spec=aged(26, 65))
    Run.objects.filter(pk=waiting.pk).update(spec=aged(27, 65))

    assert others(plan) == [OtherCut("PLAN-0001", "age", (26, 65))]


def test_the_page_of_a_run_says_so(unit, lawyer, system, client):
    plan = PlanFactory(system=system, spec=spec())
    run = RunFactory(log=LogFactory(plan=plan))
    tasks.execute_run(run_id=str(run.pk))
    PlanFactory(system=system, reference="PLAN-0002", spec=spec(edges={"group": [1]}))
    client.force_login(lawyer)

    page = client.get(run.get_absolute_url()).content.decode()

    assert 'href="/plans/PLAN-0002/">PLAN-0002</a> cuts <code>group</code> at 1, otherwise than here' in page


def test_the_page_of_the_plan_says_so(plan, system, client, lawyer):
    PlanFactory(system=system, reference="PLAN-0002", spec=aged(26, 65))
    client.force_login(lawyer)

    page = client.get(reverse("audits:plan", args=[plan.reference])).content.decode()

    assert (
        'href="/plans/PLAN-0002/">PLAN-0002</a> cuts <code>age</code> at 26, 65, otherwise than here' in page
    )
    assert "learns by subtraction" in page
