"""Reports in the browser: what they would lack, asked for where their subject is shown, by those who may."""

import re

import pytest
from django.urls import reverse

from audits import doorbell, questionnaires
from audits.actions import vendor_assessments
from audits.models import Dossier
from audits.packs.kinds import Subject, kinds_about
from audits.views import reports
from governance.vocabulary import JobState
from tests.factories import (
    DossierFactory,
    LogFactory,
    PlanFactory,
    ProductFactory,
    RunFactory,
    UnitFactory,
    VersionFactory,
)
from tests.services.world import measured


@pytest.fixture(autouse=True)
def rung(monkeypatch):
    """Return the tasks that were rung for; no broker listens here."""
    heard = []
    monkeypatch.setattr(doorbell, "ring_for", lambda task, **ids: heard.append((task, ids)))
    return heard


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Screening")


@pytest.fixture
def run(version, now):
    log = LogFactory(plan=PlanFactory(system=version.system, name="errors"), version=version)
    return RunFactory(log=log, state=JobState.DONE, finished_at=now, **measured())


@pytest.fixture
def draft(unit, lawyer, now):
    return vendor_assessments.start(
        product=ProductFactory(vendor__unit=unit, name="Okapi 7"), by=lawyer, at=now
    )


@pytest.fixture
def concluded(draft, lawyer, now):
    unknown = {name: {"value": None} for name in questionnaires.load(draft.questionnaire).questions}
    vendor_assessments.answer(assessment=draft, answers=unknown, by=lawyer, at=now)
    vendor_assessments.conclude(assessment=draft, summary="Too little is known.", by=lawyer, at=now)
    draft.refresh_from_db()
    return draft


def page(client, address, unit=""):
    response = client.get(address, {"unit": unit} if unit else {})
    assert response.status_code == 200
    return response.content.decode()


def test_a_report_on_a_run_is_asked_for_where_the_run_is_shown(client, run, lawyer, rung):
    client.force_login(lawyer)
    address = reverse("audits:run_report", args=[run.reference])

    shown = page(client, address)
    response = client.post(reverse("audits:run_report_new", args=[run.reference]), {"kind": "fairness"})

    dossier = Dossier.objects.get()
    assert "points filled" in shown
    assert (dossier.run, dossier.kind) == (run, "fairness")
    assert response.url == dossier.get_absolute_url()
    assert rung == [("execute_dossier", {"dossier_id": str(dossier.pk)})]
    assert dossier.reference in page(client, address)


def test_before_a_run_has_a_result_there_is_no_button_and_no_report(client, version, lawyer):
    waiting = RunFactory(log=LogFactory(plan=PlanFactory(system=version.system), version=version))
    client.force_login(lawyer)

    shown = page(client, reverse("audits:run_report", args=[waiting.reference]))
    client.post(reverse("audits:run_report_new", args=[waiting.reference]), {"kind": "fairness"})

    assert "This run has no result yet." in shown
    assert "Make the report" not in shown
    assert not Dossier.objects.exists()


def test_a_concluded_assessment_is_reported_and_a_draft_is_not(client, concluded, lawyer):
    client.force_login(lawyer)
    asked = reverse("audits:vendor_report_new", args=[concluded.reference])

    shown = page(client, reverse("audits:vendor_report", args=[concluded.reference]))
    response = client.post(asked, {"kind": "vendor"})

    dossier = Dossier.objects.get()
    assert "Okapi 7" in shown
    assert (dossier.assessment, response.url) == (concluded, dossier.get_absolute_url())
    assert "Okapi 7" in page(client, dossier.get_absolute_url())


def test_a_draft_of_an_assessment_says_what_to_wait_for(client, draft, lawyer):
    client.force_login(lawyer)

    shown = page(client, reverse("audits:vendor_report", args=[draft.reference]))

    assert "The report can be made once it is concluded." in shown


