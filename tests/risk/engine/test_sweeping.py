"""The engine against a plain recursive evaluation that shares nothing with it but the reading of the edition."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.plain import YES, Plain
from risk import rulebook
from risk.engine import classify, parse_facts
from risk.engine.explaining import finding as afresh
from risk.engine.judgement import Judgement

EDITIONS = {name: rulebook.edition(name) for name in rulebook.edition_ids()}
DAYS = [date(2025, 1, 1), date(2026, 11, 20), date(2026, 12, 2)]
INSIDE = {"ai.kind": "ai_system", "organisation.union": True, "scope.exclusions": []}
ANSWERS = {
    "yes_no": lambda _options: st.sampled_from([True, False, "unknown"]),
    "one_of": st.sampled_from,
    "several_of": lambda options: st.lists(st.sampled_from(options), unique=True, max_size=3),
    "number": lambda _options: st.sampled_from([0.1, 0.4, 4e22, 2e23, 5e24, 2e25]),
    "date": lambda _options: st.dates(date(2023, 1, 1), date(2030, 12, 31)),
}


def anything(edition):
    asked = {
        name: ANSWERS[fact.type]([option.id for option in fact.options])
        for name, fact in edition.facts.items()
    }
    return st.fixed_dictionaries({}, optional=asked)


def likely(edition):
    """Draw any answers, but not so many exclusions that hardly anything is left to judge."""
    return anything(edition).map(lambda told: {**told, **INSIDE} if len(told) % 3 else told)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_engine_finds_what_a_plain_evaluation_finds(edition, data):
    facts = parse_facts(data.draw(likely(edition)), edition)
    on = data.draw(st.sampled_from(DAYS))
    plain = Plain(facts.answers, edition, on)

    finding = classify(facts, edition, on)

    assert finding.tier == plain.tier()
    assert {found.rule: found.state for found in finding.findings} == {
        found.rule: ("fails", "open", "holds")[plain.rule(found.rule)] for found in finding.findings
    }
    judged = Judgement(facts, edition, on)
    for found in finding.findings:
        assert found == afresh(judged, edition.rules[found.rule])
    owed = {name for name in edition.obligations if plain.obligation(name) == YES}
    assert {duty.id for duty in finding.obligations} == owed
    flips = {
        (fact, str(sorted(to) if isinstance(to, frozenset) else to), tier) for fact, to, tier in plain.flips()
    }
    assert {(flip.fact, str(flip.answer), flip.becomes) for flip in finding.flips} == flips


def test_what_one_reader_does_to_a_finding_does_not_reach_the_next():
    edition = rulebook.edition()
    facts = parse_facts({"use.areas": ["employment"], "employment.uses": ["recruitment"]}, edition)

    kept = classify(facts, edition, DAYS[1]).as_record()
    spoiled = classify(facts, edition, DAYS[1]).as_json()
    for found in spoiled["findings"]:
        found["title"] = "spoiled"
        for fact in found["facts"]:
            fact["question"] = "spoiled"
            fact["labels"].append("spoiled")

    assert "spoiled" not in str(classify(facts, edition, DAYS[1]).as_json())
    assert "spoiled" not in str(kept)
