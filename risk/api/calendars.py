"""Legal days for calendar programs, by token, by session, or by the secret address of one person."""

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.authentication import TokenDoor
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In
from governance.models import User
from governance.permissions import Permission
from risk.calendar import render
from risk.models import Feed, Obligation
from risk.queries.calendars import behind, events

MINE, ALL = "mine", "all"
WHOSE = OpenApiParameter(
    "whose", str, enum=[MINE, ALL], default=MINE,
    description="The duties you own, or all that you see: at most a thousand, the earliest first.",
)  # fmt: skip


class FeedDoor(BaseAuthentication):
    """Calendar programs send no headers: they carry `key` in the address, which opens this one door."""

    def authenticate(self, request: Request) -> tuple[User, Feed] | None:
        secret = request.query_params.get("key")
        if secret is None:
            return None
        feed = behind(secret)
        if feed is None:
            raise AuthenticationFailed
        return feed.user, feed


class FeedScheme(OpenApiAuthenticationExtension):
    """How a feed's secret is sent, in OpenAPI's words."""

    target_class = FeedDoor
    name = "feed"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002 its signature
        return {
            "type": "apiKey",
            "in": "query",
            "name": "key",
            "description": 'The secret of an address from the page "Timeline"; it opens the calendar only.',
        }


class CalendarRenderer(BaseRenderer):
    """A calendar as it is; a refusal as the problem document that it is everywhere."""

    media_type = "text/calendar"
    format = "ics"

    def render(self, data: Any, *details: Any) -> bytes:  # noqa: ANN401 DRF's signature
        return data.encode() if isinstance(data, str) else JSONRenderer().render(data, *details)


class Asked(In):
    """What the address of a calendar may say."""

    whose = serializers.ChoiceField(choices=[MINE, ALL], default=MINE)
    key = serializers.CharField(required=False)


class Calendar(Face):
    """What is owed, as days."""

    authentication_classes = [TokenDoor, SessionAuthentication, FeedDoor]
    permission_classes = [api_needs(read=Permission.READ, write=Permission.SETTLE_OBLIGATIONS)]
    renderer_classes = [CalendarRenderer, JSONRenderer]
    queryset = Obligation.objects.all()

    @operation(
        "obligations_calendar", "Open duties as an iCalendar file (RFC 5545), both readings of each day",
        gives={(200, "text/calendar"): OpenApiTypes.STR}, refuses=[422], parameters=[WHOSE],
    )  # fmt: skip
    def retrieve(self, request: ApiRequest) -> Response:
        asked = Asked(data=request.query_params.dict(), context={"request": request})
        asked.is_valid(raise_exception=True)
        now, mine = timezone.now(), asked.validated_data["whose"] == MINE
        address = request.build_absolute_uri("/").rstrip("/")
        found = events(request.user, mine=mine, on=now.date(), address=address)
        return Response(render("Obligations under the AI Act", found, now), content_type="text/calendar")
