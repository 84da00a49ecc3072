"""Answers are stored with who and when, judged in the same breath, and told in the trail."""

from datetime import timedelta

import pytest

from governance.actions import systems
from governance.models import AISystem, TrailEntry
from risk.actions import answers
from risk.actions.answers import Statement
from risk.engine import FactErrors
from risk.models import Answer, Classification
from tests.factories import VersionFactory


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


def verbs():
    return list(TrailEntry.objects.order_by("seq").values_list("verb", flat=True))


def test_answers_are_stored_with_note_person_and_time(version, engineer, now):
    said = {"ai.kind": Statement("ai_system"), "use.areas": Statement(["employment"], "from the leaflet")}

    made = answers.state(version=version, statements=said, by=engineer, at=now)

    row = Answer.objects.get(version=version, fact="use.areas")
    assert (row.value, row.note, row.by, row.at) == (["employment"], "from the leaflet", engineer, now)
    assert made.facts["use.areas"] == ["employment"]
    assert made.tier == "undetermined"


def test_each_action_of_an_answer_writes_one_entry(version, engineer, now):
    before = len(verbs())

    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=now)

    assert verbs()[before:] == ["facts.stated", "system.classified", "system.tiered"]
    entry = TrailEntry.objects.get(verb="facts.stated")
    assert (entry.before, entry.after) == ({}, {"ai.kind": "not_ai", "version": version.label})


def test_what_is_not_ai_is_out_of_scope_and_the_register_hears_of_it(version, engineer, now):
    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=now)

    system = AISystem.objects.get(pk=version.system_id)
    assert (system.tier, system.tier_set_by, system.tier_set_at) == ("out_of_scope", engineer, now)


def test_an_answer_given_anew_leaves_the_old_one_in_the_trail(version, engineer, lawyer, now):
    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=now)
    later = now + timedelta(hours=1)

    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=lawyer, at=later)

    assert Answer.objects.get(version=version).by == lawyer
    entry = TrailEntry.objects.filter(verb="facts.stated").latest("seq")
    assert entry.before == {"ai.kind": "not_ai"}


def test_the_same_answer_again_writes_nothing(version, engineer, now):
    said = {"ai.kind": Statement("not_ai")}
    first = answers.state(version=version, statements=said, by=engineer, at=now)
    entries = verbs()

    second = answers.state(version=version, statements=said, by=engineer, at=now + timedelta(days=1))

    assert second == first
    assert verbs() == entries


def test_i_dont_know_is_an_answer_of_its_own(version, engineer, now):
    made = answers.state(version=version, statements={"use.areas": Statement(None)}, by=engineer, at=now)

    assert Answer.objects.get(version=version).value is None
    assert made.facts["use.areas"] is None
    assert made.tier == "undetermined"


def test_a_value_that_does_not_fit_stores_nothing(version, engineer, now):
    said = {"ai.kind": Statement("ai_system"), "use.areas": Statement(["emplyoment"])}

    with pytest.raises(FactErrors) as refused:
        answers.state(version=version, statements=said, by=engineer, at=now)

    assert list(refused.value.errors) == ["use.areas"]
    assert not Answer.objects.exists()
    assert not Classification.objects.exists()


def test_a_new_version_inherits_answers_until_it_has_its_own(version, engineer, now):
    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=now)
    newer = systems.add_version(system=version.system, label="2.0", changes="", by=engineer, at=now)

    inherited = answers.state(version=newer, statements={}, by=engineer, at=now)
    own = answers.state(
        version=newer,
        statements={"ai.kind": Statement("ai_system")},
        by=engineer,
        at=now + timedelta(hours=1),
    )

    assert inherited.tier == "out_of_scope"
    assert own.tier == "undetermined"
    assert Answer.objects.get(version=version).value == "not_ai"


def test_an_older_version_judged_late_does_not_set_the_systems_tier(version, engineer, now):
    newer = systems.add_version(system=version.system, label="2.0", changes="", by=engineer, at=now)
    answers.state(version=newer, statements={"ai.kind": Statement("ai_system")}, by=engineer, at=now)

    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=now)

    assert AISystem.objects.get(pk=version.system_id).tier == "undetermined"


def test_a_reason_that_is_written_over_stays_readable_in_the_trail(version, engineer, lawyer, now):
    first = Statement("ai_system", "It infers, see the model card.", "https://wiki.example.org/card")
    answers.state(version=version, statements={"ai.kind": first}, by=lawyer, at=now)

    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=engineer, at=now)

    entry = TrailEntry.objects.filter(verb="facts.stated").latest("seq")
    beside = {"ai.kind (note)": first.note, "ai.kind (evidence)": first.evidence}
    assert entry.before == {"ai.kind": "ai_system", **beside}
    assert entry.after == {"ai.kind": "ai_system", **dict.fromkeys(beside, ""), "version": version.label}


def test_an_answer_that_was_not_seen_is_not_written_over(version, engineer, lawyer, now):
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=engineer, at=now)
    said = {"ai.kind": Statement("not_ai"), "use.areas": Statement([])}

    with pytest.raises(answers.Overtaken) as refusal:
        answers.state(version=version, statements=said, seen={"ai.kind": ""}, by=lawyer, at=now)

    assert refusal.value.facts == ("ai.kind",)
    assert [row.value for row in Answer.objects.all()] == ["ai_system"]
