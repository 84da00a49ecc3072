"""What answers are worth: words first, numbers explained, and the unknown never counted as good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits import questionnaires
from audits.scoring import Answer, Word, questionnaire, score

FORM = questionnaires.load()


def best(question):
    return max(question.options, key=lambda option: option.points).id


BEST = {name: best(question) for name, question in FORM.questions.items()}
RELIED_ON = {Word.ADEQUATE, Word.ADEQUATE_WITH_CONDITIONS}


def said(**changes: object):
    """Return the best answer to every question, but for the changes; dots are double underscores."""
    changed = {key.replace("__", "."): value for key, value in changes.items()}
    return {name: Answer(value) for name, value in (BEST | changed).items()}


def small(*questions: tuple):
    """Return a questionnaire of one area, made of (id, options) pairs."""
    return questionnaire(
        {
            "id": "small",
            "title": "Small",
            "about": "Small.",
            "kinds": ["gpai_model"],
            "page": "https://example.org/",
            "adequate_from": 80,
            "with_conditions_from": 50,
            "months": {word.value: 12 for word in Word},
            "area": [{"id": "area", "title": "Area", "about": "All of it."}],
            "question": [
                {"id": name, "area": "area", "asks": f"{name}?", "why": "Because.", "option": options}
                for name, options in questions
            ],
        }
    )


def options(**points: int):
    return [
        {"id": name, "label": name, "points": worth, "reason": f"It is {name}."}
        for name, worth in points.items()
    ]


PLAIN = options(good=4, fair=2, bad=0)


def test_best_answers_are_adequate_in_every_area_and_overall():
    result = score(FORM, said())

    assert (result.word, result.score) == (Word.ADEQUATE, 100)
    assert {area.word for area in result.areas} == {Word.ADEQUATE}
    assert result.reasons == ("Safety, Reliability, Data handling: adequate. No area is weaker.",)
    assert result.open_questions == ()


def test_no_answers_at_all_are_not_assessable_and_earn_nothing():
    result = score(FORM, {})

    assert (result.word, result.score) == (Word.NOT_ASSESSABLE, 0)
    assert result.open_questions == tuple(FORM.questions)


@pytest.mark.parametrize(
    ("answers", "word", "number"),
    [
        ({"a": "good", "b": "good"}, Word.ADEQUATE, 100),
        ({"a": "good", "b": "fair"}, Word.ADEQUATE_WITH_CONDITIONS, 75),
        ({"a": "fair", "b": "fair"}, Word.ADEQUATE_WITH_CONDITIONS, 50),
        ({"a": "fair", "b": "bad"}, Word.NOT_ADEQUATE, 25),
        ({"a": "good", "b": None}, Word.ADEQUATE_WITH_CONDITIONS, 50),
        ({"a": "fair", "b": None}, Word.NOT_ASSESSABLE, 25),
        ({"a": "bad", "b": None}, Word.NOT_ASSESSABLE, 0),
    ],
)
def test_the_word_follows_what_is_shown_and_what_could_at_best_be_true(answers, word, number):
    form = small(("a", PLAIN), ("b", PLAIN))

    result = score(form, {name: Answer(value) for name, value in answers.items()})

    assert (result.areas[0].word, result.areas[0].score) == (word, number)


def test_an_area_is_adequate_from_its_threshold_on_and_not_a_point_below():
    thirds = options(good=3, bad=0)
    form = small(*((f"q{n}", thirds) for n in range(5)))

    at = score(form, {f"q{n}": Answer("good" if n else "bad") for n in range(5)})

    assert (at.word, at.score) == (Word.ADEQUATE, 80)
    below = score(small(("a", thirds), ("b", thirds), ("c", thirds)), {
        "a": Answer("good"), "b": Answer("good"), "c": Answer("bad"),
    })  # fmt: skip
    assert (below.word, below.score) == (Word.ADEQUATE_WITH_CONDITIONS, 66)


def test_a_capping_answer_outweighs_every_other():
    result = score(FORM, said(data_handling__our_data_for_training="used"))

    assert [area.word for area in result.areas] == [Word.ADEQUATE, Word.ADEQUATE, Word.NOT_ADEQUATE]
    assert result.word == Word.NOT_ADEQUATE
    assert result.reasons == (
        "Data handling: not adequate. The weakest area decides.",
        "Our inputs and outputs are used for training.",
    )


def test_not_knowing_an_essential_answer_leaves_its_area_not_assessable():
    result = score(FORM, said(reliability__information=None))

    area = result.areas[1]
    assert (area.word, area.score) == (Word.NOT_ASSESSABLE, 87)
    assert area.explained == "28 of 32 points; 1 question not known, which earns nothing"
    assert (
        area.reasons[0].says
        == "Not known: Do we have the provider's documentation for those who build on its model?"
    )
    assert result.open_questions == ("reliability.information",)


def test_a_known_failure_is_worse_than_an_essential_unknown():
    result = score(FORM, said(safety__adversarial_testing="no", safety__acceptable_use=None))

    assert result.areas[0].word == Word.NOT_ADEQUATE


def test_an_answer_that_does_not_count_is_left_out_with_its_reason():
    result = score(FORM, said(safety__representative="exempt"))

    area = result.areas[0]
    assert (area.score, area.possible) == (100, 28)
    assert area.explained == "28 of 28 points; 1 question left out because it does not apply"
    assert area.reasons[-1].speaks == "aside"


def test_reasons_against_come_before_the_unknown_and_those_for():
    result = score(FORM, said(safety__security="described", safety__incidents=None))

    assert [reason.speaks for reason in result.areas[0].reasons] == ["against", "unknown", *["for"] * 6]


ANSWERS = st.fixed_dictionaries(
    {
        name: st.sampled_from([None, *(option.id for option in question.options)]).map(Answer)
        for name, question in FORM.questions.items()
    }
)


@given(answers=ANSWERS, question=st.sampled_from(sorted(FORM.questions)))
def test_knowing_less_never_raises_a_number_nor_makes_a_provider_reliable(answers, question):
    before = score(FORM, answers)

    after = score(FORM, answers | {question: Answer(None)})

    assert after.score <= before.score
    assert after.word not in RELIED_ON or before.word in RELIED_ON
    assert after.word != Word.ADEQUATE


@given(answers=ANSWERS)
def test_the_whole_is_never_better_than_an_area_and_always_says_why(answers):
    result = score(FORM, answers)

    order = list(Word)
    assert order.index(result.word) == max(order.index(area.word) for area in result.areas)
    assert all(0 <= area.score <= 100 for area in result.areas)
    assert all(len(area.reasons) == 8 for area in result.areas)
    assert score(FORM, dict(reversed(answers.items()))) == result
