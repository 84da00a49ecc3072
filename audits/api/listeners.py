"""Who is told of a plan, and the thresholds it once had."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits.actions import plans
from audits.api.plans import plan_of
from audits.models import Listener, Plan, ThresholdSetting
from audits.queries.listening import listeners, may_be_told
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Address
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In, Out
from governance.models import User
from governance.permissions import Permission

MOST_PEOPLE = 50


class ListenersIn(In):
    """Everybody who is told, beside the owner; whoever is left out is told no more."""

    people = serializers.ListField(
        child=Address(max_length=254),
        max_length=MOST_PEOPLE,
        help_text="Addresses of people who see the system.",
    )


class ListenersOut(serializers.Serializer[Any]):
    """Everybody who is told, beside the owner."""

    people = serializers.ListField(child=serializers.EmailField())


class ThresholdSettingOut(Out):
    """Thresholds as somebody set them, and why."""

    thresholds = serializers.ListField(child=serializers.DictField())
    reason = serializers.CharField()
    set_by = serializers.CharField(source="set_by__email")
    set_at = serializers.DateTimeField()


class Listeners(Face):
    """Whom a plan names."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Listener.objects.all()

    @operation("plans_listeners", "Who is told of a plan", gives=ListenersOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return _shown(plan_of(request, reference, Permission.READ))

    @operation(
        "plans_name_listeners", "Say who is told of a plan, beside its owner",
        takes=ListenersIn, gives=ListenersOut, refuses=[404],
    )  # fmt: skip
    def name_people(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        people = _people(plan, ListenersIn.read(request)["people"])
        plans.name_listeners(plan=plan, people=people, by=request.user, at=timezone.now())
        return _shown(plan)


class ThresholdSettings(Face):
    """The thresholds of one plan, from the first to those that stand."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = ThresholdSetting.objects.all()

    @operation(
        "plans_thresholds", "Thresholds of a plan, the newest first", gives=ThresholdSettingOut(many=True)
    )
    def list(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.READ)
        return self.page(
            ThresholdSettingOut, self.get_queryset().filter(plan=plan).order_by("-set_at", "-pk")
        )


def _people(plan: Plan, addresses: list[str]) -> list[User]:
    """Return the people of these addresses who see the plan's system.

    Raises: ValidationError, naming each address of nobody.
    """
    known = {person.email.lower(): person for person in may_be_told(plan)}
    absent = {
        str(place): [ErrorDetail("Nobody who sees this system has this address.", code="no_person")]
        for place, address in enumerate(addresses)
        if address.lower() not in known
    }
    if absent:
        raise ValidationError({"people": absent})
    return [known[address.lower()] for address in addresses]


def _shown(plan: Plan) -> Response:
    return Response({"people": [person.email for person in listeners(plan)]})
