"""An auditor takes a dossier to /verify in a real browser, and a stranger does where the page is public."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.audits.dossiers.keys import signed, signing
from tests.services.browser import sign_in


@pytest.fixture
def files(tmp_path: Path):
    """Return a signed dossier, and the same with one bit changed."""
    intact, altered = tmp_path / "dossier.pdf", tmp_path / "altered.pdf"
    # In a thread of its own: Playwright keeps an event loop in this one, and pyHanko wants one as well.
    with ThreadPoolExecutor(1) as other:
        content = other.submit(signed, "compas", "b-lta").result()
    intact.write_bytes(content)
    altered.write_bytes(content[:60_000] + bytes([content[60_000] ^ 1]) + content[60_001:])
    return intact, altered


def test_an_auditor_hears_whether_a_dossier_is_what_it_was(files, page, live_server, axe, auditor, settings):
    for name, value in signing().items():
        setattr(settings, name, value)
    sign_in(page, live_server, auditor)
    page.goto(live_server.url + "/verify/")
    for file, says in zip(files, ("Intact. Nothing in it was changed", "Altered. This is not"), strict=True):
        page.get_by_label("Dossier", exact=True).set_input_files(file)
        page.get_by_role("button", name="Verify").click()

        expect(page.get_by_role("status")).to_contain_text(says)
        expect(page.get_by_role("status")).to_contain_text(file.name)
        axe(page)


def test_a_stranger_verifies_where_the_page_is_public(files, page, live_server, axe, settings):
    settings.VERIFY_PUBLIC = True
    page.goto(live_server.url + "/verify/")
    axe(page)
    page.get_by_label("Dossier", exact=True).set_input_files(files[0])
    page.get_by_role("button", name="Verify").click()

    expect(page.get_by_role("status")).to_contain_text("Whole in itself, and not proven")
    expect(page.get_by_text("did not note this file")).to_be_visible()
    axe(page)
