"""Where rows lie that are never imported: the sources that an administrator named."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits.actions import sources
from audits.api.plans import plan_of
from audits.models import Plan
from audits.sources import NoSuchSource, configured
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In
from governance.permissions import Permission


class DrawIn(In):
    """A table of a source."""

    source = Text(max_length=100)  # type: ignore[assignment]  # DRF takes fields off the class
    table = Text(max_length=200, help_text="`schema.table`, or the name of a folder of Parquet parts.")


class SourceOut(serializers.Serializer[Any]):
    """One source, by name; its address is the administrator's."""

    name = serializers.CharField()
    kind = serializers.CharField(help_text="database or folder")
    tables = serializers.ListField(child=serializers.CharField(), help_text="Empty: whatever there is.")


class Sources(Face):
    """The sources of this installation, and which of them a plan draws from."""

    permission_classes = [api_needs(read=Permission.MEASURE, write=Permission.MEASURE)]
    queryset = Plan.objects.all()

    @operation("sources_list", "The sources that the administrator named", gives=SourceOut(many=True))
    def list(self, request: ApiRequest) -> Response:
        paths = [membership.unit.path for membership in request.user.memberships.select_related("unit")]
        found = [one for one in configured().values() if any(one.serves(path) for path in paths)]
        told = [
            {"name": s.name, "kind": "folder" if s.is_folder else "database", "tables": list(s.tables)}
            for s in found
        ]
        return self.get_paginated_response(self.paginate_queryset(told))

    @operation(
        "sources_draw", "Let a plan measure a table of a source; each run looks at it anew",
        takes=DrawIn, gives={204: None}, refuses=[404],
    )  # fmt: skip
    def draw(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        body = DrawIn.read(request)
        try:
            sources.draw_from(plan=plan, **body, by=request.user, at=timezone.now())
        except NoSuchSource as fault:
            raise ValidationError({"source": [ErrorDetail(str(fault), code="no_source")]}) from fault
        return Response(status=HTTPStatus.NO_CONTENT)

    @operation("sources_leave", "Let a plan measure imported logs again", gives={204: None}, refuses=[404])
    def destroy(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        sources.draw_from(plan=plan, source="", table="", by=request.user, at=timezone.now())
        return Response(status=HTTPStatus.NO_CONTENT)
