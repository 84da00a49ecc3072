"""Disparities for programs: the same acts under the same gates."""

import pytest

from tests.callers import API, caller, faults, verbs
from tests.factories import DisparityFactory, LogFactory, PlanFactory, RunFactory, VersionFactory

LIST = f"{API}/fairness/disparities"
ACCEPTANCE = {"reason": "Weighed by the committee.", "until": "2099-12-31"}


@pytest.fixture
def row(unit, lawyer):
    plan = PlanFactory(system=VersionFactory(system__unit=unit, system__owner=lawyer).system)
    return DisparityFactory(first_run=RunFactory(log=LogFactory(plan=plan)), grouping='["sex", "age"]')


def test_the_list_narrows_and_shows_the_columns_as_a_list(auditor, row):
    client = caller(auditor)

    def count(query: str) -> int:
        return client.get(f"{LIST}?{query}").json()["count"]

    (shown,) = client.get(LIST).json()["results"]
    assert (shown["reference"], shown["by"], shown["state"]) == (row.reference, ["sex", "age"], "open")
    assert (shown["latest_run"], shown["accepted_by"]) == (row.latest_run.reference, None)
    assert count(f"system={row.plan.system.reference}&state=open&plan={row.plan.reference}") == 1
    assert count("state=closed") == count("system=SYS-9999") == count("due_until=2020-01-01") == 0


@pytest.mark.parametrize("odd", ["2/12/2026", "2026-1-2", "20261202", "soon"])
def test_a_day_is_written_one_way(auditor, row, odd):
    assert faults(caller(auditor).get(f"{LIST}?due_until={odd}"), 422) == {"due_until": "invalid"}


def test_a_lawyer_s_program_accepts_within_three_years(lawyer, row):
    client, url = caller(lawyer), f"{LIST}/{row.reference}/accept"

    assert faults(client.post(url, ACCEPTANCE), 422) == {"until": "no_day"}
    assert faults(client.post(url, {"until": "2027-01-01"}), 422) == {"reason": "required"}
    shown = client.post(url, ACCEPTANCE | {"until": "2027-11-30"}).json()

    assert (shown["state"], shown["accepted_by"], shown["accepted_until"]) == (
        "accepted",
        lawyer.email,
        "2027-11-30",
    )
    assert faults(client.post(url, ACCEPTANCE | {"until": "2027-11-30"}), 409) == {None: "not_open"}
    assert verbs(row.reference) == ["disparity.accepted"]


def test_a_program_that_names_the_run_it_read_accepts_nothing_found_since(lawyer, row):
    client, url = caller(lawyer), f"{LIST}/{row.reference}/accept"
    read = row.latest_run.reference
    row.latest_run = RunFactory(log__plan=row.plan)
    row.save()
    terms = ACCEPTANCE | {"until": "2027-11-30"}

    assert faults(client.post(url, terms | {"run": read}), 409) == {"run": "found_since"}
    assert client.post(url, terms | {"run": row.latest_run.reference}).json()["state"] == "accepted"


def test_an_engineer_assigns_and_does_not_accept(engineer, outsider, row):
    client = caller(engineer)

    assert faults(client.post(f"{LIST}/{row.reference}/accept", ACCEPTANCE), 403)
    assert client.post(f"{LIST}/{row.reference}/assign", {"owner": engineer.email}).json()["owner"] == (
        engineer.email
    )
    answer = client.post(f"{LIST}/{row.reference}/assign", {"owner": outsider.email})
    assert faults(answer, 422) == {"owner": "no_person"}


def test_an_auditor_reads_and_an_outsider_finds_nothing(auditor, outsider, row):
    reads, stranger, one = caller(auditor), caller(outsider), f"{LIST}/{row.reference}"

    assert reads.get(one).json()["reference"] == row.reference
    assert faults(reads.post(f"{one}/accept", ACCEPTANCE), 403)
    assert faults(stranger.get(one), 404)
    assert stranger.get(LIST).json()["count"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_is_on_it(auditor, row, rows, django_assert_num_queries):
    for number in range(rows - 1):
        DisparityFactory(first_run=row.first_run, measure=f"measure-{number}")
    client = caller(auditor)
    client.get(LIST)

    with django_assert_num_queries(4):
        assert client.get(LIST).json()["count"] == rows
