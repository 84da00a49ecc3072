"""The list of all runs: narrowed, paged, and never more than its reader may see."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import LogFactory, PlanFactory, RunFactory, VersionFactory
from tests.services.clock import NOW

LIST = reverse("audits:runs")
READING = {
    "by": ["group"], "measure": "selection_rate", "kind": "ratio", "verdict": "disparity_supported",
    "label": "Disparity supported", "value": 0.5, "interval": [0.4, 0.6], "threshold": 0.8,
}  # fmt: skip


@pytest.fixture
def plan(unit, lawyer):
    system = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening").system
    return PlanFactory(system=system, name="Errors by sex")


def done(plan, **changes: object):
    told = {
        "state": "done", "finished_at": NOW, "cells": {}, "gravest": "disparity_supported",
        "result": {"readings": [READING]},
    }  # fmt: skip
    return RunFactory(log=LogFactory(plan=plan), **told | changes)


def found(client, query: str = "") -> set[str]:
    return {run.reference for run in client.get(f"{LIST}?{query}").context["page"]}


def test_a_row_says_what_was_measured_when_by_whom_and_what_it_came_to(client, auditor, plan):
    run = done(plan)
    client.force_login(auditor)

    shown = client.get(LIST).content.decode()

    assert f'href="{run.get_absolute_url()}"' in shown
    assert f'href="{plan.get_absolute_url()}"' in shown
    assert "CV screening" in shown
    assert "Disparity supported" in shown
    assert "Selection rate by group" in shown
    assert "by Ada" in shown


def test_the_newest_comes_first(client, lawyer, plan):
    earlier, later = done(plan), done(plan)
    client.force_login(lawyer)

    assert [run.pk for run in client.get(LIST).context["page"]] == [later.pk, earlier.pk]


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("words=cv", {"found", "bare", "waiting"}),
        ("words=errors+sex", {"found", "bare", "waiting"}),
        ("words=weather", {"other"}),
        ("system=sys-9000", {"other"}),
        ("plan=PLAN-9000", {"other"}),
        ("verdict=disparity_supported", {"found"}),
        ("verdict=within_tolerance_demonstrated", {"other"}),
        ("verdict=none", {"bare"}),
        ("state=queued", {"waiting"}),
        ("since=2026-09-14&until=2026-09-14", {"found", "bare", "waiting"}),
        ("since=2026-09-15", {"other"}),
        ("until=2026-09-13", set()),
        ("state=nonsense&since=nonsense&verdict=nonsense", {"found", "bare", "waiting", "other"}),
    ],
)
def test_the_list_is_narrowed_by_its_address(client, lawyer, plan, query, which):
    system = VersionFactory(system__unit=plan.system.unit, system__owner=lawyer).system
    type(system).objects.filter(pk=system.pk).update(reference="SYS-9000")
    other = PlanFactory(system=system, name="Weather", reference="PLAN-9000")
    rows = {
        "found": done(plan),
        "bare": done(plan, gravest="", result={"readings": []}),
        "waiting": RunFactory(log=LogFactory(plan=plan)),
        "other": done(other, gravest="within_tolerance_demonstrated", queued_at=NOW + timedelta(days=1)),
    }
    client.force_login(lawyer)

    assert found(client, query) == {rows[name].reference for name in which}


def test_one_run_is_found_by_its_reference(client, lawyer, plan):
    run, _ = done(plan), done(plan)
    client.force_login(lawyer)

    assert found(client, f"words={run.reference.lower()}") == {run.reference}


def test_an_outsider_sees_none_of_them(client, outsider, plan):
    done(plan)
    client.force_login(outsider)

    assert found(client) == set()
    assert "Nothing has been measured yet" in client.get(LIST).content.decode()


def test_a_search_that_finds_nothing_leads_back_to_all(client, lawyer, plan):
    done(plan)
    client.force_login(lawyer)

    shown = client.get(f"{LIST}?words=weather").content.decode()

    assert "No run fits what you look for." in shown
    assert f'href="{LIST}">Show all runs' in shown


def test_htmx_gets_the_rows_alone(client, lawyer, plan):
    run = done(plan)
    client.force_login(lawyer)

    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert run.reference in part
    assert "<html" not in part


@pytest.mark.parametrize("who", ["lawyer", "engineer", "auditor"])
def test_the_list_is_in_the_menu(client, who, request):
    client.force_login(request.getfixturevalue(who))

    assert f'<a href="{LIST}"' in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(rows, client, lawyer, plan, django_assert_num_queries):
    for _ in range(rows):
        done(PlanFactory(system=plan.system))
    client.force_login(lawyer)
    client.get(LIST)

    with django_assert_num_queries(6):
        client.get(LIST)
