"""Requests of every kind: what fits which subject, what is refused, what the trail tells."""

import json

import pytest
from django.db import IntegrityError

from audits.actions import dossiers, vendor_assessments
from audits.models import Dossier
from governance.models import TrailEntry, unit_of
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


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


@pytest.fixture
def waiting(version):
    return RunFactory(log=LogFactory(plan=PlanFactory(system=version.system), version=version))


@pytest.fixture
def run(waiting, now):
    waiting.state, waiting.finished_at = JobState.DONE, now
    found = measured()
    waiting.cells, waiting.result = found["cells"], found["result"]
    waiting.save()
    return waiting


@pytest.fixture
def draft(unit, lawyer, now):
    return vendor_assessments.start(product=ProductFactory(vendor__unit=unit), by=lawyer, at=now)


def last():
    return TrailEntry.objects.latest("seq")


def test_a_report_on_a_run_is_about_its_version_and_the_run(run, unit, lawyer, now):
    dossier = dossiers.request(about=run, kind="fairness", by=lawyer, at=now)

    assert (dossier.version, dossier.run, dossier.title) == (run.version, run, "Fairness report")
    assert json.loads(dossier.pack)["document"]["kind"] == "fairness"
    assert (last().verb, last().after["run"]) == ("dossier.requested", run.reference)
    assert unit_of(dossier) == unit


def test_a_portfolio_is_about_its_unit_alone(unit, lawyer, now):
    dossier = dossiers.request(about=unit, kind="portfolio", by=lawyer, at=now)

    assert (dossier.unit, dossier.version, unit_of(dossier)) == (unit, None, unit)
    assert last().after == {"unit": unit.path, "kind": "portfolio", "pack": dossier.pack_sha256}


@pytest.mark.parametrize("kind", ["fairness", "vendor", "portfolio", "nonsense"])
def test_a_kind_that_does_not_fit_the_subject_is_refused_with_those_that_do(version, lawyer, now, kind):
    with pytest.raises(dossiers.WrongKind, match="system, memorandum"):
        dossiers.request(about=version, kind=kind, by=lawyer, at=now)

    assert not Dossier.objects.exists()


def test_a_run_without_a_result_has_nothing_to_report(waiting, lawyer, now):
    with pytest.raises(dossiers.NothingToReport, match=waiting.reference):
        dossiers.request(about=waiting, kind="fairness", by=lawyer, at=now)


def test_a_draft_of_an_assessment_has_nothing_to_report(draft, lawyer, now):
    with pytest.raises(dossiers.NothingToReport, match="conclude it first"):
        dossiers.request(about=draft, kind="vendor", by=lawyer, at=now)


@pytest.mark.parametrize("other", ["unit", "assessment"])
def test_a_dossier_has_exactly_one_subject(version, unit, draft, other):
    with pytest.raises(IntegrityError):
        DossierFactory(version=version, **{other: {"unit": unit, "assessment": draft}[other]})


def test_a_dossier_without_a_subject_cannot_be(lawyer):
    with pytest.raises(IntegrityError):
        DossierFactory(version=None, requested_by=lawyer)


def test_whoever_sees_the_subject_sees_the_dossier(draft, unit, lawyer, outsider, auditor, now):
    elsewhere = UnitFactory(path="elsewhere/")
    ours = [
        DossierFactory(version=None, unit=unit, kind="portfolio", requested_by=lawyer),
        DossierFactory(version=None, assessment=draft, kind="vendor", requested_by=lawyer),
    ]
    DossierFactory(version=None, unit=elsewhere, kind="portfolio", requested_by=lawyer)

    seen = {name: set(Dossier.objects.visible_to(who)) for name, who in (("in", auditor), ("out", outsider))}

    assert seen == {"in": set(ours), "out": set()}
