"""The REST face keeps the promises of its own OpenAPI document, whatever a program sends."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from audits.actions import sheets, vendor_assessments
from governance.api.throttles import ReadRate, WriteRate
from risk.actions import classifications
from risk.models import Obligation
from tests.callers import token
from tests.factories import DossierFactory, ProductFactory, RunFactory, ScheduleFactory, VersionFactory

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


promised = schemathesis.openapi.from_path(COMMITTED)
promised.app = WSGIHandler()
OPERATIONS = [found.ok() for found in promised.get_all_operations()]


def document() -> dict[str, Any]:
    """Return what GET /api/v1/openapi.json answers."""
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.fixture
def places(unit, lawyer) -> dict[str, str]:
    """One row of every kind, by the path under which its operations lie."""
    version = VersionFactory(system__unit=unit, system__owner=lawyer, system__external_id="git/scorer")
    run = RunFactory(log__plan__system=version.system)
    ScheduleFactory(plan=run.plan)
    product = ProductFactory(vendor__unit=unit)
    started = vendor_assessments.start(product=product, by=lawyer, at=timezone.now())
    begun = sheets.start(version=version, kind="registration_a", by=lawyer, at=timezone.now())
    classifications.judge(version=version, by=lawyer, at=timezone.now())
    return {
        "systems": version.system.reference,
        "label": version.label,
        "external_id": "git/scorer",
        "vendors": product.vendor.reference,
        "products": product.reference,
        "plans": run.plan.reference,
        "runs": run.reference,
        "dossiers": DossierFactory(version=version).reference,
        "vendor-assessments": started.reference,
        "questionnaires": started.questionnaire,
        "sheets": begun.reference,
        "blanks": "fria",
        "obligations": str(Obligation.objects.first().pk),
    }


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let requests share the test's transaction, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def header(lawyer, one_connection, monkeypatch, settings) -> str:
    """A lawyer's token, on an installation that counts no calls."""
    for rate in (ReadRate, WriteRate):
        monkeypatch.setattr(rate, "THROTTLE_RATES", {rate.scope: "1000000/min"})
    settings.ALLOWED_HOSTS = ["*"]
    return token(lawyer)


@pytest.mark.parametrize(
    "operation", OPERATIONS, ids=lambda operation: operation.definition.raw["operationId"]
)
def test_every_operation_answers_as_it_promises(operation, header, places):
    cases = one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @given(case=cases)
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answers(case: Case) -> None:
        parts = [part for part in case.path.split("/") if part in places]
        for name in case.path_parameters:
            case.path_parameters[name] = places.get(name) or places[parts[-1] if parts else "systems"]
        case.call_and_validate(headers={"Authorization": header, "If-Match": "*"}, checks=CHECKS)

    answers()


def test_the_committed_document_is_the_one_that_is_served():
    made = OpenApiYamlRenderer().render(document(), renderer_context={}).decode()

    assert COMMITTED.read_text(encoding="utf-8") == made, (
        "docs/openapi.yaml is out of date: manage.py spectacular --file docs/openapi.yaml"
    )
