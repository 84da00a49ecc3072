"""A lawyer's way through the house: sign in, answer, read the finding, ask for a dossier, take it away."""

import re

import pikepdf
import pytest
from playwright.sync_api import Locator, Page, expect

from audits.dossiers import Outcome, verify
from governance.models import TrailEntry
from tests.factories import VersionFactory
from tests.services.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.slow]

# By what the questions ask; a spam filter says no to everything but the first.
ANSWERS = {
    "ai.kind": "ai_system",
    "scope.exclusions": "none-of-these",
    "practice.signals": "none-of-these",
    "use.areas": "none-of-these",
    "product.link": "none",
    "content.features": "none-of-these",
    "model.offers": "no",
    "data.bias_correction": "no",
}
# Milliseconds; a busy machine loads the law in seconds.
PATIENCE = 30_000
TO_SECTION = re.compile(r"/questions/[\w-]+/$")


@pytest.fixture
def system(house, lawyer):
    return VersionFactory(
        system__unit=house.unit, system__owner=lawyer, system__name="Spam filter", label="11"
    ).system


def sign_in(page: Page, address: str) -> None:
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def answer_what_is_asked(page: Page) -> None:
    """Give the known answer to every question of the section shown, then go on."""
    for fact, value in ANSWERS.items():
        choice = page.locator(f'input[name="{fact}"][value="{value}"]')
        if choice.count() and not choice.is_checked():
            tick(page, choice)
    if not TO_SECTION.search(page.url):
        return
    with page.expect_navigation(timeout=PATIENCE):
        page.get_by_role("button", name="Save and continue").click()


def tick(page: Page, choice: Locator) -> None:
    """Tick an answer; a radio button is stored at once, and the page shows what follows, or leads on."""
    if choice.get_attribute("type") == "checkbox":
        choice.check()
        return
    page.locator("#sheet").evaluate("sheet => sheet.dataset.before = 'yes'")
    choice.check()
    expect(page.locator("#sheet[data-before]")).to_have_count(0, timeout=PATIENCE)


def test_a_lawyer_answers_reads_the_finding_and_takes_a_dossier_away(
    page, live_server, worker, lawyer, system
):
    page.goto(f"{live_server.url}/systems/{system.reference}/questions/")
    sign_in(page, lawyer.email)
    expect(page).to_have_url(TO_SECTION)

    for _ in range(12):
        if not TO_SECTION.search(page.url):
            break
        answer_what_is_asked(page)

    expect(page).to_have_url(re.compile(r"/finding/$"))
    expect(page.get_by_role("main")).to_contain_text("Minimal risk")

    page.get_by_role("link", name="Dossiers").click()
    page.get_by_role("button", name="Make a system dossier").click()
    link = page.get_by_role("link", name="Download the PDF")
    expect(link).to_be_visible(timeout=4 * PATIENCE)
    with page.expect_download() as download:
        link.click()
    pdf = download.value.path().read_bytes()

    assert verify(pdf).outcome is Outcome.INTACT
    with pikepdf.open(download.value.path()) as opened:
        assert len(opened.pages) > 3
    verbs = list(TrailEntry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-3:] == ["dossier.requested", "dossier.finished", "dossier.downloaded"]
    assert "facts.stated" in verbs
