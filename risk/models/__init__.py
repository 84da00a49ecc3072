"""The rows of the law: answers, what they were judged to mean, and what is owed."""

from risk.models.answers import Answer
from risk.models.classifications import Classification
from risk.models.obligations import Obligation

__all__ = ["Answer", "Classification", "Obligation"]
