"""Disparities in the browser: listed, read, accepted by a lawyer, given to somebody."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Disparity, Notice
from tests.factories import DisparityFactory, LogFactory, PlanFactory, RunFactory, VersionFactory

LIST = reverse("audits:disparities")
ACCEPTANCE = {"reason": "The bank's model committee weighed it on 3 September.", "until": "2026-12-31"}


@pytest.fixture
def plan(unit, lawyer):
    system = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening").system
    return PlanFactory(system=system, name="Errors by sex")


def opened(plan, **changes: object):
    run = RunFactory(log=LogFactory(plan=plan))
    return DisparityFactory(first_run=run, **changes)


def accepting(row: Disparity, **typed: str) -> dict[str, str]:
    """Return what the page of a disparity sends for an acceptance."""
    return ACCEPTANCE | {"seen": row.latest_run.reference} | typed


def page(client, who, address):
    client.force_login(who)
    return client.get(address)


def test_the_list_shows_open_ones_with_day_owner_and_words(client, auditor, plan, now):
    row = opened(plan, due_date=date(2026, 9, 1))
    closed = opened(
        plan, measure="tpr", state="closed", closed_run=RunFactory(log__plan=plan), closed_at=plan.created_at
    )

    shown = page(client, auditor, LIST).content.decode()

    assert row.get_absolute_url() in shown
    assert "Selection rate by group" in shown
    assert "Disparity supported" in shown
    assert "1 Sep 2026" in shown
    assert "Overdue" in shown
    assert closed.get_absolute_url() not in shown
    assert closed.get_absolute_url() in client.get(f"{LIST}?state=").content.decode()


def test_the_list_narrows_by_words_system_and_owner(client, lawyer, plan, now):
    row = opened(plan)
    client.force_login(lawyer)

    def found(query: str) -> bool:
        return row.get_absolute_url() in client.get(f"{LIST}?{query}").content.decode()

    assert found("words=errors")
    assert found(f"words={row.reference}")
    assert found(f"system={plan.system.reference}")
    assert found("mine=on")
    assert not found("words=weather")
    assert not found("system=SYS-9999")


def test_an_outsider_sees_none_of_it(client, outsider, plan, now):
    row = opened(plan)

    assert row.reference not in page(client, outsider, LIST).content.decode()
    assert page(client, outsider, row.get_absolute_url()).status_code == 404


def test_the_page_says_what_each_run_said(client, auditor, plan, now):
    row = opened(plan)
    told = {
        "by": ["group"], "measure": "selection_rate", "kind": "ratio", "verdict": "disparity_supported",
        "label": "Disparity supported", "value": 0.5, "interval": [0.4, 0.6], "threshold": 0.8,
    }  # fmt: skip
    type(row.first_run).objects.update(
        state="done", finished_at=now, cells={}, result={"readings": [told, told | {"measure": "tpr"}]}
    )

    shown = page(client, auditor, row.get_absolute_url()).content.decode()

    assert row.sentence in shown
    assert "0.500" in shown
    assert "(0.400 to 0.600)" in shown
    assert shown.count("Disparity supported") == 2, "in the heading and in one row"
    assert "Accept it" not in shown


@pytest.mark.parametrize(("who", "may"), [("lawyer", True), ("engineer", False), ("auditor", False)])
def test_a_lawyer_accepts_and_nobody_else(client, plan, now, who, may, request):
    row = opened(plan)
    client.force_login(request.getfixturevalue(who))

    offered = "Accept it for a reason" in client.get(row.get_absolute_url()).content.decode()
    answer = client.post(reverse("audits:disparity_accept", args=[row.reference]), accepting(row))

    row.refresh_from_db()
    assert offered == may
    assert answer.status_code == (302 if may else 403)
    assert row.state == ("accepted" if may else "open")


def test_an_accepted_one_shows_by_whom_why_and_until_when(client, lawyer, plan, now):
    row = opened(plan)
    client.force_login(lawyer)

    answer = client.post(
        reverse("audits:disparity_accept", args=[row.reference]), accepting(row), follow=True
    )

    shown = answer.content.decode()
    assert "model committee weighed it" in shown
    assert "31 December 2026" in shown
    assert "by Ada" in shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"until": "2026-12-31"}, "required"),
        (ACCEPTANCE | {"until": "2026-01-01"}, "within three years"),
        (ACCEPTANCE | {"until": "soon"}, "valid date"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(client, lawyer, plan, now, typed, says):
    row = opened(plan)
    client.force_login(lawyer)

    seen = {"seen": row.latest_run.reference}
    answer = client.post(reverse("audits:disparity_accept", args=[row.reference]), seen | typed)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Disparity.objects.get().state == "open"


def test_what_a_run_found_since_the_page_was_opened_is_shown_before_it_is_accepted(client, lawyer, plan, now):
    row = opened(plan)
    typed = accepting(row)
    row.latest_run, row.verdict = RunFactory(log__plan=plan), "disparity_borderline"
    row.save()
    client.force_login(lawyer)
    url = reverse("audits:disparity_accept", args=[row.reference])

    answer = client.post(url, typed)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert (
        f"{row.latest_run.reference} has found it since you opened this page: Disparity borderline" in shown
    )
    assert "model committee weighed it" in shown
    assert Disparity.objects.get().state == "open"
    assert client.post(url, answer.context["accept"].data).status_code == 302
    assert Disparity.objects.get().state == "accepted"


def test_accepting_what_is_not_open_any_more_keeps_the_text(client, lawyer, plan, now):
    row = opened(plan)
    client.force_login(lawyer)
    url = reverse("audits:disparity_accept", args=[row.reference])
    client.post(url, accepting(row))

    answer = client.post(url, accepting(row, reason="Mine is better."))

    assert answer.status_code == 409
    assert "Mine is better." in answer.content.decode()


def test_an_engineer_gives_it_to_somebody_who_works_here(client, engineer, outsider, plan, now):
    row = opened(plan)
    client.force_login(engineer)
    url = reverse("audits:disparity_assign", args=[row.reference])

    assert client.post(url, {"owner": engineer.pk}).status_code == 302
    assert client.post(url, {"owner": outsider.pk}).status_code == 422
    assert Disparity.objects.get().owner == engineer


def test_the_system_s_page_names_open_and_accepted_ones(client, auditor, plan, now):
    row = opened(plan)
    closed = opened(
        plan, measure="tpr", state="closed", closed_run=RunFactory(log__plan=plan), closed_at=plan.created_at
    )

    panel = page(client, auditor, reverse("audits:panel", args=[plan.system.reference])).content.decode()

    assert row.reference in panel
    assert closed.reference not in panel


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_is_on_it(client, lawyer, plan, rows, django_assert_num_queries):
    for number in range(rows):
        opened(plan, measure=f"measure-{number}")
    client.force_login(lawyer)

    with django_assert_num_queries(6):
        assert client.get(LIST).status_code == 200


def test_the_start_page_shows_what_is_open_and_what_its_reader_was_told(client, lawyer, engineer, plan, now):
    row = opened(plan)
    for person, says in ((lawyer, "RUN-0007 is late."), (engineer, "Only for Bob.")):
        Notice.objects.create(
            plan=plan, user=person, kind="late", key="late:1", says=says, path=plan.get_absolute_url(), at=now
        )

    shown = page(client, lawyer, reverse("audits:news")).content.decode()

    assert row.get_absolute_url() in shown
    assert "RUN-0007 is late." in shown
    assert "Only for Bob." not in shown
    assert reverse("audits:news") in page(client, lawyer, "/").content.decode()


def test_an_outsider_reads_no_news(client, outsider, plan, now):
    row = opened(plan)
    Notice.objects.create(plan=plan, user=outsider, kind="late", key="late:1", says="Late.", path="/", at=now)

    shown = page(client, outsider, reverse("audits:news")).content.decode()

    assert row.reference not in shown
    assert "Late." not in shown, "whoever does not see the system any more"


@pytest.mark.parametrize("rows", [1, 3])
def test_news_cost_the_same_whatever_there_is(client, lawyer, plan, rows, now, django_assert_num_queries):
    for number in range(rows):
        opened(plan, measure=f"measure-{number}")
        Notice.objects.create(
            plan=plan, user=lawyer, kind="late", key=str(number), says="Late.", path="/", at=now
        )
    client.force_login(lawyer)

    with django_assert_num_queries(5):
        client.get(reverse("audits:news"))
