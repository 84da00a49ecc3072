"""What stands in a field: what a person said, what the record knows, or nothing."""

import pytest

from audits import blanks
from audits.sheets import Entry, EntryErrors, Known, Said, State, check, drift, fill

FRIA = blanks.load("fria")
SECTION_A = blanks.load("registration_a")
KNOWN = {
    "organisation.name": Known("Harbour Group", "Register"),
    "system.purpose": Known("Scores.", "Register"),
}


def entries(**said: Said) -> dict[str, Entry]:
    return {name: Entry(one, "Ada", "2026-11-20", 2) for name, one in said.items()}


def state(filling, field: str) -> State:
    return next(slot.state for slot in filling.slots if slot.field.id == field)


def text(filling, field: str) -> str:
    return next(slot.text for slot in filling.slots if slot.field.id == field)


def test_an_empty_document_is_all_gaps_but_for_what_is_optional():
    filling = fill(SECTION_A, {}, {})

    assert {slot.state for slot in filling.slots} == {State.GAP, State.LEFT_OUT}
    assert filling.coverage.words == "0 of 18 filled, 18 gaps"


def test_what_the_record_knows_waits_for_somebody_to_adopt_it():
    filling = fill(SECTION_A, {}, KNOWN)

    assert state(filling, "provider_name") is State.KNOWN
    assert text(filling, "provider_name") == "Harbour Group"
    assert "provider_name" in filling.missing
    assert (filling.coverage.filled, filling.coverage.known) == (0, 2)


def test_what_only_helps_to_write_fills_nothing():
    filling = fill(FRIA, {}, KNOWN)

    (slot,) = [slot for slot in filling.slots if slot.field.id == "processes"]
    assert slot.state is State.GAP
    assert slot.hints == (KNOWN["system.purpose"],)


def test_words_of_a_person_stand_before_what_the_record_knows():
    filling = fill(SECTION_A, entries(provider_name=Said("Harbour Bank AG")), KNOWN)

    assert state(filling, "provider_name") is State.STATED
    assert text(filling, "provider_name") == "Harbour Bank AG"


def test_something_adopted_says_when_the_record_has_moved_on():
    adopted = entries(provider_name=Said("Harbour Bank", source="Register"))
    (slot, *_) = fill(SECTION_A, adopted, KNOWN).slots

    assert slot.state is State.ADOPTED
    assert slot.moved
    assert slot.known_text == "Harbour Group"


def test_an_empty_entry_takes_back_what_stood_there():
    assert state(fill(FRIA, entries(processes=Said("")), {}), "processes") is State.GAP


def test_choices_are_shown_in_words():
    filling = fill(SECTION_A, entries(status=Said("recalled"), member_states=Said(["DE", "MT"])), {})

    assert text(filling, "status") == "Recalled"
    assert text(filling, "member_states") == "Germany; Malta"


def test_the_reduced_set_of_article_49_4_leaves_the_rest_out():
    filling = fill(SECTION_A, entries(logic=Said("A tree."), purpose=Said("Ranks.")), KNOWN, reduced=True)

    excluded = [slot.field.id for slot in filling.slots if slot.state is State.EXCLUDED]
    assert {slot.field.point.anchor.rsplit("-", 1)[1] for slot in filling.slots if slot.field.id in excluded} == {
        "6", "8", "9", "11", "12", "13",
    }  # fmt: skip
    assert text(filling, "logic") == ""
    assert state(filling, "purpose") is State.STATED


@pytest.mark.parametrize(
    ("field", "said", "fault"),
    [
        ("purposes", Said("x"), "did you mean purpose?"),
        ("purpose", Said("We do not say", applies=False), "owed in every case"),
        ("submitter", Said("", applies=False), "say why it does not apply"),
        ("submitter", Said("x", evidence="http://example.org"), "begins with https://"),
        ("purpose", Said(["x"]), "write a text"),
        ("purpose", Said("a\0b"), "letters that cannot be kept"),
        ("member_states", Said(["\ud800"]), "letters that cannot be kept"),
        ("provider_name", Said("x" * 501), "at most 500 characters"),
        ("certificate_expiry", Said("2026-13-01"), "a day such as"),
        ("certificate_expiry", Said("20261101"), "a day such as"),
        ("instructions", Said("javascript:alert(1)"), "begins with https://"),
        ("instructions", Said("https://["), "begins with https://"),
        ("status", Said("sold"), "choose one of on_the_market"),
        ("member_states", Said(["DE", "GB"]), "not 'GB'"),
        ("member_states", Said("DE"), "choose among"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(field, said, fault):
    with pytest.raises(EntryErrors) as refused:
        check({field: said}, SECTION_A)

    assert fault in refused.value.errors[field]


def test_all_faults_are_told_at_once():
    with pytest.raises(EntryErrors) as refused:
        check({"status": Said("sold"), "nothing": Said("x"), "purpose": Said("Scores.")}, SECTION_A)

    assert set(refused.value.errors) == {"status", "nothing"}


def test_drift_names_each_field_with_what_was_submitted_and_what_stands_today():
    before = {"provider_name": "Harbour Group", "status": "On the market, or in service", "old": "Gone"}
    present = fill(SECTION_A, entries(status=Said("recalled"), logic=Said("A tree.")), KNOWN)

    found = {one.field: (one.submitted, one.present) for one in drift(before, present, present.blank)}

    assert found == {
        "purpose": ("", "Scores."),
        "logic": ("", "A tree."),
        "status": ("On the market, or in service", "Recalled"),
        "old": ("Gone", ""),
    }


def test_there_is_no_drift_from_what_stands():
    present = fill(SECTION_A, entries(logic=Said("A tree.")), KNOWN)

    assert drift({slot.field.id: slot.text for slot in present.slots}, present, present.blank) == ()


def test_what_was_adopted_drifts_with_the_record():
    present = fill(SECTION_A, entries(provider_name=Said("Harbour Bank", source="Register")), KNOWN)

    (found,) = [
        one
        for one in drift({"provider_name": "Harbour Bank"}, present, present.blank)
        if one.field == "provider_name"
    ]

    assert (found.submitted, found.present) == ("Harbour Bank", "Harbour Group")
