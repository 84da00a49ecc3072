"""What the Act makes of a record: pure judgement over dated rules, with no framework, clock or I/O."""

from risk.engine.answers import FactErrors, Facts, parse_facts
from risk.engine.edition import Edition
from risk.engine.findings import Finding
from risk.engine.opinion import classify
from risk.engine.questions import Question, questions, settled
from risk.engine.reading import BadEditionError, read_edition

__all__ = [
    "BadEditionError",
    "Edition",
    "FactErrors",
    "Facts",
    "Finding",
    "Question",
    "classify",
    "parse_facts",
    "questions",
    "read_edition",
    "settled",
]
