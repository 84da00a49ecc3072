"""A specification of what to measure, as a body holds it; each fault with the path of its field."""

import re
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from audits.fairness import Misstated, Spec

SEPARATOR = re.compile(r"[\[\].]+")


class SpecField(serializers.DictField):
    """The fields of audits.fairness.Spec; docs/fairness.md tells what each decides."""

    def to_internal_value(self, data: Any) -> Spec:  # type: ignore[override]  # noqa: ANN401
        told = super().to_internal_value(data)
        try:
            return Spec.from_json(told)
        except Misstated as fault:
            raise ValidationError(misstated(fault)) from fault


def misstated(fault: Misstated) -> dict[str, Any]:
    """Return a fault of a specification or of counts under the field it names: `cells[3].n` is /cells/3/n."""
    told: Any = [ErrorDetail(f"{fault.field} {fault.message}", code="misstated")]
    for part in reversed([part for part in SEPARATOR.split(fault.field) if part] or [fault.field]):
        told = {part: told}
    return dict(told)
