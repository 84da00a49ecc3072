"""Whom duties address, in words."""

from collections.abc import Mapping

from governance.vocabulary import OperatorRole

# The rulebook knows one role that nobody chooses for a system: it follows from the model that is offered.
ADDRESSEES: Mapping[str, str] = {
    **{role.value: role.label for role in OperatorRole},
    "model_provider": "Provider of a model",
}


def addressee(role: str) -> str:
    """Return a role of the rulebook as a reader knows it.

    Source: Art. 3(3) to (8), Art. 25(3).
    """
    return ADDRESSEES.get(role, role)
