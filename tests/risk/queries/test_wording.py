"""Stored answers, read aloud."""

import pytest

from risk import rulebook
from risk.queries.wording import answer_words, change_words

KIND = rulebook.edition().facts["ai.kind"]
AREAS = rulebook.edition().facts["use.areas"]
PLACED = rulebook.edition().facts["market.placed_on"]


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        (None, True, "Yes"),
        (None, False, "No"),
        (None, None, "I don't know"),
        (None, "unknown", "I don't know"),
        (KIND, "ai_system", "An AI system"),
        (AREAS, [], "None of these"),
        (AREAS, ["education"], "Schools, universities, vocational training"),
        (PLACED, "2025-11-03", "3 November 2025"),
        (None, 25.0, "25"),
        (None, 0.5, "0.5"),
        (None, "left over", "left over"),
    ],
)
def test_an_answer_reads_as_people_say_it(fact, value, words):
    assert answer_words(fact, value) == words


def test_a_change_to_a_list_says_only_what_comes_or_goes():
    changed = change_words(AREAS, ["education"], ["justice"])

    assert changed == (
        "also: Courts, dispute resolution, elections and voting; "
        "no longer: Schools, universities, vocational training"
    )


def test_a_change_where_nothing_was_answered_reads_as_the_answer():
    assert change_words(AREAS, None, ["education"]) == "Schools, universities, vocational training"
    assert change_words(None, True, answer=False) == "No"
