"""Editions of the law: which there are, which one is adopted, and adopting another."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, Refused, refusals
from governance.api.shapes import In
from governance.permissions import Permission, units_for
from risk import doorbell, rulebook
from risk.actions import rejudgings
from risk.api.changes import LOCATION, ChangeOut, accepted
from risk.models import Rejudging
from risk.queries.editions import Shelved, shelf

NOT_THE_HOUSE = Refusal(
    HTTPStatus.FORBIDDEN,
    "not_the_house",
    "An edition is adopted for the whole house, by a lawyer of its root.",
)
NOT_ADOPTED: Refusals = {
    rejudgings.AlreadyAdopted: Refusal(HTTPStatus.CONFLICT, "already_adopted", "It is the adopted edition."),
    rejudgings.StillJudging: Refusal(
        HTTPStatus.CONFLICT, "still_judging", "An earlier report of changes is still being made."
    ),
}


class EditionOut(serializers.Serializer[Any]):
    """One state of the law."""

    id = serializers.CharField()
    title = serializers.CharField()
    celex = serializers.CharField()
    page = serializers.CharField(help_text="Where to read it in the Official Journal.")
    state = serializers.DateField(help_text="The day whose law it is.")
    based_on = serializers.CharField(allow_blank=True, help_text="The edition it amends.")
    adopted = serializers.BooleanField(help_text="Everything is judged under this one.")
    report = serializers.CharField(allow_null=True, help_text="The report of its last adoption.")


class EditionsOut(serializers.Serializer[Any]):
    """Every edition, the newest state of the law first."""

    adopted = serializers.CharField()
    editions = EditionOut(many=True)


class AdoptIn(In):
    """Which edition to adopt."""

    edition = serializers.ChoiceField(choices=rulebook.edition_ids())


class Editions(Face):
    """The editions of the law."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.ADOPT_EDITIONS)]
    queryset = Rejudging.objects.all()

    @operation("editions_list", "The editions of the law, and the adopted one", gives=EditionsOut)
    def retrieve(self, request: ApiRequest) -> Response:  # noqa: ARG002 the same for everybody
        found = [_shown(one) for one in shelf()]
        return Response({
            "adopted": next(one["id"] for one in found if one["adopted"]),
            "editions": found,
        })  # fmt: skip

    @operation(
        "editions_adopt", "Adopt an edition; every system is judged under it, and a report tells what moved",
        takes=AdoptIn, gives={202: ChangeOut}, refuses=[409], parameters=[LOCATION],
    )  # fmt: skip
    def adopt(self, request: ApiRequest) -> Response:
        if not units_for(request.user, Permission.ADOPT_EDITIONS).filter(parent=None).exists():
            raise Refused(NOT_THE_HOUSE)
        wanted = AdoptIn.read(request)["edition"]
        with refusals(NOT_ADOPTED):
            made = rejudgings.adopt(edition_id=wanted, by=request.user, at=timezone.now())
        doorbell.ring(made)
        return accepted(made)


def _shown(one: Shelved) -> dict[str, Any]:
    edition = one.edition
    return {
        "id": edition.id, "title": edition.title, "celex": edition.celex, "page": edition.page,
        "state": edition.state, "based_on": edition.based_on, "adopted": one.adopted,
        "report": one.rejudging.reference if one.rejudging else None,
    }  # fmt: skip