def test_a_portfolio_is_of_the_unit_that_is_chosen(client, version, unit, lawyer):
    below = UnitFactory(name="Credit cards", parent=unit, path=f"{unit.path}cards/")
    client.force_login(lawyer)

    shown = page(client, reverse("audits:portfolio"), unit=below.path)
    client.post(reverse("audits:portfolio_new"), {"kind": "portfolio", "unit": below.path})

    assert "Credit cards and everything below it" in shown
    assert Dossier.objects.get().unit == below


def test_of_very_many_systems_a_portfolio_is_made_and_not_looked_through_before(
    client, version, unit, lawyer, monkeypatch
):
    monkeypatch.setattr(reports, "MOST_SYSTEMS", 0)
    client.force_login(lawyer)

    shown = page(client, reverse("audits:portfolio"), unit=unit.path)

    assert "The report says itself what it lacks." in shown
    assert "Make the report" in shown


def test_the_topmost_unit_is_shown_where_none_is_chosen(client, unit, lawyer):
    UnitFactory(name="Credit cards", parent=unit, path=f"{unit.path}cards/")
    client.force_login(lawyer)

    assert "Credit and everything below it" in page(client, reverse("audits:portfolio"))


def test_a_unit_of_others_has_no_portfolio_here(client, lawyer):
    UnitFactory(path="elsewhere/")
    client.force_login(lawyer)

    assert client.get(reverse("audits:portfolio"), {"unit": "elsewhere/"}).status_code == 404
    asked = client.post(reverse("audits:portfolio_new"), {"kind": "portfolio", "unit": "elsewhere/"})
    assert asked.status_code == 404
    assert not Dossier.objects.exists()


def test_the_auditor_reads_what_would_be_missing_and_asks_for_nothing(client, run, concluded, unit, auditor):
    client.force_login(auditor)
    reading = {
        "run_report": [run.reference], "vendor_report": [concluded.reference], "portfolio": [],
    }  # fmt: skip

    for name, args in reading.items():
        assert (
            '<form method="post"'
            not in page(client, reverse(f"audits:{name}", args=args)).split("</header>")[1]
        )
        assert client.post(reverse(f"audits:{name}_new", args=args), {"unit": unit.path}).status_code == 403
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("kind", kinds_about(Subject.SYSTEM), ids=lambda kind: kind.id)
def test_each_kind_about_a_system_has_its_button_and_its_meter(client, version, lawyer, kind):
    client.force_login(lawyer)
    address = reverse("audits:dossiers", args=[version.system.reference])

    shown = page(client, f"{address}?kind={kind.id}")
    (entry,) = re.findall(rf'<li id="{kind.id}">(.*?)</form>(.*?)\n    </li>', shown, re.DOTALL)

    assert f"<h3>{kind.title}</h3>" in entry[0]
    assert "points filled" in entry[1]
    assert "points filled" not in shown.replace(entry[1], "")


def test_htmx_takes_the_meter_of_a_kind_and_nothing_else(client, version, lawyer):
    client.force_login(lawyer)
    address = reverse("audits:dossiers", args=[version.system.reference])

    part = client.get(f"{address}?kind=memorandum", headers={"HX-Request": "true"}).content.decode()

    assert "points filled" in part
    assert "<h3>" not in part
    assert part.strip() in page(client, f"{address}?kind=memorandum")


def test_a_kind_that_does_not_fit_is_refused_in_words(client, version, lawyer):
    client.force_login(lawyer)
    asked = reverse("audits:dossier_new", args=[version.system.reference])

    response = client.post(asked, {"kind": "portfolio"}, follow=True)

    assert "portfolio is none of: system, memorandum" in response.content.decode()
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_reports_made_before_cost_the_same_however_many_there_are(
    client, unit, lawyer, rows, django_assert_num_queries
):
    for _ in range(rows):
        DossierFactory(version=None, unit=unit, kind="portfolio", requested_by=lawyer)
    client.force_login(lawyer)

    with django_assert_num_queries(20):
        shown = page(client, reverse("audits:portfolio"))

    assert shown.count("tag-queued") == rows
