"""Dossiers over REST."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile

from audits.actions import vendor_assessments
from audits.models import Dossier
from governance.vocabulary import JobState
from tests.callers import API, caller, faults, verbs
from tests.factories import (
    DIGEST,
    DossierFactory,
    LogFactory,
    PlanFactory,
    ProductFactory,
    RunFactory,
    UnitFactory,
    VersionFactory,
)
from tests.services.world import measured

DOSSIERS = f"{API}/dossiers"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty file store."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }


@pytest.fixture
def version(unit, engineer):
    return VersionFactory(system__unit=unit, system__owner=engineer)


@pytest.fixture
def finished(version):
    return DossierFactory(
        version=version, state=JobState.DONE, finished_at=AT, file_sha256=DIGEST, size=9, pages=1,
        file=ContentFile(b"%PDF-1.7\n", name="made.pdf"),
    )  # fmt: skip


def test_a_dossier_is_frozen_and_accepted(engineer, version):
    url = f"{API}/systems/{version.system.reference}/versions/{version.label}/dossiers"

    response = caller(engineer).post(url)

    assert response.status_code == 202
    dossier = Dossier.objects.get()
    assert response.headers["Location"] == f"{DOSSIERS}/{dossier.reference}"
    shown = response.json()
    assert (shown["state"], shown["system"], shown["pack_sha256"]) == (
        "queued",
        version.system.reference,
        dossier.pack_sha256,
    )
    assert json.loads(dossier.pack)["system"]["reference"] == version.system.reference
    assert verbs(dossier.reference) == ["dossier.requested"]


def test_a_finished_dossier_is_taken_away_and_the_trail_tells(auditor, finished):
    response = caller(auditor).get(f"{DOSSIERS}/{finished.reference}/file")

    assert b"".join(response.streaming_content) == b"%PDF-1.7\n"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert verbs(finished.reference) == ["dossier.downloaded"]


def test_an_unfinished_dossier_has_no_file(auditor, version):
    dossier = DossierFactory(version=version)

    assert faults(caller(auditor).get(f"{DOSSIERS}/{dossier.reference}/file"), 409) == {None: "not_ready"}
    assert verbs(dossier.reference) == []


def test_a_waiting_dossier_is_cancelled_and_tried_again(engineer, version):
    dossier, client = DossierFactory(version=version), caller(engineer)
    url = f"{DOSSIERS}/{dossier.reference}"

    assert client.post(f"{url}/cancel").json()["state"] == "cancelled"
    assert faults(client.post(f"{url}/cancel"), 409) == {None: "settled"}
    assert client.post(f"{url}/retry").status_code == 202
    assert client.get(url).json()["state"] == "queued"
    assert verbs(dossier.reference) == ["dossier.cancelled", "dossier.retried"]


def test_an_auditor_reads_and_requests_nothing(auditor, version, finished):
    client, url = caller(auditor), f"{DOSSIERS}/{finished.reference}"

    assert client.get(url).json()["pages"] == 1
    base = f"{API}/systems/{version.system.reference}/versions/{version.label}"
    assert faults(client.post(f"{base}/dossiers"), 403)
    assert faults(client.post(f"{url}/cancel"), 403)
    assert faults(client.post(f"{url}/retry"), 403)
    assert Dossier.objects.get().state == "done"


def test_an_outsider_sees_no_dossier(outsider, version, finished):
    client, url = caller(outsider), f"{DOSSIERS}/{finished.reference}"

    assert client.get(DOSSIERS).json()["results"] == []
    base = f"{API}/systems/{version.system.reference}/versions/{version.label}"
    for refused in (
        client.get(url),
        client.get(f"{url}/file"),
        client.post(f"{url}/cancel"),
        client.post(f"{url}/retry"),
        client.post(f"{base}/dossiers"),
    ):
        assert faults(refused, 404)
    assert verbs(finished.reference) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_queries(auditor, version, rows, django_assert_num_queries):
    DossierFactory.create_batch(rows, version=version)
    client = caller(auditor)
    client.get(DOSSIERS)

    with django_assert_num_queries(4):
        shown = client.get(f"{DOSSIERS}?system={version.system.reference}&state=queued").json()
    assert shown["count"] == rows


@pytest.fixture
def run(version):
    log = LogFactory(plan=PlanFactory(system=version.system), version=version)
    return RunFactory(log=log, state=JobState.DONE, finished_at=AT, **measured())


@pytest.fixture
def draft(unit, engineer):
    return vendor_assessments.start(product=ProductFactory(vendor__unit=unit), by=engineer, at=AT)


def test_a_kind_is_asked_for_by_name(engineer, version):
    url = f"{API}/systems/{version.system.reference}/versions/{version.label}/dossiers"

    response = caller(engineer).post(url, {"kind": "memorandum"}, format="json")

    assert (response.status_code, response.json()["kind"]) == (202, "memorandum")
    assert json.loads(Dossier.objects.get().pack)["document"]["kind"] == "memorandum"


def test_a_kind_that_does_not_fit_a_version_is_refused_by_its_field(engineer, version):
    url = f"{API}/systems/{version.system.reference}/versions/{version.label}/dossiers"

    refused = caller(engineer).post(url, {"kind": "portfolio"}, format="json")

    assert faults(refused, 422) == {"kind": "invalid_choice"}


def test_a_run_is_reported(engineer, run):
    response = caller(engineer).post(f"{API}/fairness/runs/{run.reference}/dossiers")

    shown = response.json()
    assert response.status_code == 202
    assert (shown["kind"], shown["run"], shown["system"]) == (
        "fairness", run.reference, run.version.system.reference,
    )  # fmt: skip


def test_a_run_without_a_result_and_a_draft_have_nothing_to_report(engineer, version, draft):
    waiting = RunFactory(log=LogFactory(plan=PlanFactory(system=version.system), version=version))

    client = caller(engineer)

    for url in (
        f"{API}/fairness/runs/{waiting.reference}/dossiers",
        f"{API}/vendor-assessments/{draft.reference}/dossiers",
    ):
        assert faults(client.post(url), 409) == {None: "nothing_to_report"}


def test_a_portfolio_is_of_a_unit_of_the_callers(engineer, unit, version):
    response = caller(engineer).post(DOSSIERS, {"unit": unit.path}, format="json")

    shown = response.json()
    assert response.status_code == 202
    assert (shown["kind"], shown["unit"], shown["system"]) == ("portfolio", unit.path, None)


def test_a_portfolio_of_a_unit_of_others_is_refused(engineer, db):
    UnitFactory(path="elsewhere/")

    refused = caller(engineer).post(DOSSIERS, {"unit": "elsewhere/"}, format="json")

    assert faults(refused, 422) == {"unit": "no_unit"}


def test_the_auditor_asks_for_no_report(auditor, run, draft, unit):
    client = caller(auditor)

    for url in (
        DOSSIERS,
        f"{API}/fairness/runs/{run.reference}/dossiers",
        f"{API}/vendor-assessments/{draft.reference}/dossiers",
    ):
        assert faults(client.post(url, {"unit": unit.path}, format="json"), 403)


def test_the_list_is_narrowed_by_kind(auditor, unit, engineer, version):
    DossierFactory(version=version)
    DossierFactory(version=None, unit=unit, kind="portfolio", requested_by=engineer)

    shown = caller(auditor).get(f"{DOSSIERS}?kind=portfolio").json()["results"]

    assert [one["unit"] for one in shown] == [unit.path]
