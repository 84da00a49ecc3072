"""What is owed follows the finding; what was shown is never lost."""

from datetime import timedelta

import pytest

from governance.models import TrailEntry
from governance.vocabulary import Role
from risk.actions import answers, obligations
from risk.actions.answers import Statement
from risk.models import Obligation
from tests.factories import VersionFactory, user_in

CHATBOT = {
    "ai.kind": Statement("ai_system"),
    "scope.exclusions": Statement([]),
    "practice.signals": Statement([]),
    "use.areas": Statement([]),
}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


@pytest.fixture
def owed(version, lawyer, now):
    """Return the duties of a deployer whose answers are begun: literacy among them."""
    answers.state(version=version, statements=CHATBOT, by=lawyer, at=now)
    return Obligation.objects.order_by("due_effective", "key")


def out_of_scope(version, by, at):
    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=by, at=at)


def back_in_scope(version, by, at):
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=by, at=at)


def test_duties_that_follow_from_the_finding_are_opened(owed, lawyer):
    duty = owed.first()

    assert duty.state == "open"
    assert duty.owner == lawyer
    assert duty.provision["cite"].startswith("Art. ")
    assert duty.edition == "2026-1744"
    entry = TrailEntry.objects.get(verb="obligations.kept_in_step")
    assert set(entry.after["opened"]) == set(owed.values_list("key", flat=True))


def test_a_duty_that_no_longer_follows_is_closed_with_the_reason(owed, version, lawyer, now):
    key = owed.first().key

    out_of_scope(version, lawyer, now + timedelta(days=1))

    duty = Obligation.objects.get(key=key)
    assert duty.state == "fallen_away"
    assert (
        duty.settled_reason == "The finding of 15 September 2026 under 2026-1744 no longer gives this duty."
    )


def test_meeting_a_duty_needs_something_that_shows_it(owed, lawyer, now):
    with pytest.raises(obligations.NoEvidence):
        obligations.meet(obligation=owed.first(), evidence="  ", by=lawyer, at=now)


def test_a_duty_is_met_with_its_evidence(owed, lawyer, now):
    duty = owed.first()

    obligations.meet(obligation=duty, evidence=" Training of 3 May ", by=lawyer, at=now)

    duty.refresh_from_db()
    assert (duty.state, duty.evidence, duty.settled_by) == ("met", "Training of 3 May", lawyer)
    entry = TrailEntry.objects.get(verb="obligation.met")
    assert entry.after == {"state": "met", "evidence": "Training of 3 May"}


def test_a_duty_cannot_be_met_twice(owed, lawyer, now):
    duty = owed.first()
    obligations.meet(obligation=duty, evidence="Training", by=lawyer, at=now)

    with pytest.raises(obligations.NotOpen):
        obligations.meet(obligation=duty, evidence="Other", by=lawyer, at=now)


def test_a_met_duty_that_is_still_owed_stays_met(owed, version, lawyer, now):
    duty = owed.first()
    obligations.meet(obligation=duty, evidence="Training", by=lawyer, at=now)

    answers.state(version=version, statements={"use.areas": Statement(["employment"])}, by=lawyer, at=now)

    duty.refresh_from_db()
    assert duty.state == "met"


def test_evidence_outlives_a_duty_that_falls_away_and_comes_back(owed, version, lawyer, now):
    duty = owed.first()
    obligations.meet(obligation=duty, evidence="Training of 3 May", by=lawyer, at=now)
    out_of_scope(version, lawyer, now + timedelta(days=1))
    back_in_scope(version, lawyer, now + timedelta(days=2))

    duty.refresh_from_db()
    assert duty.state == "open"
    assert "Training of 3 May" in duty.evidence
    assert "no longer gives this duty" in duty.evidence

    obligations.meet(obligation=duty, evidence="Training of 1 October", by=lawyer, at=now)

    duty.refresh_from_db()
    assert duty.evidence.startswith("Training of 1 October")
    assert "Training of 3 May" in duty.evidence


def test_a_duty_is_given_to_somebody(owed, unit, lawyer, now):
    duty, colleague = owed.first(), user_in(unit, Role.ENGINEER)

    obligations.assign(obligation=duty, owner=colleague, by=lawyer, at=now)
    obligations.assign(obligation=duty, owner=colleague, by=lawyer, at=now)

    duty.refresh_from_db()
    assert duty.owner == colleague
    entry = TrailEntry.objects.get(verb="obligation.assigned")
    assert (entry.before["owner"], entry.after["owner"]) == (str(lawyer.pk), str(colleague.pk))


def test_a_duty_met_by_mistake_is_opened_again_and_keeps_what_was_shown(owed, lawyer, now):
    duty = owed.first()
    obligations.meet(obligation=duty, evidence="Training of 3 May", by=lawyer, at=now)

    obligations.reopen(obligation=duty, reason=" It was another team's ", by=lawyer, at=now)

    duty.refresh_from_db()
    assert (duty.state, duty.settled_at, duty.settled_by) == ("open", None, None)
    assert duty.evidence == ("Opened again on 14 September 2026: It was another team's\n\nTraining of 3 May")
    entry = TrailEntry.objects.get(verb="obligation.reopened")
    assert entry.before == {"key": duty.key, "state": "met"}
    assert entry.after == {"state": "open", "reason": "It was another team's"}


def test_a_duty_is_opened_again_for_a_reason_and_only_when_it_is_met(owed, lawyer, now):
    duty = owed.first()

    with pytest.raises(obligations.NotMet):
        obligations.reopen(obligation=duty, reason="A mistake", by=lawyer, at=now)
    obligations.meet(obligation=duty, evidence="Training", by=lawyer, at=now)
    with pytest.raises(obligations.NoReason):
        obligations.reopen(obligation=duty, reason=" ", by=lawyer, at=now)

    duty.refresh_from_db()
    assert duty.state == "met"
    assert not TrailEntry.objects.filter(verb="obligation.reopened").exists()
