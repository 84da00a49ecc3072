"""The one call a pipeline makes: this is the system, this is the version I am about to release."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from governance.actions import registrations
from governance.actions.revisions import Stale
from governance.actions.systems import AlreadyRegistered
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import ETAG, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import check_match, tagged
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.systems import TAKEN, SystemEdit, SystemOut, described, edited, shown
from governance.models import AISystem
from governance.permissions import Permission, fetch

LONGEST_ID = AISystem._meta.get_field("external_id").max_length or 0
MEANWHILE: Refusals = {
    Stale: Refusal(
        HTTPStatus.CONFLICT, "changed_meanwhile", "Somebody changed the system just now. Send it again."
    )
}
EXAMPLE = OpenApiExample(
    "a release of a credit scorer",
    request_only=True,
    value={
        "name": "Credit scoring",
        "purpose": "Scores applications for consumer credit; a clerk decides.",
        "operator_roles": ["deployer"],
        "unit": "brabant-bank/credit/",
        "lifecycle": "in_service",
        "version": "2.3.1",
    },
)


class RegistrationIn(SystemEdit):
    """A system and the version of it that is being released; what is left out stays as it is."""

    version = Text(max_length=100, help_text="Added when the system has no version of this label yet.")


class Registrations(Face):
    """Systems by the ids of the caller's own world."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.EDIT_REGISTER)]
    queryset = AISystem.objects.all()

    @operation(
        "systems_find", "The system of an external id", gives=SystemOut, refuses=[404], parameters=[ETAG]
    )
    def retrieve(self, request: ApiRequest, external_id: str) -> Response:
        return tagged(
            shown(fetch(AISystem.objects.all(), request.user, Permission.READ, external_id=external_id))
        )

    @operation(
        "systems_put", "Register a system or bring it up to date, as often as you like",
        takes=RegistrationIn, gives={200: SystemOut, 201: SystemOut}, refuses=[404, 409, 412],
        parameters=[ETAG], examples=[EXAMPLE],
    )  # fmt: skip
    def put(self, request: ApiRequest, external_id: str) -> Response:
        values = RegistrationIn.read(request)
        _check_length(external_id)
        try:
            return self._put(request, external_id, values)
        except AlreadyRegistered:  # by another job of the same pipeline, between our look and our write
            with refusals(TAKEN):
                return self._put(request, external_id, values)

    def _put(self, request: ApiRequest, external_id: str, values: dict[str, Any]) -> Response:
        system = self._standing(request, external_id)
        told = {name: said for name, said in values.items() if name != "version"}
        if system:
            check_match(request, system.revision, required=False)
        description = edited(system, told) if system else described(told, request)
        with refusals(MEANWHILE):
            put = registrations.put(
                system=system, external_id=external_id, description=description,
                version_label=values["version"], by=request.user, at=timezone.now(),
            )  # fmt: skip
        return tagged(shown(put), status=HTTPStatus.OK if system else HTTPStatus.CREATED)

    @staticmethod
    def _standing(request: ApiRequest, external_id: str) -> AISystem | None:
        rows = AISystem.objects.select_related("unit", "owner")
        if not rows.visible_to(request.user).filter(external_id=external_id).exists():
            return None
        return fetch(rows, request.user, Permission.EDIT_REGISTER, external_id=external_id)


def _check_length(external_id: str) -> None:
    if len(external_id) > LONGEST_ID:
        told = ErrorDetail(f"An external id has {LONGEST_ID} characters at most.", code="max_length")
        raise ValidationError({"external_id": [told]})
