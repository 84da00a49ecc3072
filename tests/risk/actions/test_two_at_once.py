"""Two people answer about the same system at the same moment: nothing is lost and one finding stands."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from governance.models import SystemVersion, User
from risk.actions import answers, obligations
from risk.actions.answers import Statement
from risk.models import Answer, Classification, Obligation
from tests.factories import VersionFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(transactional_db, unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


def saying(version, by, fact, value):
    def say() -> None:
        own = SystemVersion.objects.get(pk=version.pk)
        person = User.objects.get(pk=by.pk)
        answers.state(version=own, statements={fact: Statement(value)}, by=person, at=timezone.now())

    return say


def test_answers_to_two_questions_are_both_judged(version, lawyer, engineer):
    at_once(
        saying(version, lawyer, "ai.kind", "ai_system"),
        saying(version, engineer, "use.areas", ["employment"]),
    )

    assert set(Answer.objects.values_list("fact", flat=True)) == {"ai.kind", "use.areas"}
    standing = Classification.objects.get(version=version, superseded_at=None)
    assert (standing.facts["ai.kind"], standing.facts["use.areas"]) == ("ai_system", ["employment"])


def test_a_duty_is_met_once(version, lawyer, engineer):
    said = {
        "ai.kind": Statement("ai_system"),
        "scope.exclusions": Statement([]),
        "use.areas": Statement([]),
        "practice.signals": Statement([]),
    }
    answers.state(version=version, statements=said, by=lawyer, at=timezone.now())
    pk = Obligation.objects.values_list("pk", flat=True)[0]

    def meeting(evidence: str) -> Callable[[], str]:
        def meet() -> str:
            duty = Obligation.objects.select_related("system__unit").get(pk=pk)
            try:
                obligations.meet(obligation=duty, evidence=evidence, by=lawyer, at=timezone.now())
            except obligations.NotOpen:
                return "refused"
            return evidence

        return meet

    done = at_once(meeting("first"), meeting("second"))

    assert done.count("refused") == 1
    assert Obligation.objects.get(pk=pk).evidence == next(one for one in done if one != "refused")
