"""Every page, for people who see it small, large, in the dark or not at all; by keyboard; without script."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from tests.factories import VersionFactory
from tests.house.routes import routes
from tests.services.browser import settle, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What people with low vision come to: 1280 pixels at 200 % and at 400 %.
NARROW = ({"width": 640, "height": 450}, {"width": 320, "height": 256})
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OUTLINE = """() => {
  const stop = document.activeElement, style = getComputedStyle(stop);
  if (stop === document.body) return null;
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {what: stop.outerHTML.slice(0, 120), seen};
}"""


@pytest.fixture
def pages(world, client, lawyer, live_server):
    """Return the address of every page that a lawyer can open, and of the refusals."""
    client.force_login(lawyer)
    addresses = [route.address(world.parameters) for route in routes() if not route.is_api]
    found = [address for address in addresses if is_page(client, address)]
    return [live_server.url + address for address in (*found, "/systems/SYS-9999/", "/account/logout/")]


def is_page(client: Client, address: str) -> bool:
    response = client.get(address, follow=True)
    # getvalue() reads a file to its end as well, so that it is closed.
    return response.status_code == 200 and b"<html" in response.getvalue()


@pytest.fixture
def tab(page, live_server, lawyer):
    """Return a browser's tab in which the lawyer is signed in."""
    return sign_in(page, live_server, lawyer)


def complaints(
    tab: Page, addresses: list[str], look: Callable[[Any], None], ways: Iterable[Any]
) -> list[str]:
    """Open every page once and look at it in every way; return all faults, so that none hides the next."""
    found = []
    for address in addresses:
        tab.goto(address)
        settle(tab)
        for way in ways:
            try:
                look(way)
            except AssertionError as complaint:
                found.append(f"{address}, {way}: {complaint}")
    return found


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page_in_light_or_dark(tab, axe, pages):
    def look(scheme: str) -> None:
        tab.emulate_media(color_scheme=scheme)
        settle(tab)
        axe(tab)

    assert complaints(tab, pages, look, ("light", "dark")) == []


@pytest.mark.slow
def test_no_page_scrolls_sideways_at_two_and_four_times_the_size(tab, pages):
    def look(size: ViewportSize) -> None:
        tab.set_viewport_size(size)
        settle(tab)
        assert not tab.evaluate(TOO_WIDE), f"wider than {size['width']} pixels"

    assert complaints(tab, pages, look, NARROW) == []


def test_the_door_is_accessible(page, live_server, axe):
    page.goto(live_server.url + reverse("account_login"))
    axe(page)
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)


def test_the_first_key_skips_to_the_content(tab, live_server):
    tab.goto(live_server.url + "/systems/")
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Skip to content")

    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    tab.keyboard.press("Enter")
    expect(tab.locator("#main")).to_be_focused()


@pytest.mark.parametrize("name", ["systems", "system_new", "trail"])
def test_every_stop_of_the_keyboard_is_seen(tab, live_server, unit, lawyer, name):
    VersionFactory(system__unit=unit, system__owner=lawyer)
    tab.goto(live_server.url + reverse(f"governance:{name}"))
    stops = []
    for _ in range(60):
        tab.keyboard.press("Tab")
        if (stop := tab.evaluate(OUTLINE)) is None:
            break
        stops.append(stop)

    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not stop["seen"]] == []


def test_the_menu_opens_by_keyboard_on_a_telephone(tab, live_server):
    tab.set_viewport_size({"width": 375, "height": 700})
    tab.goto(live_server.url + "/")
    tab.get_by_text("Menu", exact=True).focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")

    expect(tab.get_by_role("link", name="Systems", exact=True).first).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/systems/")


def test_faults_are_announced_and_lead_to_their_fields(tab, live_server, axe, unit):
    tab.goto(live_server.url + reverse("governance:system_new"))
    tab.get_by_role("button", name="Register").click()

    expect(tab.get_by_role("alert")).to_be_focused()
    axe(tab)
    tab.get_by_role("link", name="Name: This field is required.").press("Enter")
    expect(tab.locator("#id_name")).to_be_focused()


def test_a_list_narrows_as_one_types_and_the_address_keeps_it(tab, live_server, unit, lawyer):
    for name in ("Spam filter", "CV screening"):
        VersionFactory(system__unit=unit, system__owner=lawyer, system__name=name)
    tab.goto(live_server.url + "/systems/")
    tab.get_by_label("Words").press_sequentially("spam")
    tab.get_by_text("1 to 1 of 1 systems").wait_for()

    expect(tab.get_by_role("rowheader")).to_have_text(["Spam filter"])
    expect(tab).to_have_url(re.compile("words=spam"))
    tab.get_by_role("link", name="Spam filter").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Spam filter")
    tab.go_back()
    expect(tab.get_by_label("Words")).to_have_value("spam")
    expect(tab.get_by_role("rowheader")).to_have_text(["Spam filter"])


def test_everything_is_reached_without_script(browser, tab, live_server, unit, lawyer):
    system = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Spam filter").system
    context = browser.new_context(java_script_enabled=False, storage_state=tab.context.storage_state())
    plain = context.new_page()
    plain.goto(live_server.url + "/systems/")
    plain.get_by_label("Words").fill("spam")
    plain.get_by_role("button", name="Find").click()
    plain.get_by_role("link", name="Spam filter").click()
    plain.get_by_role("link", name="Open the finding").click()

    expect(plain).to_have_url(live_server.url + reverse("risk:finding", args=[system.reference]))
    context.close()
