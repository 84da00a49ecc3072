"""Pages on which every name is one long word: it breaks, and pushes neither page nor table apart."""

import pytest

from audits.models import Plan, PredictionLog
from governance.models import AISystem, Product, SystemVersion, Unit, User, Vendor
from tests.services.browser import settle, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ONE_WORD = "Bundesfinanzdienstleistungsaufsichtsschnittstellenverantwortlichkeitsregisterverfahren"
NAMED = (
    (AISystem, "name"), (SystemVersion, "label"), (Vendor, "name"), (Product, "name"), (Unit, "name"),
    (User, "name"), (Plan, "name"), (PredictionLog, "name"),
)  # fmt: skip
WIDTHS = (1280, 375)
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Tables that reach beyond their frame, where the frame does not scroll.
SPILT = """() => [...document.querySelectorAll(".table-frame")]
  .filter(frame => frame.scrollWidth > frame.clientWidth && getComputedStyle(frame).overflowX === "visible")
  .map(frame => frame.innerText.slice(0, 60))"""


@pytest.fixture
def pages(world):
    """Return the pages that list what people named, everything with a name of one word."""
    for model, field in NAMED:
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{field: f"{ONE_WORD}{row.pk}"[:100]})
    at = world.parameters
    system, plan = f"/systems/{at['systems:reference']}/", f"/plans/{at['plans:reference']}/"
    return [
        "/", "/systems/", system, "/vendors/", f"/vendors/{at['vendors:reference']}/assessments/",
        "/obligations/", "/runs/", "/disparities/", f"{system}fairness/", plan, f"{plan}trend/",
        f"{system}dossiers/",
    ]  # fmt: skip


def test_a_name_of_one_long_word_breaks_and_pushes_nothing_apart(page, live_server, lawyer, pages):
    tab, found = sign_in(page, live_server, lawyer), []
    for address in pages:
        tab.goto(live_server.url + address)
        settle(tab)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            found += [f"{address} at {width}: scrolls sideways"] if tab.evaluate(TOO_WIDE) else []
            found += [f"{address} at {width}: {table}" for table in tab.evaluate(SPILT)]

    assert found == []
