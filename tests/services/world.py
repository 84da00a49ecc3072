"""A register with one of everything in one unit, so that every route has something to be about."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from django.core.files.base import ContentFile

from audits.actions import baselines, sheets, vendor_assessments
from audits.fairness import Cell, Cells, Spec, measure
from audits.models import Letterhead
from audits.sheets import Said
from audits.staging import waiting
from governance.actions import tokens
from governance.models import AISystem, SystemVersion, User
from governance.vocabulary import JobState
from risk.actions import answers, rejudgings
from risk.actions.answers import Statement
from risk.models import Obligation, Rejudging
from tests import factories
from tests.services.cast import House

EARLIER = "2024-1689"
ANSWERS = {
    "ai.kind": "ai_system",
    "practice.signals": [],
    "use.areas": ["employment"],
    "employment.uses": ["recruitment"],
}


@dataclass(frozen=True)
class World:
    """What stands in each route's parameters, and the words by which its records would be recognised."""

    parameters: dict[str, str]
    secrets: tuple[str, ...]


def rejudge(system: AISystem, *, by: User, at: datetime) -> Rejudging:
    """Return the report of an edition that was adopted, and moved this system."""
    report = factories.running(rejudgings.adopt(edition_id=EARLIER, by=by, at=at), at)
    rejudgings.judge_batch(rejudging=report, systems=[system.pk], by=by, at=at)
    rejudgings.finish(rejudging=report, by=by, at=at)
    return report


@cache
def measured() -> dict[str, object]:
    """Return the counts of a finished run, and what they come to."""
    cells = Cells(("group",), (Cell(("blue",), 1, 1, 40), Cell(("green",), 1, 0, 40)), favourable=1)
    result = measure(cells, Spec.from_json(factories.spec())).as_json()
    return {"cells": cells.as_json(), "result": json.loads(json.dumps(result))}


def _waiting(about: str, version: SystemVersion, by: User) -> str:
    """Return the key of a file that waits for a decision, columns settled."""
    file = waiting.leave(
        [factories.LOG.encode()], name="Kudu.csv", version=version, about=about, by=by, at=datetime.now(UTC)
    )
    roles = {"group": "group", "outcome": "outcome", "prediction": "prediction"}
    return waiting.choose(file, columns={"roles": roles, "special": []}).key


@pytest.fixture
def world(house: House, lawyer: User) -> World:
    """Return a populated register; everything in it belongs to the lawyer's unit."""
    at = datetime.now(UTC)
    system = factories.SystemFactory(
        unit=house.unit, owner=lawyer, external_id="tender-ranking", name="Zebra ranking"
    )
    version = factories.VersionFactory(system=system)
    vendor = factories.VendorFactory(unit=house.unit, name="Quagga Models")
    product = factories.ProductFactory(vendor=vendor, name="Okapi 7")
    factories.ComponentFactory(version=version, product=product)
    answers.state(
        version=version,
        statements={fact: Statement(value) for fact, value in ANSWERS.items()},
        by=lawyer,
        at=at,
    )
    report = rejudge(system, by=lawyer, at=at)
    plan = factories.PlanFactory(system=system, name="Gnu plan")
    log = factories.LogFactory(plan=plan)
    found = {"state": JobState.DONE, "finished_at": at, **measured()}
    earlier = factories.RunFactory(log=factories.LogFactory(plan=plan), **found)
    run = factories.RunFactory(log=log, **found)
    baselines.approve(run=earlier, reason="As released.", by=lawyer, at=at)
    factories.ScheduleFactory(plan=plan)
    disparity = factories.DisparityFactory(first_run=run)
    dossier = factories.DossierFactory(
        version=version,
        state=JobState.DONE,
        finished_at=at,
        file=ContentFile(b"%PDF-", "a.pdf"),
        file_sha256="0" * 64,
    )
    redline = factories.WordFileFactory(
        dossier=dossier,
        earlier=factories.DossierFactory(version=version),
        state=JobState.DONE,
        finished_at=at,
        file=ContentFile(b"PK", "a.docx"),
        file_sha256="0" * 64,
        pieces=[
            ["section", "same", [[["same", "The system"]]]],
            ["fact", "changed", [[["same", "Owner"]], [["removed", "Ada"], ["added", "Bob"]]]],
        ],
        changes=[
            {"path": "/system/owner", "where": ["System", "Owner"], "state": "changed",
             "before": "Ada", "after": "Bob"}
        ],
    )  # fmt: skip
    Letterhead.objects.create(logo=b"\x89PNG", set_by=lawyer, set_at=at)
    assessment = vendor_assessments.start(product=product, by=lawyer, at=at)
    sheet = sheets.start(version=version, kind="registration_a", by=lawyer, at=at)
    sheets.write(sheet=sheet, said={"logic": Said("Dugong logic")}, by=lawyer, at=at)
    files = [_waiting(about, version, lawyer) for about in (system.reference, plan.reference)]
    token, _ = tokens.issue(
        name="Tapir pipeline",
        may_write=True,
        expires_at=at + timedelta(days=9),
        unit=house.unit,
        by=lawyer,
        at=at,
    )
    return World(
        parameters={
            "systems:reference": system.reference,
            "changes:reference": report.reference,
            "systems:system": system.reference,
            "by-external-id:external_id": str(system.external_id),
            "versions:label": version.label,
            "questions:slug": "employment",
            "obligations:pk": str(Obligation.objects.earliest("pk").pk),
            "vendors:reference": vendor.reference,
            "products:reference": product.reference,
            "tokens:key": token.token_key,
            "plans:reference": plan.reference,
            "files:key": files[0],
            "logs:key": files[1],
            "runs:reference": run.reference,
            "disparities:reference": disparity.reference,
            "tables:table": "readings",
            "schemas:name": "fairness-run",
            "dossiers:reference": dossier.reference,
            "dossier-schedules:kind": "system",
            "word-files:reference": redline.reference,
            "vendor-assessments:reference": assessment.reference,
            "vendor-assessments:area": "safety",
            "questionnaires:name": assessment.questionnaire,
            "start:kind": "declaration",
            "documents:reference": sheet.reference,
            "parts:part": "persons",
            "sheets:reference": sheet.reference,
            "blanks:kind": "fria",
        },
        secrets=(
            system.reference, system.name, vendor.reference, vendor.name, product.reference, product.name,
            plan.reference, plan.name, run.reference, disparity.reference, dossier.reference, assessment.reference,
            token.name, sheet.reference, "Dugong logic", "Kudu.csv",
        ),
    )  # fmt: skip
