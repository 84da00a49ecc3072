"""What the record can say at the fields of prescribed documents, by the names that blanks use.

Pure: from a pack, and the other documents of the same version, to texts with their source.
"""

from collections.abc import Callable, Mapping

from audits.sheets.filling import Known
from audits.sheets.knowing import fairness, law, others, register, vendors
from audits.sheets.knowing.material import Material, Other

Teller = Callable[[Material], Known | None]

TELLERS: Mapping[str, Teller] = {
    "system.identity": register.identity,
    "system.purpose": register.purpose,
    "system.version": register.version,
    "system.changes": register.changes,
    "system.status": register.status,
    "system.components": register.components,
    "system.placed": register.placed,
    "organisation.name": register.organisation,
    "organisation.country": register.country,
    "finding.uses": law.uses,
    "answers.conditions": law.conditions,
    "answers.operation": law.operation,
    "answers.dpia": law.dpia,
    "obligations.oversight": law.oversight,
    "obligations.explanation": law.explanation,
    "fairness.metrics": fairness.metrics,
    "fairness.data": fairness.measured_data,
    "fairness.accuracy": fairness.accuracy,
    "fairness.readings": fairness.readings,
    "fairness.log": fairness.log,
    "fairness.groups": fairness.groups,
    "vendors.assessed": vendors.assessed,
    "declaration.copy": others.declaration,
    "fria.summary": others.fria,
    "fria.dpia": others.dpia,
}
NAMES = frozenset(TELLERS)

__all__ = ["NAMES", "TELLERS", "Material", "Other", "known"]


def known(material: Material) -> Mapping[str, Known]:
    """Return everything that the record has to say, by name; what it does not know is left out."""
    told = ((name, tell(material)) for name, tell in TELLERS.items())
    return {name: one for name, one in told if one is not None and one.value}
