"""The questionnaire in a real browser: quick with JavaScript, whole without it, and by keyboard alone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from risk.models import Answer
from tests.factories import VersionFactory
from tests.services.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

USES = "what-it-is-used-for"


@pytest.fixture
def version(transactional_db, unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening")


def address(live_server, version, slug):
    return live_server.url + reverse("risk:section", args=[version.system.reference, slug])


def test_a_choice_is_kept_at_once_and_the_focus_stays_where_it_was(page, live_server, version, lawyer):
    sign_in(page, live_server, lawyer)
    page.goto(address(live_server, version, "what-it-is-and-whom-the-act-addresses"))
    page.get_by_label("An AI system", exact=False).first.focus()

    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("Space")

    page.get_by_text("Answered by Ada").wait_for()
    assert Answer.objects.get().value == "ai_system"
    expect(page.locator("[name='ai.kind']:focus")).to_be_visible()


def test_answers_bring_up_what_depends_on_them_and_a_contradiction_is_shown_in_place(
    page, live_server, version, lawyer
):
    sign_in(page, live_server, lawyer)
    page.goto(address(live_server, version, USES))
    page.get_by_label("Hiring, managing", exact=False).check()
    page.get_by_label("None of these").check()

    page.get_by_role("button", name="Save and continue").click()

    page.get_by_text("contradicts the other answers").first.wait_for()
    assert not Answer.objects.exists()

    page.get_by_label("None of these").uncheck()
    page.get_by_role("button", name="Save and continue").click()

    page.get_by_role("group", name="What does it do with regard to people who work").wait_for()
    assert Answer.objects.get().value == ["employment"]


def test_without_javascript_a_section_is_posted_and_leads_on(browser, live_server, version, lawyer):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, live_server, lawyer)
    page.goto(address(live_server, version, "what-it-is-and-whom-the-act-addresses"))
    page.get_by_label("An AI system", exact=False).first.check()
    page.get_by_label("None of these").check()

    page.get_by_role("button", name="Save and continue").click()

    expect(page).to_have_url(address(live_server, version, "practices-the-act-prohibits"))
    assert set(Answer.objects.values_list("fact", flat=True)) == {"ai.kind", "scope.exclusions"}
    context.close()
