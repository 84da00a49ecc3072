"""Which role a column seems to have, from its name and what it holds: a proposal that a person settles."""

import re
from collections.abc import Collection

from audits.fairness.labels import number, recognised

# In this order: "predicted_score" is a score, "y_pred" a prediction, "y" an outcome.
NAMES = (
    ("weight", re.compile(r"weight|gewicht|pweight|_wt$|^wt$|^w$", re.IGNORECASE)),
    ("count", re.compile(r"^n$|^count$|^counts$|_count$|^freq|^anzahl$|^aantal$|^people$", re.IGNORECASE)),
    ("score", re.compile(r"score|prob|logit|likelihood|risk_?decile", re.IGNORECASE)),
    ("prediction", re.compile(r"pred|decision|decid|select|hired|y_?hat|^p$|approv|admit|shortlist|flag|pass",
                              re.IGNORECASE)),
    ("outcome", re.compile(r"y_?true|^y$|outcome|label|target|actual|truth|recid|default(ed)?$|repaid|perform",
                           re.IGNORECASE)),
    ("group", re.compile(r"sex|gender|race|ethni|age|nation|religi|disab|group|marital|orient|geschlecht|geslacht",
                         re.IGNORECASE)),
)  # fmt: skip
LIKE_AN_IDENTIFIER = re.compile(r"(^|_)(id|uuid|key|name|email|phone)$", re.IGNORECASE)
MOST_GROUPS = 50
NUMBERS = frozenset({"number", "whole number"})


def proposed_role(name: str, kind: str, values: Collection[str], distinct: int) -> str | None:
    """Return outcome, prediction, score, group, weight or count; None where nothing speaks for one.

    Shape: `values` are all values of the column where it has few, none where it has many.
    """
    if LIKE_AN_IDENTIFIER.search(name):
        return None
    for role, pattern in NAMES:
        if pattern.search(name) and _fits(role, kind, values, distinct):
            return role
    few = 1 < len(values) <= MOST_GROUPS
    return "group" if few and kind == "text" and recognised(values) is None else None


def _fits(role: str, kind: str, values: Collection[str], distinct: int) -> bool:
    """Return whether what a column holds can have a role that its name suggests."""
    if role in ("weight", "count"):
        return kind in NUMBERS
    if role == "score":
        return kind in NUMBERS and distinct > len(("0", "1"))
    if role == "group":
        return kind in NUMBERS or bool(values)
    return bool(values) and not (len(values) > MOST_GROUPS and all(number(v) is not None for v in values))
