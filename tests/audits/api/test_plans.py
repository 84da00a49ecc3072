"""Fairness plans and their calendars over REST."""

import pytest

from audits.models import Plan, Schedule
from tests.callers import API, caller, faults, verbs
from tests.factories import PlanFactory, ScheduleFactory, VersionFactory, spec

PLANS = f"{API}/fairness/plans"
BODY = {
    "name": "By group",
    "spec": spec(),
    "thresholds_reason": "Four fifths, agreed with the works council.",
}


@pytest.fixture
def system(unit, engineer):
    return VersionFactory(system__unit=unit, system__owner=engineer).system


@pytest.fixture
def plan(system):
    return PlanFactory(system=system, name="Standing")


def test_a_plan_is_made(engineer, system):
    response = caller(engineer).post(f"{API}/systems/{system.reference}/fairness/plans", BODY)

    assert (response.status_code, response.headers["ETag"]) == (201, '"v1"')
    plan = Plan.objects.get()
    assert (plan.thresholds_set_by, plan.spec["draws"], plan.spec["alpha"]) == (engineer, 200, 0.05)
    assert response.json()["spec"] == plan.spec
    assert verbs(plan.reference) == ["plan.created"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"spec": {"by": ["group"]}}, {"spec.prediction": "misstated"}),
        ({"spec": spec(draws=1)}, {"spec.draws": "misstated"}),
        ({"spec": spec(colour="red")}, {"spec.colour": "misstated"}),
        ({"spec": spec(**{"": 1})}, {"spec.": "misstated"}),
        ({"spec": "group"}, {"spec": "not_a_dict"}),
        ({"thresholds_reason": " "}, {"thresholds_reason": "blank"}),
        ({"keep_rows_until": "never"}, {"keep_rows_until": "invalid"}),
        ({"owner": "bob@example.org"}, {"owner": "unknown_field"}),
    ],
)
def test_what_does_not_fit_a_plan_is_named(engineer, system, changes, told):
    response = caller(engineer).post(f"{API}/systems/{system.reference}/fairness/plans", BODY | changes)

    assert faults(response, 422) == told
    assert not Plan.objects.exists()


def test_a_plan_name_is_given_once(engineer, plan):
    url = f"{API}/systems/{plan.system.reference}/fairness/plans"

    assert faults(caller(engineer).post(url, BODY | {"name": "Standing"}), 409) == {"name": "name_taken"}


def test_a_plan_is_changed_from_the_revision_it_was_read_at(engineer, lawyer, plan):
    client, url = caller(engineer), f"{PLANS}/{plan.reference}"

    assert faults(client.patch(url, {"name": "Other"}), 428)
    assert faults(client.patch(url, {"name": "Other"}, HTTP_IF_MATCH='"v3"'), 412)
    changed = client.patch(url, {"name": "Other", "owner": lawyer.email}, HTTP_IF_MATCH='"v1"')

    assert (changed.status_code, changed.json()["owner"], changed.headers["ETag"]) == (
        200,
        lawyer.email,
        '"v2"',
    )
    assert verbs(plan.reference) == ["plan.edited"]


def test_a_calendar_is_arranged_and_paused(engineer, plan):
    client, url = caller(engineer), f"{PLANS}/{plan.reference}/schedule"

    put = client.put(url, {"cron": "0 6 * * 1", "zone": "Europe/Brussels"})
    paused = client.post(f"{url}/pause")

    assert (put.status_code, put.json()["active"], put.json()["set_by"]) == (200, True, engineer.email)
    assert (paused.status_code, paused.json()["active"]) == (200, False)
    assert client.get(url).json() == paused.json()
    assert verbs(plan.reference) == ["schedule.arranged", "schedule.paused"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"cron": "0 6 * *", "zone": "UTC"}, {None: "calendar"}),
        ({"cron": "0 6 * * *", "zone": "Mars/Base"}, {None: "calendar"}),
        ({"cron": "0 6 30 2 *", "zone": "UTC"}, {"cron": "never_due"}),
        (
            {"cron": "0 6 * * *", "zone": "UTC", "starts_at": "9999-12-31T23:59:59Z"},
            {"starts_at": "max_value"},
        ),
        ({"zone": "UTC"}, {"cron": "one_of"}),
    ],
)
def test_a_calendar_that_means_nothing_is_refused(engineer, plan, body, told):
    assert faults(caller(engineer).put(f"{PLANS}/{plan.reference}/schedule", body), 422) == told
    assert not Schedule.objects.exists()


def test_a_pause_is_no_way_to_arrange(engineer, plan):
    body = {"cron": "0 6 * * *", "zone": "UTC"}

    assert faults(caller(engineer).put(f"{PLANS}/{plan.reference}/schedule/pause", body), 405)
    assert not Schedule.objects.exists()


def test_an_auditor_reads_and_changes_nothing(auditor, plan):
    ScheduleFactory(plan=plan)
    client, url = caller(auditor), f"{PLANS}/{plan.reference}"

    assert client.get(url).json()["name"] == "Standing"
    assert client.get(f"{url}/schedule").json()["active"] is True
    assert faults(client.post(f"{API}/systems/{plan.system.reference}/fairness/plans", BODY), 403)
    assert faults(client.patch(url, {"name": "x"}, HTTP_IF_MATCH="*"), 403)
    assert faults(client.put(f"{url}/schedule", {"cron": "0 6 * * *", "zone": "UTC"}), 403)
    assert faults(client.post(f"{url}/schedule/pause"), 403)
    assert (Plan.objects.get().name, Schedule.objects.get().active) == ("Standing", True)
    assert verbs(plan.reference) == []


def test_an_outsider_sees_no_plan(outsider, plan):
    ScheduleFactory(plan=plan)
    client, url = caller(outsider), f"{PLANS}/{plan.reference}"

    assert client.get(PLANS).json()["results"] == []
    assert faults(client.get(url), 404)
    assert faults(client.patch(url, {"name": "x"}, HTTP_IF_MATCH="*"), 404)
    assert faults(client.get(f"{url}/schedule"), 404)
    assert faults(client.post(f"{url}/schedule/pause"), 404)
    assert faults(client.post(f"{API}/systems/{plan.system.reference}/fairness/plans", BODY), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_queries(auditor, system, rows, django_assert_num_queries):
    PlanFactory.create_batch(rows, system=system)
    client = caller(auditor)
    client.get(PLANS)

    with django_assert_num_queries(4):
        assert client.get(f"{PLANS}?system={system.reference}").json()["count"] == rows
