"""What a file holds, told before any of it is kept."""

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from audits.api.uploads import BoundedMultiPart, FileTooLarge
from audits.fairness import Broken, Unreadable
from audits.staging import Busy, TooLarge, in_passing, looked_at
from governance.api.faces import ApiRequest
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In
from governance.permissions import Permission

REFUSED: Refusals = {
    Busy: Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Other files are being looked at; try again.", again_after=10
    ),
    Broken: Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "unreadable",
        "It could not be looked at. Export it anew, or as Parquet, and try again.",
        "file",
    ),
}


class PreviewIn(In):
    """A file of predictions to look at: CSV, TSV, XLSX, Parquet or Arrow."""

    file = serializers.FileField(max_length=200)


class ValueOut(serializers.Serializer[Any]):
    """A value, and how many of the rows have it."""

    value = serializers.CharField()
    rows = serializers.IntegerField()


class ColumnOut(serializers.Serializer[Any]):
    """One column, and what it seems to be for."""

    name = serializers.CharField()
    type = serializers.CharField()
    distinct = serializers.IntegerField(help_text="Different values.")
    missing = serializers.IntegerField(help_text="Rows without a value.")
    values = ValueOut(many=True, help_text="The most frequent; never one of fewer than ten rows.")
    quartiles = serializers.ListField(
        child=serializers.FloatField(),
        allow_null=True,
        help_text="Of numbers, to two digits; from 40 rows on.",
    )
    role = serializers.CharField(
        allow_null=True, help_text="Proposed: outcome, prediction, score, group, weight, count."
    )
    special = serializers.CharField(
        allow_null=True, help_text="The special category of GDPR Art. 9 that the name speaks of."
    )
    warnings = serializers.ListField(child=serializers.CharField())


class PreviewOut(serializers.Serializer[Any]):
    """What a file holds. Neither the file nor this is kept."""

    format = serializers.CharField()
    encoding = serializers.CharField(allow_null=True)
    delimiter = serializers.CharField(allow_null=True)
    sheet = serializers.CharField(allow_null=True)
    rows = serializers.IntegerField(help_text="Rows that were looked at.")
    all_rows = serializers.BooleanField(help_text="Whether those are all.")
    columns = ColumnOut(many=True)
    warnings = serializers.ListField(child=serializers.CharField())


class Previews(APIView):
    """Looking at files before they are kept."""

    permission_classes = [api_needs(read=Permission.MEASURE, write=Permission.MEASURE)]
    parser_classes = [BoundedMultiPart]

    @operation(
        "previews_create", "Look at a file; nothing of it is kept",
        takes={"multipart/form-data": PreviewIn}, gives=PreviewOut, refuses=[503],
    )  # fmt: skip
    def post(self, request: ApiRequest) -> Response:
        body = PreviewIn.read(request)
        try:
            with refusals(REFUSED), in_passing(body["file"].chunks()) as path:
                found = looked_at(path)
        except TooLarge as fault:
            raise FileTooLarge from fault
        except Unreadable as fault:
            told = ErrorDetail(f"{fault.field}: {fault.message}", code="unreadable")
            raise ValidationError({"file": [told]}) from fault
        shown = found.as_json()
        for column in shown["columns"]:
            column["values"] = [{"value": value, "rows": rows} for value, rows in column["values"]]
        form = {"sheet": None, **shown.pop("form")}
        return Response(form | shown)
