"""The trend of a plan in the browser, approving a run, and naming who is told."""

import pytest
from django.urls import reverse

from audits.models import Baseline
from tests.audits.api.test_trends import EQUAL, UNEQUAL, done, plan  # noqa: F401 its fixture
from tests.factories import LogFactory, RunFactory


@pytest.fixture
def runs(plan):  # noqa: F811
    return done(plan, EQUAL, day=0), done(plan, UNEQUAL, day=1)


def page(client, who, name: str, row, query: str = "") -> str:
    client.force_login(who)
    return client.get(reverse(f"audits:{name}", args=[row.reference]) + query).content.decode()


def test_the_trend_shows_picture_table_and_what_became_of_each_reading(client, lawyer, auditor, plan, runs):  # noqa: F811
    client.force_login(lawyer)
    client.post(reverse("audits:run_approve", args=[runs[0].reference]), {"reason": "As released."})

    shown = page(client, auditor, "plan_trend", plan)

    assert f"{runs[0].reference} 1.000" in shown, "the picture says aloud what it shows"
    assert "As released." in shown
    for words in (
        "Worse",
        "Disparity supported",
        "0.600",
        "Moderate change",
        "Selection rate by group, ratio",
    ):
        assert words in shown


def test_an_odd_series_is_the_first_and_a_plan_without_runs_says_so(client, auditor, plan):  # noqa: F811
    assert "No run of this plan is done yet." in page(client, auditor, "plan_trend", plan)
    done(plan, EQUAL, day=0)

    for odd in ("?series=99", "?series=x", "?series=-1"):
        assert "Selection rate by group" in page(client, auditor, "plan_trend", plan, odd)


@pytest.mark.parametrize(("who", "may"), [("lawyer", True), ("engineer", False), ("auditor", False)])
def test_a_lawyer_approves_on_the_run_s_page_and_nobody_else(client, runs, who, may, request):
    person = request.getfixturevalue(who)

    offered = "Hold later runs against this one" in page(client, person, "run", runs[0])
    answer = client.post(reverse("audits:run_approve", args=[runs[0].reference]), {"reason": "As released."})

    assert offered == may
    assert answer.status_code == (302 if may else 403)
    assert Baseline.objects.exists() == may


def test_without_a_reason_or_a_result_nothing_is_approved(client, lawyer, plan, runs):  # noqa: F811
    waiting = RunFactory(log=LogFactory(plan=plan))
    client.force_login(lawyer)

    for run, reason, says in ((runs[0], "", "Say why"), (waiting, "So.", "Only a run with a result")):
        answer = client.post(
            reverse("audits:run_approve", args=[run.reference]), {"reason": reason}, follow=True
        )
        assert says in answer.content.decode()

    assert not Baseline.objects.exists()


def test_the_run_s_page_links_what_can_be_taken_away_and_says_what_became_of_the_rows(client, auditor, runs):
    shown = page(client, auditor, "run", runs[0])

    for name in ("run_export", "run_tables", "run_comparison"):
        assert reverse(f"audits:{name}", args=[runs[0].reference]) in shown
    assert "kept until they are counted" in shown


def test_an_engineer_names_who_is_told_and_the_owner_always_is(client, engineer, auditor, outsider, plan):  # noqa: F811
    client.force_login(engineer)
    url = reverse("audits:plan_listeners", args=[plan.reference])

    client.post(url, {"people": [str(auditor.pk)]})
    refused = client.post(url, {"people": [str(outsider.pk)]}, follow=True)

    assert [row.user for row in plan.listeners.all()] == [auditor]
    assert "does not see this system any more" in refused.content.decode()
    assert f"{plan.owner.name}, {auditor.name}" in page(client, auditor, "plan_trend", plan)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_trend_costs_the_same_whatever_the_number_of_runs(
    client,
    auditor,
    plan,  # noqa: F811
    rows,
    django_assert_num_queries,
):
    for day in range(rows):
        done(plan, EQUAL, day=day)
    client.force_login(auditor)

    with django_assert_num_queries(10):
        client.get(reverse("audits:plan_trend", args=[plan.reference]))
