"""A run taken away by a program: one JSON document, its tables, and the schemas they keep to."""

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response

from audits.fairness.schemas import SCHEMAS
from audits.models import Run
from audits.queries import run_exports
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.permissions import Permission, fetch


class RunExportOut(serializers.Serializer[None]):
    """A run with everything that recomputes it; GET /schemas/fairness-run states its form."""

    schema = serializers.CharField()
    reference = serializers.CharField()
    plan = serializers.CharField()
    plan_name = serializers.CharField()
    system = serializers.CharField()
    version = serializers.CharField()
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField()
    log = serializers.DictField()
    spec = serializers.DictField()
    cells = serializers.DictField()
    result = serializers.DictField()


class Exports(Face):
    """One finished run."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Run.objects.all()

    @operation(
        "runs_export", "A finished run with counts, specification and result",
        gives=RunExportOut, refuses=[404],
    )  # fmt: skip
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return Response(run_exports.document(_theirs(request, reference)))

    @operation(
        "runs_tables", "Every table of a finished run, as a ZIP of CSV files",
        gives={(200, "application/zip"): OpenApiTypes.BINARY}, refuses=[404],
    )  # fmt: skip
    def tables(self, request: ApiRequest, reference: str) -> HttpResponse:
        archive = run_exports.archive_of(_theirs(request, reference))
        return HttpResponse(archive, content_type="application/zip")

    @operation(
        "runs_table", "One table of a finished run, as CSV: readings, groups, disparities, cells …",
        gives={(200, "text/csv"): OpenApiTypes.STR}, refuses=[404],
    )  # fmt: skip
    def table(self, request: ApiRequest, reference: str, table: str) -> HttpResponse:
        try:
            text = run_exports.csv_of(_theirs(request, reference), table)
        except run_exports.NoTable as absent:
            raise Http404 from absent
        return HttpResponse(text, content_type="text/csv; charset=utf-8")


class Schemas(Face):
    """The forms that exports keep to; they tell of no record."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]
    queryset = Run.objects.none()

    @operation(
        "schemas_retrieve", "A JSON Schema: fairness-result or fairness-run",
        gives={(200, "application/json"): OpenApiTypes.OBJECT}, refuses=[404],
    )  # fmt: skip
    def retrieve(self, request: ApiRequest, name: str) -> Response:  # noqa: ARG002 it is the same for all
        if name not in SCHEMAS:
            raise Http404
        return Response(SCHEMAS[name]())


def _theirs(request: ApiRequest, reference: str) -> Run:
    return fetch(run_exports.exportable(), request.user, Permission.READ, reference=reference)
