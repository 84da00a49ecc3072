"""What is being worked on, in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.vocabulary import JobState
from tests.factories import DossierFactory, PlanFactory, RunFactory, VersionFactory, running
from tests.services.clock import NOW

PAGE = reverse("audits:work")


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening")


def run_of(version, **changes: object):
    return RunFactory(log__plan=PlanFactory(system=version.system), **changes)


def test_the_page_names_what_waits_runs_and_failed(client, auditor, version, now):
    waiting = run_of(version)
    at_it = running(DossierFactory(version=version))
    failed = run_of(version, state=JobState.FAILED, finished_at=NOW, error="No column of that name.")
    client.force_login(auditor)

    page = client.get(PAGE).content.decode()

    for job in (waiting, at_it, failed):
        assert job.get_absolute_url() in page
    assert "CV screening" in page
    assert "No column of that name." in page
    assert "<progress" in page


def test_what_a_worker_does_is_told_in_words(client, auditor, version, now):
    run = running(run_of(version))
    type(run).objects.filter(pk=run.pk).update(stage="count", done_parts=3, all_parts=8)
    client.force_login(auditor)

    page = client.get(PAGE).content.decode()

    assert "Counting rows" in page
    assert "count, " not in page


def test_what_is_done_or_failed_long_ago_is_left_out(client, auditor, version, now):
    run_of(version, state=JobState.FAILED, finished_at=NOW - timedelta(days=8))
    run_of(version, state=JobState.CANCELLED, finished_at=NOW)
    client.force_login(auditor)

    assert "Nothing is being worked on" in client.get(PAGE).content.decode()


def test_the_panel_asks_again_only_while_something_moves(client, lawyer, version, now):
    client.force_login(lawyer)
    still = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    run_of(version)
    moving = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()

    assert "every 5s" not in still
    assert "every 5s" in moving
    assert "<html" not in moving


def test_an_outsider_sees_none_of_it(client, outsider, version, now):
    run = run_of(version)
    client.force_login(outsider)

    assert run.reference not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_whatever_is_at_work(
    client, lawyer, version, rows, django_assert_num_queries
):
    for _ in range(rows):
        run_of(version)
        DossierFactory(version=version)
    client.force_login(lawyer)

    with django_assert_num_queries(6):
        client.get(PAGE)
