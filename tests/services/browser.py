"""A real Chromium, driven by Playwright, on the live server; it downloads nothing."""

import asyncio
import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from governance.models import User
from tests.services.absent import absent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
)

# Parts of a page that are still to come or to go: fetched when it opens, asked for, or being put in their place.
UNDER_WAY = "[hx-trigger=load]:empty, .htmx-request, .htmx-swapping, .htmx-settling"
ANIMATIONS_OVER = "Promise.allSettled(document.getAnimations().map(one => one.finished))"


def find_chromium(playwrights_own: str) -> str | None:
    """Return the first Chromium there is: Debian's, another's, or the one that Playwright installed."""
    for name in ("chromium", "google-chrome", "chromium-browser"):
        if path := shutil.which(name):
            return path
    return playwrights_own if Path(playwrights_own).exists() else None


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return one Chromium for the whole session."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)

    with sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the tests' own queries are as synchronous as ever.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        path = find_chromium(playwright.chromium.executable_path)
        if path is None:
            absent("needs Chromium: sudo apt-get install chromium, or .venv/bin/playwright install chromium")
        loop = asyncio._get_running_loop()
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        # The last test may have been one without a browser, from which the loop was hidden.
        asyncio._set_running_loop(loop)
        browser.close()


def is_refusal(line: "ConsoleMessage") -> bool:
    """Say whether the CSP refused something of the page's own; what a test evaluates (axe) has no address."""
    return "Content Security Policy" in line.text and bool(line.location["url"])


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """Return a fresh tab without cookies; a script error or a CSP refusal fails the test at its end."""
    context = browser.new_context(
        locale="en-GB", timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda line: complaints.append(line.text) if is_refusal(line) else None)
    yield page
    context.close()
    assert not complaints, "\n".join(complaints)


def sign_in(page: "Page", live_server: "LiveServer", user: User) -> "Page":
    """Return the tab, in which a person is signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return page


def settle(page: "Page") -> None:
    """Return once all parts of a page are there and nothing of it moves."""
    from playwright.sync_api import expect

    expect(page.locator(UNDER_WAY)).to_have_count(0)
    page.evaluate(ANIMATIONS_OVER)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Let what is set up for a test without a browser find no event loop of Playwright's in this thread."""
    with _without_its_loop(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Let a test without a browser find no event loop of Playwright's in this thread."""
    with _without_its_loop(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Let what such a test leaves be cleared up as it was set up: Django has other connections in a loop."""
    with _without_its_loop(item):
        yield


@contextmanager
def _without_its_loop(item: pytest.Item) -> Iterator[None]:
    """Hide the event loop that Playwright runs in this thread from what has one of its own, as signing does."""
    loop = asyncio._get_running_loop()
    if loop is None or "browser" in getattr(item, "fixturenames", ()):
        yield
        return
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        # It is closed with the browser, after the last test.
        asyncio._set_running_loop(None if loop.is_closed() else loop)
