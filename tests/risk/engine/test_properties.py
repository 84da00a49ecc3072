"""What must be true for any facts whatever."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.vocabulary import Tier
from risk import rulebook
from risk.engine import classify, parse_facts
from risk.engine import settled as settled_tier
from risk.engine.attaining import attainable
from risk.engine.circuit import NO, OPEN, YES
from risk.engine.edition import Kind
from risk.engine.tiers import WEIGHT, scale, verdict

EDITIONS = {name: rulebook.edition(name) for name in rulebook.edition_ids()}
ON = date(2026, 12, 2)
NUMBERS = [0, 0.1, 0.4, 1e22, 2e23, 2e25]
DAYS = [date(2024, 5, 1), date(2026, 8, 1), date(2027, 1, 1), date(2029, 1, 1)]


def answers(fact):
    options = [option.id for option in fact.options]
    return {
        "yes_no": st.booleans(),
        "one_of": st.sampled_from(options or [""]),
        "several_of": st.lists(st.sampled_from(options or [""]), unique=True, max_size=3),
        "number": st.sampled_from(NUMBERS),
        "date": st.sampled_from(DAYS),
    }[fact.type]


def anything(edition):
    return st.fixed_dictionaries({}, optional={name: answers(fact) for name, fact in edition.facts.items()})


def some_of(data, told):
    """Draw some of the facts that were told."""
    return data.draw(st.sets(st.sampled_from(sorted(told)))) if told else set()


def settled(edition, told):
    return edition.circuit.settle(parse_facts(told, edition).answers).values


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_not_knowing_never_lowers_a_tier(edition, data):
    told = data.draw(anything(edition))
    dropped = some_of(data, told)
    read = scale(edition, ON)

    knowing = verdict(settled(edition, told), read)
    doubting = verdict(settled(edition, {**told, **dict.fromkeys(dropped)}), read)

    assert doubting.tier is Tier.UNDETERMINED or WEIGHT[doubting.tier] >= WEIGHT[knowing.tier]


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_another_answer_turns_a_decided_rule_only_by_a_limit_of_scope(edition, data):
    told = data.draw(anything(edition))
    kept = some_of(data, told)
    few = settled(edition, {fact: told[fact] for fact in kept})
    many = settled(edition, told)
    nodes = edition.circuit.rules

    limits = [rule.id for rule in edition.rules.values() if rule.kind == Kind.SCOPE]
    newly_outside = any(few[nodes[name]] != YES and many[nodes[name]] == YES for name in limits)

    turned = [name for name, node in nodes.items() if few[node] != OPEN and many[node] != few[node]]
    assert newly_outside or not turned


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_an_undetermined_finding_always_names_what_it_waits_for(edition, data):
    told = data.draw(anything(edition))
    doubted = some_of(data, told)

    finding = classify(parse_facts({**told, **dict.fromkeys(doubted)}, edition), edition, ON)

    named = {ask.fact for ask in finding.open_questions if ask.could}
    assert finding.tier is not Tier.UNDETERMINED or named
    assert named <= doubted | (edition.facts.keys() - told.keys())


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_further_answer_changes_a_tier_that_is_called_settled(edition, data):
    told = {
        **data.draw(anything(edition)),
        "ai.kind": "ai_system",
        "scope.exclusions": [],
        "market.union": True,
    }
    some = some_of(data, told)
    kept = {fact: told[fact] for fact in some | {"ai.kind", "scope.exclusions", "market.union"}}

    called = settled_tier(parse_facts(kept, edition), edition, ON)

    assert called in {None, classify(parse_facts(told, edition), edition, ON).tier}


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_order_of_answers_does_not_matter(edition, data):
    told = data.draw(anything(edition))
    shuffled = dict(data.draw(st.permutations(list(told.items()))))

    assert (
        classify(parse_facts(told, edition), edition, ON).as_json()
        == classify(parse_facts(shuffled, edition), edition, ON).as_json()
    )


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_order_of_rules_does_not_matter(data):
    straight, reversed_ = EDITIONS["2024-1689"], backwards("2024-1689")
    told = data.draw(anything(straight))

    here, there = settled(straight, told), settled(reversed_, told)

    assert {name: here[node] for name, node in straight.circuit.rules.items()} == {
        name: there[node] for name, node in reversed_.circuit.rules.items()
    }


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_flip_is_true(data):
    edition = EDITIONS["2026-1744"]
    told = data.draw(anything(edition))

    for flip in classify(parse_facts(told, edition), edition, ON).flips:
        changed = parse_facts({**told, flip.fact: flip.answer}, edition)
        assert classify(changed, edition, ON).tier == flip.becomes


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_every_rule_can_hold_fail_and_stay_open(edition):
    nothing = edition.circuit.settle({}).values

    for name, node in edition.circuit.rules.items():
        assert attainable(edition.circuit, node, edition.facts, YES), name
        assert attainable(edition.circuit, node, edition.facts, NO), name
        assert nothing[node] == OPEN, name


def backwards(edition_id):
    """Read an edition with the entries of every file in reverse."""
    import tomllib

    from risk.engine import read_edition

    home = rulebook.EDITIONS / edition_id
    files = []
    for path in [home / "edition.toml", *sorted(home.glob("*/*.toml"))]:
        tables = tomllib.loads(path.read_text())
        files.append(
            (
                path.name,
                {key: value[::-1] if isinstance(value, list) else value for key, value in tables.items()},
            )
        )
    return read_edition(files, frozenset((home / "anchors.txt").read_text().split()))
