"""Answers are checked against the edition that asks."""

import pytest

from audits import questionnaires
from audits.scoring import Answer, AnswerErrors, parse_answers, unanswered

FORM = questionnaires.load()


def test_answers_come_in_the_order_of_the_questionnaire():
    parsed = parse_answers(
        {
            "data_handling.location": {"value": None, "note": "asked on 3 May"},
            "safety.security": {"value": "described"},
        },
        FORM,
    )

    assert list(parsed) == ["safety.security", "data_handling.location"]
    assert parsed["safety.security"] == Answer("described", "")
    assert parsed["data_handling.location"] == Answer(None, "asked on 3 May")


def test_unanswered_are_those_of_which_nobody_even_said_that_they_are_not_known():
    left = unanswered({"safety.security": Answer(None)}, FORM)

    assert len(left) == 23
    assert "safety.security" not in left


@pytest.mark.parametrize(
    ("raw", "question", "words"),
    [
        ({"safety.securty": {"value": None}}, "safety.securty", "did you mean safety.security?"),
        ({"safety.security": {"value": "sure"}}, "safety.security", "answer one of certified, described, no"),
        ({"safety.security": "certified"}, "safety.security", "answer with a value and a note"),
        (
            {"safety.security": {"value": "certified", "note": 3}},
            "safety.security",
            "answer with a value and a note",
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_named(raw, question, words):
    with pytest.raises(AnswerErrors) as refused:
        parse_answers(raw, FORM)

    assert words in refused.value.errors[question]
