"""Confirming and contesting: the row, the trail, the mark in the register, and what makes it lapse."""

import pytest
from django.db import IntegrityError

from governance.models import AISystem, TrailEntry
from governance.vocabulary import Tier
from risk.actions import answers, positions
from risk.actions.answers import Statement
from risk.models import Classification, Position
from risk.queries.classifications import current
from risk.queries.positions import held, taken
from tests.callers import verbs
from tests.factories import VersionFactory

AI = {"ai.kind": Statement("ai_system"), "scope.exclusions": Statement([])}
NOT_AI = {"ai.kind": Statement("not_ai")}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


@pytest.fixture
def found(version, engineer, now):
    return answers.state(version=version, statements=AI, by=engineer, at=now)


def standing(version):
    system = AISystem.objects.get(pk=version.system_id)
    return held(taken(version), current(version), system)


def test_a_confirmation_is_kept_with_its_reasons_and_told_in_the_trail(found, lawyer, now):
    made = positions.confirm(classification=found, reasons=" Read the contract. ", by=lawyer, at=now)

    assert (made.stance, made.reasons, made.by, made.tier) == ("confirmed", "Read the contract.", lawyer, "")
    entry = TrailEntry.objects.get(verb="finding.confirmed")
    assert entry.after == {"stance": "confirmed", "version": "1.0", "digest": made.digest}
    assert not AISystem.objects.get().is_contested


def test_a_contest_keeps_the_rulebooks_tier_and_marks_it(found, version, lawyer, now):
    before = AISystem.objects.get().tier

    positions.contest(
        classification=found, reasons="It ranks nobody.", tier=Tier.MINIMAL, provision="Art. 6(3)(a)",
        by=lawyer, at=now,
    )  # fmt: skip

    system = AISystem.objects.get()
    assert (system.tier, system.is_contested) == (before, True)
    assert verbs(system.reference)[-2:] == ["finding.contested", "system.contested"]
    told = standing(version)
    assert (told.label, told.position.tier, told.position.provision) == (
        "Contested", "minimal", "Art. 6(3)(a)",
    )  # fmt: skip


def test_a_confirmation_after_a_contest_takes_the_mark_away(found, lawyer, now):
    positions.contest(classification=found, reasons="No.", tier=None, provision="", by=lawyer, at=now)

    positions.confirm(classification=found, reasons="Yes, after all.", by=lawyer, at=now)

    assert not AISystem.objects.get().is_contested
    assert Position.objects.count() == 2
    assert verbs(AISystem.objects.get().reference)[-1] == "system.contest_ended"


def test_a_confirmation_lapses_and_names_the_facts_that_changed(found, version, lawyer, engineer, now):
    positions.confirm(classification=found, reasons="Yes.", by=lawyer, at=now)

    answers.state(version=version, statements=NOT_AI, by=engineer, at=now)

    told = standing(version)
    assert (told.lapsed, told.label) == (True, "Confirmed, but lapsed")
    changed = {change.what: (change.before, change.now) for change in told.changes}
    assert changed["Tier"] == ("Undetermined", "Out of scope")
    assert len(changed) == 2


def test_a_confirmation_stands_again_when_the_facts_come_back(found, version, lawyer, engineer, now):
    positions.confirm(classification=found, reasons="Yes.", by=lawyer, at=now)
    answers.state(version=version, statements=NOT_AI, by=engineer, at=now)

    answers.state(version=version, statements=AI, by=engineer, at=now)

    assert Classification.objects.count() == 3
    assert not standing(version).lapsed


def test_a_contest_stands_while_the_tier_does_and_lapses_with_it(found, version, lawyer, engineer, now):
    positions.contest(classification=found, reasons="No.", tier=None, provision="", by=lawyer, at=now)
    more = {"use.areas": Statement(["employment"])}
    answers.state(version=version, statements=more, by=engineer, at=now)
    assert (standing(version).lapsed, bool(standing(version).changes)) == (False, True)

    later = now.replace(hour=11)
    answers.state(version=version, statements=NOT_AI, by=engineer, at=later)

    assert standing(version).lapsed
    assert not AISystem.objects.get().is_contested


@pytest.mark.parametrize("reasons", ["", "   "])
def test_a_position_without_reasons_is_refused(found, reasons, lawyer, now):
    with pytest.raises(positions.NoReasons):
        positions.confirm(classification=found, reasons=reasons, by=lawyer, at=now)

    assert not Position.objects.exists()


def test_nobody_speaks_of_a_finding_that_was_replaced(found, version, lawyer, engineer, now):
    answers.state(version=version, statements=NOT_AI, by=engineer, at=now)

    with pytest.raises(positions.Superseded):
        positions.confirm(classification=found, reasons="Yes.", by=lawyer, at=now)

    assert not Position.objects.exists()


def test_a_confirmation_cannot_name_another_tier(found, lawyer, now):
    with pytest.raises(IntegrityError):
        Position.objects.create(
            classification=found, stance="confirmed", reasons="Yes.", tier="high", by=lawyer, at=now
        )
