"""What a vendor's answers are worth: pure, from a questionnaire and answers to words with reasons."""

from audits.scoring.answers import Answer, AnswerErrors, parse_answers, unanswered
from audits.scoring.drafting import BadQuestionnaire, questionnaire
from audits.scoring.judging import AreaScore, Reason, Score, score
from audits.scoring.questionnaire import Area, Option, Question, Questionnaire
from audits.scoring.words import Word

__all__ = [
    "Answer",
    "AnswerErrors",
    "Area",
    "AreaScore",
    "BadQuestionnaire",
    "Option",
    "Question",
    "Questionnaire",
    "Reason",
    "Score",
    "Word",
    "parse_answers",
    "questionnaire",
    "score",
    "unanswered",
]
