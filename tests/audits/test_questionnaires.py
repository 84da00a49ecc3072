"""The questionnaires that ship."""

import pytest

from audits import questionnaires
from audits.scoring import Word
from governance.models import Product
from risk import rulebook


def test_the_questionnaire_for_foundation_models_asks_eight_questions_in_each_of_three_areas():
    form = questionnaires.load()

    assert [(area.title, len(area.questions)) for area in form.areas] == [
        ("Safety", 8),
        ("Reliability", 8),
        ("Data handling", 8),
    ]
    assert form.months[Word.ADEQUATE] == 12
    assert form.months[Word.ADEQUATE_WITH_CONDITIONS] < 12


@pytest.mark.parametrize("edition", questionnaires.questionnaire_ids())
def test_every_question_says_why_and_every_answer_gives_a_sentence(edition):
    form = questionnaires.load(edition)

    for question in form.questions.values():
        assert question.asks.endswith("?")
        assert question.why.endswith(".")
        assert all(option.reason.endswith(".") for option in question.options)
        assert question.provision or question.hint
    assert set(form.kinds) <= set(Product.Kind.values)


@pytest.mark.parametrize("edition", questionnaires.questionnaire_ids())
def test_every_provision_that_is_cited_exists(edition):
    anchors = set((rulebook.EDITIONS / rulebook.DEFAULT_EDITION / "anchors.txt").read_text("utf-8").split())

    cited = {q.provision.anchor for q in questionnaires.load(edition).questions.values() if q.provision}

    assert cited <= anchors


def test_an_unknown_questionnaire_is_refused():
    with pytest.raises(questionnaires.UnknownQuestionnaire):
        questionnaires.load("../secrets")
