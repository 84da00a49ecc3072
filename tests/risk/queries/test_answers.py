"""What people said and what the register knows, side by side."""

from datetime import date

import pytest

from risk import rulebook
from risk.actions import answers
from risk.actions.answers import Statement
from risk.engine import parse_facts
from risk.queries.answers import raw_facts, registered, stated
from tests.factories import VersionFactory


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(
        system__unit=unit,
        system__owner=lawyer,
        system__operator_roles=["deployer", "provider"],
        system__placed_on_market_date=date(2026, 5, 4),
    )


def test_the_register_answers_every_fact_that_an_edition_says_it_keeps(version):
    kept = {fact.id for fact in rulebook.edition().facts.values() if fact.kept == "register"}

    known = registered(version)

    assert set(known) == kept
    parse_facts(known, rulebook.edition())


def test_the_register_says_what_stands_in_it(version):
    assert registered(version) == {
        "operator.roles": ["deployer", "provider"],
        "market.placed_on": "2026-05-04",
        "organisation.size": "large",
        "organisation.public_body": False,
        "organisation.union": True,
    }


def test_what_the_register_does_not_say_is_not_known(unit, lawyer):
    version = VersionFactory(system__unit=unit, system__owner=lawyer, system__operator_roles=[])

    assert {"operator.roles", "market.placed_on"}.isdisjoint(registered(version))


def test_facts_of_another_edition_are_left_out(version, lawyer, now):
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=lawyer, at=now)
    newer = set(rulebook.edition().facts) - set(rulebook.edition("2024-1689").facts)

    facts = raw_facts(version, rulebook.edition("2024-1689"))

    assert facts["ai.kind"] == "ai_system"
    assert not newer & set(facts)


def test_the_register_outweighs_an_answer_to_the_same_fact(version, lawyer, now):
    answers.state(version=version, statements={"organisation.size": Statement("micro")}, by=lawyer, at=now)

    assert raw_facts(version, rulebook.edition())["organisation.size"] == "large"


@pytest.mark.parametrize("rows", [1, 3])
def test_what_was_said_costs_one_query(rows, version, lawyer, now, django_assert_num_queries):
    facts = ["ai.kind", "scope.exclusions", "use.areas"][:rows]
    answers.state(version=version, statements={fact: Statement(None) for fact in facts}, by=lawyer, at=now)

    with django_assert_num_queries(1):
        said = {fact: row.by.name for fact, row in stated(version).items()}

    assert said == dict.fromkeys(facts, "Ada")
