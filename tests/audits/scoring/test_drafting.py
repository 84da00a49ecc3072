"""A questionnaire that cannot be used is refused whole, each fault named."""

import copy

import pytest

from audits.scoring import BadQuestionnaire, Word, questionnaire

DRAFT = {
    "id": "small",
    "title": "Small",
    "about": "A small one.",
    "kinds": ["gpai_model"],
    "page": "https://example.org/act",
    "adequate_from": 80,
    "with_conditions_from": 50,
    "months": {word.value: 6 for word in Word},
    "area": [{"id": "safety", "title": "Safety", "about": "Whether it is safe."}],
    "question": [
        {
            "id": "safety.tested",
            "area": "safety",
            "asks": "Was it tested?",
            "why": "Because.",
            "provision": "art-55-1-a",
            "essential": True,
            "option": [
                {"id": "yes", "label": "Yes", "points": 4, "reason": "It was tested."},
                {
                    "id": "no",
                    "label": "No",
                    "points": 0,
                    "caps": "not_adequate",
                    "reason": "It was not tested.",
                },
            ],
        }
    ],
}


def draft(**changes: object):
    return copy.deepcopy(DRAFT) | changes


def with_question(**changes: object):
    return draft(question=[copy.deepcopy(DRAFT["question"][0]) | changes])


def test_a_draft_becomes_a_questionnaire_with_linked_provisions():
    form = questionnaire(draft())

    question = form.questions["safety.tested"]
    assert question.worth == 4
    assert question.option("no").caps == Word.NOT_ADEQUATE
    assert (question.provision.cite, question.provision.url) == (
        "Art. 55(1)(a)",
        "https://example.org/act#art_55",
    )
    assert form.areas[0].questions == (question,)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (draft(extra=1), "the questionnaire: unknown key 'extra'"),
        (
            {key: value for key, value in DRAFT.items() if key != "about"},
            "the questionnaire: 'about' is missing",
        ),
        (draft(months={"adequate": 12}), "the questionnaire: 'months' must name"),
        (draft(adequate_from=40), "the questionnaire: thresholds must rise from 0 to 100"),
        (draft(question=DRAFT["question"] * 2), "question safety.tested appears twice"),
        (draft(area=DRAFT["area"] * 2), "area safety appears twice"),
        (draft(question=[]), "area safety: no question belongs to it"),
        (with_question(area="safty"), "question safety.tested: there is no area 'safty'"),
        (with_question(essential=False), "essential exactly when one of its answers caps the area"),
        (with_question(option=DRAFT["question"][0]["option"][:1]), "needs two options that count"),
        (
            with_question(option=[{"id": "yes", "label": "Yes", "reason": "It was.", "point": 4}]),
            "question safety.tested, option yes: unknown key 'point'",
        ),
        (
            with_question(
                option=[
                    *DRAFT["question"][0]["option"],
                    {"id": "some", "label": "Some", "points": 1, "caps": "fine", "reason": "In part."},
                ]
            ),
            "question safety.tested: option some: no such word 'fine'",
        ),
        (
            with_question(
                option=[*DRAFT["question"][0]["option"], {"id": "x", "label": "X", "reason": "X."}]
            ),
            "question safety.tested: option x: 'points' is missing",
        ),
        (
            with_question(option=[*DRAFT["question"][0]["option"], DRAFT["question"][0]["option"][0]]),
            "question safety.tested: option yes appears twice",
        ),
    ],
)
def test_a_fault_is_named(bad, fault):
    with pytest.raises(BadQuestionnaire) as refused:
        questionnaire(bad)

    assert fault in str(refused.value)
