"""Who is asking: the caller's roles, units and powers."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import Out
from governance.models import ApiToken, Membership, Unit
from governance.permissions import GRANTS, Permission
from governance.vocabulary import Role


class MembershipOut(Out):
    """One role in one unit and everything below it."""

    unit = serializers.CharField(source="unit__path")
    role = serializers.ChoiceField([role.value for role in Role])
    ends_at = serializers.DateTimeField(allow_null=True)


class TokenOut(serializers.Serializer[Any]):
    """The token this request came with."""

    name = serializers.CharField()
    may_write = serializers.BooleanField()
    expires_at = serializers.DateTimeField(allow_null=True)


class MeOut(serializers.Serializer[Any]):
    """Who the caller is and what they may do."""

    name = serializers.CharField()
    email = serializers.EmailField()
    memberships = MembershipOut(many=True)
    permissions = serializers.ListField(child=serializers.CharField())
    token = TokenOut(allow_null=True)


class UnitOut(Out):
    """A part of the organisation; the path names every unit above it."""

    path = serializers.CharField()
    name = serializers.CharField()


class Me(Face):
    """The caller."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]
    queryset = Membership.objects.none()

    @operation("me_retrieve", "Who am I, and what may I do?", gives=MeOut)
    def retrieve(self, request: ApiRequest) -> Response:
        held = list(MembershipOut.rows(Membership.objects.current().filter(user=request.user).order_by("pk")))
        granted = {permission.value for row in held for permission in GRANTS[Role(row["role"])]}
        return Response(
            {
                "name": request.user.name,
                "email": request.user.email,
                "memberships": [MembershipOut.shown(row) for row in held],
                "permissions": sorted(granted),
                "token": _token(request.auth),
            }
        )


class Units(Face):
    """The units in which the caller has a role."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]
    queryset = Unit.objects.all()

    @operation("units_list", "The units you belong to, with everything below them", gives=UnitOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(UnitOut, self.get_queryset().order_by("path"))


def _token(token: object) -> dict[str, Any] | None:
    if not isinstance(token, ApiToken):
        return None
    return {"name": token.name, "may_write": token.may_write, "expires_at": token.expiry}
