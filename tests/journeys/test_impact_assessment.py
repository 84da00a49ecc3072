"""A lawyer's way through a fundamental rights impact assessment, in a real browser; and without JavaScript."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from audits import blanks
from audits.actions import sheets
from audits.models import Sheet, SheetEntry
from audits.sheets import Said
from governance.vocabulary import OperatorRole
from risk.actions import answers
from risk.actions.answers import Statement
from tests.audits.actions.test_sheets import everything
from tests.audits.views.test_sheets import CREDIT
from tests.factories import VersionFactory
from tests.services.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELDS = blanks.load("fria").fields


@pytest.fixture
def version(transactional_db, unit, lawyer, now):
    version = VersionFactory(
        system__unit=unit, system__owner=lawyer, system__name="Credit score", label="2.0",
        system__purpose="Scores applications for loans.", system__operator_roles=[OperatorRole.DEPLOYER],
    )  # fmt: skip
    said = {fact: Statement(value) for fact, value in CREDIT.items()}
    answers.state(version=version, statements=said, by=lawyer, at=now)
    return version


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """Return a tab in which JavaScript is off."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


def board(live_server, version) -> str:
    return live_server.url + reverse("audits:sheets", args=[version.system.reference])


def test_an_assessment_from_the_reason_to_do_it_to_its_end(page, live_server, version, lawyer, axe):
    sign_in(page, live_server, lawyer)
    page.goto(board(live_server, version))
    fria = page.get_by_role("region", name="Fundamental rights impact assessment")
    expect(fria.get_by_text("Owed", exact=True)).to_be_visible()
    expect(fria.get_by_text("2 December 2027")).to_be_visible()
    fria.get_by_text("Who owes it, and why").click()
    expect(fria.get_by_text("creditworthiness of natural persons")).to_be_visible()
    axe(page)

    fria.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("0 of 16 filled, 16 gaps").first).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    page.get_by_text("What the record says (Register)").click()
    expect(page.get_by_text("Scores applications for loans.")).to_be_visible()
    axe(page)
    page.get_by_label(FIELDS["processes"].asks, exact=True).fill("Applications at the counter.")
    page.get_by_label(FIELDS["period"].asks, exact=True).fill("All year.")
    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("heading", name="(c), (d) People affected and risks of harm")).to_be_visible()
    expect(page.get_by_text("2 of 16 filled, 14 gaps")).to_be_visible()
    page.get_by_label(FIELDS["persons"].asks, exact=True).fill("Applicants.")
    page.get_by_role("link", name="First use, other assessments, notification").click()
    page.get_by_role("checkbox", name=f"Does not apply ({FIELDS['relied_on'].asks})").check()
    page.get_by_role("button", name="Save and close").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it does not apply.")
    axe(page)
    page.get_by_label(f"Why it does not apply: {FIELDS['relied_on'].asks}").fill("It is the first.")
    page.get_by_role("button", name="Save and close").click()

    expect(page.get_by_text("Does not apply, because:")).to_be_visible()
    assert not SheetEntry.objects.filter(field="persons").exists()
    assert SheetEntry.objects.get(field="relied_on").applies is False
    axe(page)


def test_a_full_assessment_is_finished_and_a_new_version_begins_with_it(
    page, live_server, version, lawyer, now
):
    sheet = sheets.start(version=version, kind="fria", by=lawyer, at=now)
    sheets.write(sheet=sheet, said=everything("fria"), by=lawyer, at=now)
    sign_in(page, live_server, lawyer)
    page.goto(live_server.url + sheet.get_absolute_url())

    page.get_by_role("button", name="Finish").click()

    expect(page.get_by_text("cannot be changed any more")).to_be_visible()
    VersionFactory(system=version.system, number=2, label="3.0")
    page.goto(board(live_server, version))
    fria = page.get_by_role("region", name="Fundamental rights impact assessment")
    expect(fria.get_by_role("combobox")).to_have_value(sheet.reference)
    fria.get_by_role("button", name="Write anew").click()
    expect(page.get_by_text("About harm.")).to_be_visible()
    expect(page.get_by_text("16 of 16 filled")).to_be_visible()
    assert Sheet.objects.get(version__label="3.0").copied_from == sheet


def test_everything_works_without_javascript(plain, live_server, version, lawyer):
    sign_in(plain, live_server, lawyer)
    plain.goto(board(live_server, version))

    plain.get_by_role("button", name="Begin (Fundamental rights impact assessment)").click()
    plain.get_by_role("link", name="Go on").click()
    plain.get_by_label(FIELDS["processes"].asks, exact=True).fill("Applications at the counter.")
    plain.get_by_role("button", name="Save and close").click()

    expect(plain.get_by_text("Applications at the counter.")).to_be_visible()
    assert SheetEntry.objects.get().by == lawyer


def test_what_the_record_knows_is_adopted_by_a_tick(page, live_server, version, lawyer, now, axe):
    sheet = sheets.start(version=version, kind="registration_a", by=lawyer, at=now)
    sign_in(page, live_server, lawyer)
    page.goto(live_server.url + reverse("audits:sheet_part", args=[sheet.reference, "system"]))
    axe(page)

    purpose = blanks.load("registration_a").fields["purpose"]
    page.get_by_role("checkbox", name=f"Adopt this ({purpose.asks})").check()
    page.get_by_role("button", name="Save and close").click()

    expect(page.get_by_text("From the record", exact=True)).to_be_visible()
    assert SheetEntry.objects.get().source == "Register"


def test_two_people_in_one_field_see_each_others_words(page, live_server, version, lawyer, engineer, now):
    sheet = sheets.start(version=version, kind="fria", by=lawyer, at=now)
    sign_in(page, live_server, lawyer)
    page.goto(live_server.url + reverse("audits:sheet_part", args=[sheet.reference, "use"]))
    page.get_by_label(FIELDS["processes"].asks, exact=True).fill("Mine.")
    sheets.write(sheet=sheet, said={"processes": Said("Theirs.")}, by=engineer, at=now)

    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_text("Bob wrote here:")).to_be_visible()
    expect(page.get_by_text("Theirs.")).to_be_visible()
    expect(page.get_by_label(FIELDS["processes"].asks, exact=True)).to_have_value("Mine.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="(c), (d) People affected and risks of harm")).to_be_visible()
    assert [row.value for row in SheetEntry.objects.order_by("number")] == ["Theirs.", "Mine."]
