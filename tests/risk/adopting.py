"""Systems that the amendment treats differently, and an installation that adopted the Act as published."""

from datetime import datetime, timedelta

import pytest

from governance.models import SystemVersion
from governance.vocabulary import JobState
from risk import rulebook, tasks
from risk.actions import answers, classifications, rejudgings
from risk.actions.answers import Statement
from risk.models import Rejudging
from tests.factories import VersionFactory
from tests.services.cast import House

OLD = "2024-1689"
IMAGES = {"ai.kind": "ai_system"}
CV = {
    "ai.kind": "ai_system",
    "practice.signals": [],
    "use.areas": ["employment"],
    "employment.uses": ["recruitment"],
    "filter.conditions": [],
}
MACHINE = {
    "ai.kind": "ai_system",
    "scope.exclusions": [],
    "practice.signals": [],
    "use.areas": [],
    "product.link": "component",
    "product.laws": ["machinery"],
    "product.third_party": "required",
    "product.safety_function": True,
    "product.failure": "health_and_safety",
    "content.features": [],
    "model.offers": "no",
}
# Prohibited from 2 December 2026.
UNDRESSING = {
    "ai.kind": "ai_system",
    "scope.exclusions": [],
    "practice.signals": ["intimate_imagery"],
    "use.areas": [],
    "product.link": "none",
    "content.features": ["generates"],
    "content.kinds": ["image"],
    "content.assistive": False,
    "model.offers": "no",
    "imagery.realistic": True,
    "imagery.consent": False,
    "imagery.no_increase": False,
    "imagery.purpose": True,
}


@pytest.fixture
def earlier(house: House, now: datetime) -> Rejudging:
    """Let the installation have adopted the Act as published."""
    made = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now - timedelta(days=9))
    Rejudging.objects.update(state=JobState.DONE, finished_at=now)
    return made


def judged(
    house: House,
    said: dict[str, object],
    at: datetime,
    *,
    role: str = "deployer",
    edition: str = "",
    **fields: object,
) -> SystemVersion:
    """Return a version that was answered and judged, under the adopted edition unless another is named."""
    version = VersionFactory(
        system__unit=house.unit, system__owner=house.founder, system__operator_roles=[role], **fields
    )
    statements = {fact: Statement(value) for fact, value in said.items()}
    made = answers.state(version=version, statements=statements, by=house.founder, at=at)
    if edition:
        made.delete()
        classifications.judge(version=version, by=house.founder, at=at, edition_id=edition)
    return version


def adopt(house: House, at: datetime, edition: str = rulebook.DEFAULT_EDITION) -> Rejudging:
    """Adopt an edition and let a worker make its report."""
    made = rejudgings.adopt(edition_id=edition, by=house.founder, at=at)
    tasks.execute_rejudging(rejudging_id=str(made.pk))
    made.refresh_from_db()
    return made
