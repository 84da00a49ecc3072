"""A stored finding, made ready to be read."""

from datetime import date

import pytest

from governance.vocabulary import Tier
from risk.actions import answers
from risk.actions.answers import Statement
from risk.queries.opinions import opinion
from tests.factories import VersionFactory


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


def state(version, by, at, **said: object):
    statements = {key.replace("__", "."): Statement(value) for key, value in said.items()}
    return answers.state(version=version, statements=statements, by=by, at=at)


def rulings(read, title):
    group = next(group for group in read.groups if group.title == title)
    return {ruling.rule: ruling for ruling in (*group.standing, *group.failing)}


def test_rulings_are_grouped_with_path_provision_and_exceptions(version, lawyer, now):
    made = state(
        version, lawyer, now, ai__kind="ai_system", scope__exclusions=[], use__areas=["employment"],
        employment__uses=["recruitment"],
    )  # fmt: skip

    read = opinion(made)

    found = {ruling.provision.cite: ruling for ruling in rulings(read, "High-risk").values()}
    ruling = found["Annex III(4)(a)"]
    assert (ruling.state, ruling.label, ruling.mark) == ("holds", "Holds", "high")
    assert "eur-lex.europa.eu" in ruling.provision.url
    assert [step.fact for step in ruling.steps] == ["use.areas", "employment.uses"]
    assert ruling.steps[0].answer == "Hiring, managing, assessing or monitoring people who work"
    exceptions = [exception for one in found.values() for exception in one.exceptions]
    assert "Art. 6(3)" in {exception.provision.cite[:9] for exception in exceptions}
    assert all(exception.why for exception in exceptions)


def test_open_questions_lead_to_their_section(version, lawyer, now):
    read = opinion(state(version, lawyer, now, ai__kind="ai_system"))

    ask = next(ask for ask in read.to_answer if ask.fact == "use.areas")
    assert ask.section == "what-it-is-used-for"
    assert Tier.HIGH in ask.could
    assert not ask.kept


def test_what_would_change_the_tier_is_gathered_by_tier_worst_first(version, lawyer, now):
    read = opinion(state(version, lawyer, now, ai__kind="ai_system"))

    tiers = [turn.tier for turn in read.turns]
    assert tiers == sorted(tiers, key=list(Tier).index)
    assert Tier.OUT_OF_SCOPE in tiers
    assert all(change.question and change.says for turn in read.turns for change in turn.changes)


def test_the_prohibitions_to_come_are_announced_with_their_day(version, lawyer, now):
    read = opinion(state(version, lawyer, now, ai__kind="ai_system"))

    assert date(2026, 12, 2) in {change.on for change in read.coming if change.becomes == Tier.PROHIBITED}


def test_reading_a_finding_costs_no_query(version, lawyer, now, django_assert_num_queries):
    made = state(version, lawyer, now, ai__kind="ai_system")

    with django_assert_num_queries(0):
        opinion(made)
