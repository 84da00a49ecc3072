"""The questionnaire as a version's answers leave it."""

import pytest

from risk import rulebook
from risk.actions import answers
from risk.actions.answers import Statement
from risk.queries.sheets import section_of, sheet
from tests.factories import VersionFactory


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


def state(version, by, at, **said: object):
    statements = {key.replace("__", "."): Statement(value) for key, value in said.items()}
    answers.state(version=version, statements=statements, by=by, at=at)


def facts_of(paper):
    return [question.fact for section in paper.sections for question in section.questions]


def test_nothing_is_asked_twice_that_the_register_knows(version, now):
    asked = facts_of(sheet(version, now.date()))

    assert "ai.kind" in asked
    assert "operator.roles" not in asked
    assert len(asked) == len(set(asked))


def test_an_answer_opens_what_depends_on_it_and_nothing_else(version, lawyer, now):
    state(version, lawyer, now, ai__kind="ai_system")
    before = facts_of(sheet(version, now.date()))

    state(version, lawyer, now, use__areas=["employment"])

    after = facts_of(sheet(version, now.date()))
    assert "employment.uses" in set(after) - set(before)
    assert "biometrics.uses" not in after


def test_what_is_out_of_scope_has_nothing_more_to_ask(version, lawyer, now):
    state(version, lawyer, now, ai__kind="not_ai")

    paper = sheet(version, now.date())

    assert (paper.answered, paper.left, paper.percent) == (1, 0, 100)
    assert paper.next_open() is None


def test_going_on_stays_in_a_section_until_it_is_answered_and_comes_round_to_what_was_skipped(
    version, lawyer, now
):
    paper = sheet(version, now.date())
    first, second = paper.sections[0], paper.sections[1]
    assert paper.next_open(first.slug) == first

    state(version, lawyer, now, **{q.fact.replace(".", "__"): [] for q in second.questions})

    paper = sheet(version, now.date())
    assert paper.section(second.slug).left == 0
    assert paper.next_open(second.slug) == paper.sections[2]
    last = paper.sections[-1]
    state(version, lawyer, now, **{q.fact.replace(".", "__"): None for q in last.questions})
    assert sheet(version, now.date()).next_open(last.slug) == sheet(version, now.date()).sections[0]


def test_i_dont_know_counts_as_answered(version, lawyer, now):
    before = sheet(version, now.date()).answered

    state(version, lawyer, now, ai__kind=None)

    assert sheet(version, now.date()).answered == before + 1


def test_a_sheet_costs_four_queries(version, lawyer, now, django_assert_num_queries):
    state(version, lawyer, now, ai__kind="ai_system", use__areas=["employment"])

    with django_assert_num_queries(4):
        sheet(version, now.date())


def test_a_fact_knows_its_section():
    published, amended = map(rulebook.edition, ("2024-1689", "2026-1744"))

    assert section_of(published.facts["ai.kind"]) == "what-it-is-and-whom-the-act-addresses"
    assert section_of(published.facts.get("imagery.realistic")) == ""
    assert section_of(amended.facts["imagery.realistic"]) == "practices-the-act-prohibits"
