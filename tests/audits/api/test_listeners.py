"""Who is told of a plan, the thresholds it once had, and what it follows them with."""

import pytest

from audits.models import Plan
from tests.callers import API, caller, faults, verbs
from tests.factories import LogFactory, PlanFactory, VersionFactory, spec

PLANS = f"{API}/fairness/plans"
BODY = {"name": "Errors by sex", "thresholds_reason": "Agreed.", "spec": spec()}


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


@pytest.fixture
def plan(system):
    return PlanFactory(system=system)


def test_people_who_see_the_system_are_named_and_others_are_not(engineer, auditor, outsider, plan):
    client, url = caller(engineer), f"{PLANS}/{plan.reference}/listeners"

    assert client.get(url).json() == {"people": []}
    named = client.put(url, {"people": [auditor.email.upper(), engineer.email]})
    refused = client.put(url, {"people": [engineer.email, outsider.email]})

    assert (named.status_code, named.json()) == (200, {"people": [engineer.email, auditor.email]})
    assert faults(refused, 422) == {"people.1": "no_person"}
    assert client.put(url, {"people": [auditor.email]}).json() == {"people": [auditor.email]}
    client.put(url, {"people": [auditor.email]})
    assert verbs(plan.reference) == ["plan.listeners_named"] * 2


def test_an_auditor_names_nobody(auditor, plan):
    client, url = caller(auditor), f"{PLANS}/{plan.reference}/listeners"

    assert faults(client.put(url, {"people": []}), 403)
    assert client.get(url).json() == {"people": []}


def test_thresholds_that_stood_before_are_kept_with_who_and_why(engineer, lawyer, system):
    made = caller(engineer).post(f"{API}/systems/{system.reference}/fairness/plans", BODY).json()
    client, url = caller(lawyer), f"{PLANS}/{made['reference']}"
    half = {"measure": "tpr", "kind": "ratio", "value": 0.5}
    client.patch(
        url, {"spec": spec(thresholds=[half]), "thresholds_reason": "Too strict."}, HTTP_IF_MATCH='"v1"'
    )
    client.patch(url, {"name": "Another name"}, HTTP_IF_MATCH='"v2"')

    newest, first = client.get(f"{url}/thresholds").json()["results"]

    assert (newest["set_by"], newest["reason"]) == (lawyer.email, "Too strict.")
    assert [one["value"] for one in newest["thresholds"]] == [0.5]
    assert (first["set_by"], len(first["thresholds"])) == (engineer.email, 8)


def test_a_special_column_needs_a_legal_basis_before_anything_is_measured(engineer, system):
    client = caller(engineer)
    body = BODY | {"special_columns": ["group"]}
    made = client.post(f"{API}/systems/{system.reference}/fairness/plans", body).json()
    plan = Plan.objects.get(reference=made["reference"])
    LogFactory(plan=plan)
    url = f"{PLANS}/{plan.reference}"
    assert made["special_columns"] == ["group"]

    assert faults(client.post(f"{url}/runs"), 409) == {None: "no_legal_basis"}
    client.patch(url, {"legal_basis": "Art. 9(2)(g) GDPR with Art. 4a."}, HTTP_IF_MATCH='"v1"')

    assert client.post(f"{url}/runs").status_code == 202


def test_a_special_column_must_be_one_that_is_read(engineer, system):
    body = BODY | {"special_columns": ["religion"]}

    answer = caller(engineer).post(f"{API}/systems/{system.reference}/fairness/plans", body)

    assert faults(answer, 422) == {"special_columns": "no_column"}
    assert not Plan.objects.exists()


def test_tolerance_and_days_are_stated_or_conventional(engineer, system):
    url, client = f"{API}/systems/{system.reference}/fairness/plans", caller(engineer)

    told = client.post(url, BODY | {"regression_tolerance": 0.02, "days_to_settle": 7}).json()
    usual = client.post(url, BODY | {"name": "Usual"}).json()
    changed = client.patch(f"{PLANS}/{told['reference']}", {"days_to_settle": 9}, HTTP_IF_MATCH='"v1"').json()

    assert (told["regression_tolerance"], told["days_to_settle"]) == (0.02, 7)
    assert (usual["regression_tolerance"], usual["days_to_settle"]) == (0.05, 30)
    assert (changed["regression_tolerance"], changed["days_to_settle"]) == (0.02, 9)
    assert faults(client.post(url, BODY | {"regression_tolerance": 2}), 422)


@pytest.mark.parametrize(
    ("body", "cron", "grace"),
    [
        ({"every": "week", "time": "06:30"}, "30 6 * * 1", 60),
        ({"every": "quarter", "time": "00:00", "grace_minutes": 0}, "0 0 1 1,4,7,10 *", 0),
        ({"cron": "5 4 * * *", "grace_minutes": 1440}, "5 4 * * *", 1440),
    ],
)
def test_a_calendar_is_a_cron_expression_or_a_rhythm(engineer, plan, body, cron, grace):
    shown = caller(engineer).put(f"{PLANS}/{plan.reference}/schedule", {"zone": "UTC", **body}).json()

    assert (shown["cron"], shown["grace_minutes"]) == (cron, grace)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"every": "week"}, {"time": "required"}),
        ({"time": "06:00"}, {"every": "required"}),
        ({"every": "week", "time": "06:00", "cron": "5 4 * * *"}, {"cron": "one_of"}),
        ({"every": "fortnight", "time": "06:00"}, {"every": "invalid_choice"}),
        ({"cron": "5 4 * * *", "grace_minutes": -1}, {"grace_minutes": "min_value"}),
    ],
)
def test_a_calendar_that_is_neither_or_both_is_refused(engineer, plan, body, told):
    answer = caller(engineer).put(f"{PLANS}/{plan.reference}/schedule", {"zone": "UTC", **body})

    assert faults(answer, 422) == told
