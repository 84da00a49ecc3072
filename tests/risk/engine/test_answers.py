"""Facts come in from files and forms; what does not fit is named."""

from datetime import date

import pytest

from risk import rulebook
from risk.engine import FactErrors, parse_facts

EDITION = rulebook.edition()


def test_nested_tables_and_dotted_keys_mean_the_same():
    nested = parse_facts({"operator": {"roles": ["provider"]}, "ai": {"kind": "ai_system"}}, EDITION)
    dotted = parse_facts({"operator.roles": ["provider"], "ai.kind": "ai_system"}, EDITION)

    assert nested == dotted
    assert nested.as_json() == {"ai.kind": "ai_system", "operator.roles": ["provider"]}


@pytest.mark.parametrize("said", [None, "unknown"])
def test_not_knowing_is_an_answer(said):
    assert parse_facts({"filter.profiling": said}, EDITION).as_json() == {"filter.profiling": "unknown"}


def test_yes_and_no_may_be_words():
    facts = parse_facts({"filter.profiling": "yes", "content.obvious": "no"}, EDITION)

    assert facts.answers == {"filter.profiling": True, "content.obvious": False}


def test_dates_and_numbers_are_typed():
    facts = parse_facts({"market.placed_on": "2025-03-01", "model.training_flop": 2e25}, EDITION)

    assert facts.answers == {"market.placed_on": date(2025, 3, 1), "model.training_flop": 2e25}


WRONG = {
    "use.aeras": ([], "did you mean 'use.areas'"),
    "use.areas": (["employmant"], "did you mean 'employment'"),
    "ai.kind": ("system", "ai_system"),
    "filter.profiling": (3, "answer yes or no"),
    "employment.uses": ("recruitment", "a list of options"),
    "market.placed_on": ("soon", "a date such as"),
    "model.training_flop": ("many", "a number"),
    "model.modification_share": (True, "a number"),
}


def test_every_wrong_fact_gets_its_own_message():
    with pytest.raises(FactErrors) as refusal:
        parse_facts({fact: value for fact, (value, _) in WRONG.items()}, EDITION)

    assert set(refusal.value.errors) == set(WRONG)
    assert all(hint in refusal.value.errors[fact] for fact, (_, hint) in WRONG.items())


def test_facts_of_another_edition_are_no_mistake():
    published = rulebook.edition("2024-1689")

    facts = parse_facts(
        {"imagery.purpose": True, "practice.signals": ["intimate_imagery", "manipulation"]}, published
    )

    assert facts.as_json() == {"practice.signals": ["manipulation"]}


def test_hints_are_looked_for_only_as_long_as_somebody_may_read_them():
    with pytest.raises(FactErrors) as refusal:
        parse_facts({f"use.areas{number}": ["employment"] for number in range(100)}, EDITION)

    told = refusal.value.errors.values()
    assert (len(told), sum("did you mean 'use.areas'" in says for says in told)) == (100, 20)
