"""A run read in a browser: measures switched in place, by keyboard, in the dark, on a telephone, enlarged."""

import pytest
from playwright.sync_api import expect

from audits.actions import baselines
from audits.models import Run
from governance.vocabulary import JobState
from tests.factories import LogFactory, PlanFactory, RunFactory, VersionFactory
from tests.services.browser import settle, sign_in
from tests.services.readable import finished

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = ({"width": 375, "height": 740}, {"width": 640, "height": 450})
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
KINDS = ("decisions", "scores", "numbers")


@pytest.fixture
def runs(unit, lawyer, now) -> dict[str, Run]:
    """Return a finished run of every kind, the first with an approved one before it."""
    system = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Hiring").system
    found = {}
    for kind in KINDS:
        told = finished(kind)
        plan = PlanFactory(system=system, name=f"Origin, {kind}", spec=told["spec"])
        earlier, found[kind] = (
            RunFactory(log=LogFactory(plan=plan), state=JobState.DONE, finished_at=now, **told)
            for _ in range(2)
        )
        baselines.approve(run=earlier, reason="As released.", by=lawyer, at=now)
    return found


@pytest.fixture
def tab(page, live_server, lawyer):
    """Return a browser's tab in which the lawyer is signed in."""
    return sign_in(page, live_server, lawyer)


def addresses(runs: dict[str, Run]) -> list[str]:
    """Return every page on which a run is read."""
    first = runs["decisions"]
    return [
        *(run.get_absolute_url() for run in runs.values()),
        f"{first.get_absolute_url()}?measure=auc&by=origin",
        f"/runs/{first.reference}/comparison/",
        f"/plans/{first.plan.reference}/trend/",
        first.plan.get_absolute_url(),
        f"/systems/{first.plan.system.reference}/fairness/",
    ]


def test_a_measure_is_switched_in_place_by_keyboard_and_the_focus_stays(tab, live_server, runs):
    tab.goto(live_server.url + runs["decisions"].get_absolute_url())
    tab.evaluate("window.notReloaded = true")
    tab.get_by_label("Measure").focus()
    tab.keyboard.type("False-p")
    tab.get_by_label("Groups by").focus()
    tab.keyboard.type("orig")
    tab.get_by_role("button", name="Show").press("Enter")

    expect(tab.get_by_role("heading", name="False-positive rate by origin", exact=True)).to_be_visible()
    expect(tab).to_have_url(f"{live_server.url}{runs['decisions'].get_absolute_url()}?measure=fpr&by=origin")
    expect(tab.get_by_role("button", name="Show")).to_be_focused()
    expect(tab.locator("#shown")).to_have_text("Shown: False-positive rate by origin")
    assert tab.evaluate("window.notReloaded")


def test_going_back_shows_what_was_shown_before(tab, live_server, runs):
    tab.goto(live_server.url + runs["numbers"].get_absolute_url())
    tab.get_by_label("Measure").select_option("r2")
    tab.get_by_role("button", name="Show").click()
    expect(tab.get_by_role("heading", name="Variance explained by origin and sex")).to_be_visible()

    tab.go_back()

    expect(tab.get_by_role("heading", name="Mean absolute error by origin and sex")).to_be_visible()


@pytest.mark.slow
def test_axe_finds_nothing_where_runs_are_read_in_light_or_dark(tab, live_server, axe, runs):
    for address in addresses(runs):
        tab.goto(live_server.url + address)
        tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            settle(tab)
            axe(tab)


@pytest.mark.slow
def test_where_runs_are_read_nothing_scrolls_sideways_on_a_telephone_or_enlarged(tab, live_server, runs):
    for address in addresses(runs):
        tab.goto(live_server.url + address)
        for size in SIZES:
            tab.set_viewport_size(size)
            assert not tab.evaluate(TOO_WIDE), f"{address} is wider than {size['width']} pixels"
