"""Two who change the same system at the same moment wait for each other, and neither is ended for it."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from audits.actions import plans
from audits.fairness import Spec
from governance.models import AISystem
from risk.actions import answers, classifications, moves, obligations
from risk.actions.answers import Statement
from risk.models import Answer, Move, Obligation
from tests.factories import VersionFactory, spec
from tests.services.world import rejudge
from tests.threads import beside

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite has one lock for all"),
]
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PLAIN = {
    "ai.kind": Statement("ai_system"),
    "scope.exclusions": Statement([]),
    "use.areas": Statement([]),
    "practice.signals": Statement([]),
}


@pytest.fixture
def version(transactional_db, unit, lawyer):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    answers.state(version=version, statements=PLAIN, by=lawyer, at=AT)
    return version


def test_an_answer_waits_for_whoever_meets_a_duty(version, lawyer):
    duty = Obligation.objects.select_related("system__unit").filter(system=version.system)[0]
    recruiting = {"use.areas": Statement(["employment"]), "employment.uses": Statement(["recruitment"])}

    beside(
        lambda: obligations.held(duty),
        lambda: answers.state(version=version, statements=recruiting, by=lawyer, at=AT),
    )

    assert Answer.objects.get(fact="use.areas").value == ["employment"]


def test_whoever_contests_a_move_waits_for_whoever_answers(version, lawyer):
    report = rejudge(version.system, by=lawyer, at=AT)
    move = Move.objects.get(rejudging=report)

    beside(
        lambda: classifications.hold(version),
        lambda: moves.contest(move=move, reason="The clerk decides.", by=lawyer, at=AT),
    )

    assert Move.objects.get().state == Move.State.CONTESTED


def test_a_row_that_refers_to_a_system_does_not_wait_for_whoever_judges_it(version, lawyer):
    beside(
        lambda: classifications.hold(version),
        lambda: plans.create(
            system=AISystem.objects.select_related("unit").get(), name="Yearly", spec=Spec.from_json(spec()),
            thresholds_reason="House rule.", legal_basis="", keep_rows_until=None, by=lawyer, at=AT,
        ),
    )  # fmt: skip

    assert version.system.fairness_plans.count() == 1
