"""The API's documentation in a real browser: offline, and under the same policy as every page."""

import pytest
from django.urls import reverse

from tests.services.browser import sign_in


@pytest.mark.browser
def test_an_engineer_reads_and_tries_the_api_in_the_browser(live_server, transactional_db, page, engineer):
    sign_in(page, live_server, engineer)
    elsewhere = []
    page.on(
        "request",
        lambda asked: elsewhere.append(asked.url) if not asked.url.startswith(live_server.url) else None,
    )

    page.goto(f"{live_server.url}{reverse('api-docs')}")
    page.get_by_text("me_retrieve").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    page.get_by_text('"email": "bob@example.org"').first.wait_for()
    assert [url for url in elsewhere if not url.startswith("data:")] == []
