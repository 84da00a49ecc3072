"""The small language in which rules ask for facts."""

from datetime import date

import pytest

from risk.engine.conditions import AllOf, AnyOf, BadConditionError, Grammar, Holds, Not, Test, named

GRAMMAR = Grammar(
    facts={
        "works": ("yes_no", frozenset()),
        "areas": ("several_of", frozenset({"work", "school"})),
        "share": ("number", frozenset()),
        "placed": ("date", frozenset()),
    },
    rules=frozenset({"high.any"}),
    dates={"general": date(2026, 8, 2)},
)
READABLE = {
    "works": Test("works", "yes"),
    "not works": Not(Test("works", "yes")),
    "areas is work": Test("areas", "is", "work"),
    "share > 1e23": Test("share", ">", 1e23),
    "placed < general": Test("placed", "<", date(2026, 8, 2)),
    "placed >= 2025-01-01": Test("placed", ">=", date(2025, 1, 1)),
    "placed <= today": Test("placed", "<=", "today"),
    "works is unknown": Test("works", "unknown"),
    "not share is unknown": Not(Test("share", "unknown")),
    "high.any": Holds("high.any"),
}
UNREADABLE = {
    "workz": "did you mean 'works'",
    "areas is wrok": "did you mean 'work'",
    "works is work": "cannot be asked with 'is'",
    "areas": "cannot be asked with 'yes'",
    "placed < generl": "did you mean 'general'",
    "share > many": "not a number",
    "Works, please": "cannot read",
}


@pytest.mark.parametrize(("phrase", "expected"), READABLE.items())
def test_a_phrase_is_read(phrase, expected):
    assert GRAMMAR.read(phrase) == expected


@pytest.mark.parametrize(("phrase", "reason"), UNREADABLE.items())
def test_a_phrase_that_cannot_be_read_says_why(phrase, reason):
    with pytest.raises(BadConditionError, match=reason):
        GRAMMAR.read(phrase)


def test_conditions_nest():
    condition = GRAMMAR.read({"all": ["works", {"any": ["areas is work", {"not": "high.any"}]}]})

    assert condition == AllOf(
        (Test("works", "yes"), AnyOf((Test("areas", "is", "work"), Not(Holds("high.any")))))
    )
    assert list(named(condition)) == ["works", "areas", "high.any"]


@pytest.mark.parametrize(
    "raw", [{"all": []}, {"some": ["works"]}, {"all": ["works"], "any": ["works"]}, 3, ["works"]]
)
def test_a_table_that_is_no_condition_is_refused(raw):
    with pytest.raises(BadConditionError):
        GRAMMAR.read(raw)
