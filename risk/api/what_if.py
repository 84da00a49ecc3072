"""What would be found if answers, the day or the edition were otherwise; nothing is stored."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In
from governance.models import AISystem
from governance.permissions import Permission, fetch
from risk import rulebook
from risk.api.facts import Value, fitting, told
from risk.api.findings import FindingOut
from risk.api.moved import MovedOut
from risk.engine import FactErrors, classify, parse_facts
from risk.models import Classification
from risk.queries.answers import raw_facts
from risk.queries.classifications import newest_version
from risk.queries.editions import adopted
from risk.queries.supposing import Contrast, contrast

EXAMPLE = OpenApiExample(
    "if it only prepared what people decide",
    request_only=True,
    value={"answers": {"filter.conditions": ["preparatory_task"]}, "on": "2027-12-02"},
)


class WhatIfIn(In):
    """What is supposed; facts that the register keeps may be supposed too."""

    answers = serializers.DictField(child=Value(allow_null=True), help_text="Fact to value.")
    on = serializers.DateField(required=False, help_text="Judge as on this day.")
    edition = serializers.ChoiceField(choices=rulebook.edition_ids(), required=False)


class ContrastOut(serializers.Serializer[Any]):
    """Two findings, neither stored, and what lies between them."""

    recorded = FindingOut(help_text="On the answers as recorded, today, under the adopted edition.")
    supposed = FindingOut()
    moved = MovedOut(many=True)


class WhatIfs(Face):
    """Findings that nobody keeps."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.ANSWER_FACTS)]
    queryset = Classification.objects.all()

    @operation(
        "findings_what_if", "What would be found if it were otherwise; nothing is stored",
        takes=WhatIfIn, gives=ContrastOut, refuses=[404], examples=[EXAMPLE],
    )  # fmt: skip
    def suppose(self, request: ApiRequest, reference: str) -> Response:
        systems = AISystem.objects.select_related("unit")
        fetch(systems, request.user, Permission.ANSWER_FACTS, reference=reference)
        version = newest_version(request.user, reference)
        if version is None:
            raise ValidationError("This system has no version yet.")
        body, standing, today = WhatIfIn.read(request), adopted(), timezone.now().date()
        edition = rulebook.edition(body["edition"]) if "edition" in body else standing
        said, faults = fitting(body["answers"], edition)
        if faults:
            raise ValidationError({"answers": told(faults)})
        raw = raw_facts(version, standing)
        recorded = classify(parse_facts(raw, standing), standing, today)
        try:
            found = contrast(recorded, {**raw, **said}, edition=edition, on=body.get("on", today))
        except FactErrors as misfit:
            raise ValidationError({"answers": told(misfit.errors)}) from misfit
        return Response(_shown(found))


def _shown(found: Contrast) -> dict[str, Any]:
    return {
        "recorded": found.recorded.as_json(),
        "supposed": found.supposed.as_json(),
        "moved": [part.as_json() for part in found.movement.parts],
    }
