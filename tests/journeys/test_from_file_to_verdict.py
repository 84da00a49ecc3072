"""An engineer goes from a file to a verdict: looks, settles, plans, measures; by mouse, keyboard, telephone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from audits.models import Plan, PredictionLog, Run
from tests.factories import VersionFactory
from tests.services.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Half of the men are hired and a fifth of the women: apart by more than any threshold, among 800 people.
HIRING = "sex,age,ethnicity,decision,performed\n" + "".join(
    f"{sex},{21 + i % 40},{'a' if i % 3 else 'b'},{'hired' if i % 10 < chance else 'rejected'},{i % 7 % 2}\n"
    for sex, chance in (("female", 2), ("male", 5))
    for i in range(400)
)
PATIENCE = 120_000
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening").system


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "hiring.csv"
    path.write_text(HIRING)
    return path


@pytest.fixture
def tab(page, live_server, engineer):
    """Return a browser's tab in which the engineer is signed in."""
    return sign_in(page, live_server, engineer)


def send(tab: Page, live_server, system, file: Path) -> None:
    """Choose the file on the page that leads to it, and wait for what it holds."""
    tab.goto(f"{live_server.url}/systems/{system.reference}/fairness/")
    tab.get_by_role("link", name="Begin with a file").click()
    tab.get_by_label("File").set_input_files(file)
    tab.get_by_role("button", name="Look at it").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("What the columns are")


def go_on(tab: Page, button: str, heading: str) -> None:
    tab.get_by_role("button", name=button).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.worker
@pytest.mark.slow
def test_an_engineer_goes_from_a_file_to_a_verdict(tab, live_server, worker, axe, system, file):
    send(tab, live_server, system, file)
    expect(tab.get_by_label("What decision is")).to_have_value("prediction")
    expect(tab.get_by_label("What performed is")).to_have_value("outcome")
    expect(tab.get_by_label("ethnicity: Art. 9")).to_be_checked()
    axe(tab)

    tab.get_by_label("What ethnicity is").select_option("Groups to compare")
    go_on(tab, "Continue", "What the values mean")
    tab.get_by_role("group", name="Values that mean yes").get_by_label("hired").check()
    tab.get_by_role("group", name="What a person hopes for").get_by_label("hired").check()
    go_on(tab, "Continue to the plan", "What the values mean")
    expect(tab.get_by_role("alert")).to_contain_text("Legal basis for special categories")
    axe(tab)
    expect(tab.get_by_role("group", name="What a person hopes for").get_by_label("hired")).to_be_checked()

    tab.get_by_label("Legal basis").fill("Art. 4a of the Act with Art. 9(2)(g) GDPR, as recorded.")
    go_on(tab, "Continue to the plan", "New plan")
    expect(tab.get_by_label("Columns of the groups")).to_have_value("sex, age, ethnicity")
    assert not PredictionLog.objects.exists()
    tab.get_by_label("Columns of the groups").fill("sex")
    tab.get_by_label("Columns with special categories").fill("")
    tab.get_by_label("Bands").fill("")
    tab.get_by_label("Why these thresholds").fill("Agreed with the works council.")
    axe(tab)
    tab.get_by_role("button", name="Set the plan and keep the file").click()

    expect(tab.get_by_role("status")).to_contain_text("hiring.csv is imported")
    expect(tab.get_by_role("main")).to_contain_text("Means yes")
    axe(tab)
    tab.get_by_role("button", name="Measure now").click()
    expect(tab.get_by_role("main")).to_contain_text("Disparity supported", timeout=PATIENCE)
    expect(tab.get_by_role("main")).to_contain_text("n = 800")
    run = Run.objects.get()
    assert (run.plan, run.log) == (Plan.objects.get(), PredictionLog.objects.get())


def test_the_way_is_walked_by_keyboard_alone(tab, live_server, axe, system, file):
    tab.emulate_media(color_scheme="dark")
    send(tab, live_server, system, file)
    axe(tab)

    tab.get_by_label("What sex is").focus()
    for _ in range(2 * HIRING.split("\n")[0].count(",") + 2):
        tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Continue")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("What the values mean")
    hired = tab.get_by_role("group", name="Values that mean yes").get_by_label("hired")
    hired.focus()
    tab.keyboard.press("Space")
    expect(hired).to_be_checked()
    tab.get_by_role("group", name="What a person hopes for").get_by_role("radio").first.focus()
    tab.keyboard.press("Space")
    tab.get_by_label("Legal basis").focus()
    tab.keyboard.type("Art. 4a of the Act with Art. 9(2)(g) GDPR.")
    axe(tab)
    tab.get_by_role("button", name="Continue to the plan").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("New plan")
    axe(tab)


def test_a_fault_leads_to_the_column_it_is_about(tab, live_server, axe, system, file):
    send(tab, live_server, system, file)
    tab.get_by_label("What sex is").select_option("Outcome that turned out")
    go_on(tab, "Continue", "What the columns are")

    expect(tab.get_by_role("alert")).to_be_focused()
    axe(tab)
    tab.get_by_role("link", name=re.compile("What performed is")).press("Enter")
    expect(tab.get_by_label("What performed is")).to_be_focused()
    expect(tab.get_by_label("What sex is")).to_have_value("outcome")


def test_on_a_telephone_nothing_is_cut_off_and_the_file_is_discarded(tab, live_server, system, file):
    tab.set_viewport_size({"width": 375, "height": 700})
    send(tab, live_server, system, file)
    assert not tab.evaluate(TOO_WIDE)

    tab.get_by_role("button", name="Discard the file").click()

    expect(tab.get_by_role("status")).to_contain_text("Nothing of it was kept.")
    assert not PredictionLog.objects.exists()
