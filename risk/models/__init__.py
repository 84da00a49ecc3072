"""The rows of the law: answers, what they were judged to mean, and what is owed."""

from risk.models.answers import Answer
from risk.models.calendars import Feed, Reminder
from risk.models.classifications import Classification
from risk.models.obligations import Obligation
from risk.models.positions import Position
from risk.models.rejudgings import Move, Rejudging

__all__ = [
    "Answer",
    "Classification",
    "Feed",
    "Move",
    "Obligation",
    "Position",
    "Rejudging",
    "Reminder",
]
