"""A run taken away by a program: one JSON document, its tables, and the schemas they keep to."""

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from audits.fairness.schemas import SCHEMAS
from audits.models import Run
from audits.queries import run_exports
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In
from governance.permissions import Permission, fetch

COUNTS = OpenApiParameter(
    "counts", str, enum=[run_exports.ALL],
    description="`all`: with the counts and the numbers of hidden groups, for those who may see counts.",
)  # fmt: skip


class Counts(In):
    """Whether counts and hidden groups are wanted."""

    counts = serializers.ChoiceField(choices=[run_exports.ALL], required=False)


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
    complete = serializers.BooleanField(
        help_text="Whether counts and the numbers of hidden groups are in it."
    )
    spec = serializers.DictField()
    cells = serializers.DictField(allow_null=True)
    result = serializers.DictField()


class Exports(Face):
    """One finished run."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Run.objects.all()

    @operation(
        "runs_export", "A finished run with specification and result; counts and hidden groups only in full",
        gives=RunExportOut, refuses=[403, 404, 422], parameters=[COUNTS],
    )  # fmt: skip
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        run, full = _theirs(request, reference)
        return Response(run_exports.document(run, full=full))

    @operation(
        "runs_tables", "Every table of a finished run, as a ZIP of CSV files",
        gives={(200, "application/zip"): OpenApiTypes.BINARY}, refuses=[403, 404, 422], parameters=[COUNTS],
    )  # fmt: skip
    def tables(self, request: ApiRequest, reference: str) -> HttpResponse:
        run, full = _theirs(request, reference)
        archive = run_exports.archive_of(run, full=full)
        return HttpResponse(archive, content_type="application/zip")

    @operation(
        "runs_table", "One table of a finished run, as CSV: readings, groups, disparities, cells …",
        gives={(200, "text/csv"): OpenApiTypes.STR}, refuses=[403, 404, 422], parameters=[COUNTS],
    )  # fmt: skip
    def table(self, request: ApiRequest, reference: str, table: str) -> HttpResponse:
        run, full = _theirs(request, reference)
        try:
            text = run_exports.csv_of(run, table, full=full)
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


def _theirs(request: ApiRequest, reference: str) -> tuple[Run, bool]:
    """Return the run, and whether it is taken with its counts and hidden groups, which not everybody may see."""
    asked = Counts(data=request.query_params.dict())
    asked.is_valid(raise_exception=True)
    full = asked.validated_data.get("counts") == run_exports.ALL
    permission = Permission.SEE_COUNTS if full else Permission.READ
    return fetch(run_exports.exportable(), request.user, permission, reference=reference), full
