"""Prediction logs: a file whose rows are forgotten once counted, or nothing but the counts."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits.actions import logs
from audits.api.plans import plan_of
from audits.api.provenance import DatasetIn, LabelsField
from audits.api.specs import misstated
from audits.api.uploads import BoundedMultiPart, FileTooLarge
from audits.fairness import Cells, Misstated, Spec, Unreadable
from audits.models import Plan, PredictionLog
from audits.staging import TooLarge, stage
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In, Out
from governance.models import SystemVersion
from governance.permissions import Permission

CELL = frozenset({"group", "outcome", "prediction", "n"})
BESIDE = frozenset({"stratum", "weight", "squared", "weights"})
TELLING = ("by", "cells", "favourable", "stratum", "weight")
ORIGIN = ("dataset", "labels", "scores", "moments")
EXAMPLE = OpenApiExample(
    "no person in it",
    request_only=True,
    value={
        "name": "November decisions",
        "by": ["sex"],
        "cells": [
            {"group": ["female"], "outcome": 1, "prediction": 1, "n": 412},
            {"group": ["female"], "outcome": 1, "prediction": 0, "n": 96},
            {"group": [None], "outcome": 0, "prediction": None, "n": 3},
        ],
        "favourable": 1,
    },
)


class LogIn(In):
    """A file of predictions, a row a decision: CSV, TSV, XLSX, Parquet or Arrow."""

    file = serializers.FileField(max_length=200)
    version = Text(max_length=100, required=False, help_text="Label of the version that decided; the newest.")


class CountsIn(In):
    """How often each combination occurred. Only numbers travel; rows stay where they are."""

    name = Text(max_length=200, help_text="What people will call it.")
    by = serializers.ListField(child=Text(max_length=200), min_length=1, help_text="Columns, as in the plan.")
    cells = serializers.ListField(
        child=serializers.DictField(), min_length=1,
        help_text="group (a word or null for each column), outcome and prediction (0, 1 or null), n; and stratum, "
        "or weight, squared and weights (the sums, and pairs of weight and n), where the plan names such columns.",
    )  # fmt: skip
    favourable = serializers.ChoiceField(choices=[0, 1], allow_null=True, required=False)
    stratum = Text(max_length=200, required=False, help_text="Column of the strata, as in the plan.")
    weight = Text(max_length=200, required=False, help_text="Column of the weights, as in the plan.")
    dataset = DatasetIn(required=False, help_text="What was counted, stated by whoever did.")
    labels = LabelsField(
        required=False, help_text="Which words were read as 1, and which as 0, in each column."
    )
    scores = serializers.DictField(
        required=False,
        help_text="What was kept of scores, as the command counts them: never a list of persons.",
    )
    moments = serializers.DictField(
        required=False,
        help_text="What was kept of predicted numbers, as the command counts them: sums by group.",
    )
    version = Text(max_length=100, required=False, help_text="Label of the version that decided; the newest.")


class LogOut(Out):
    """One log; the rows themselves are never shown."""

    id = serializers.UUIDField()
    plan = serializers.CharField(source="plan__reference")
    version = serializers.CharField(source="version__label")
    name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes; 0 where only counts were sent.")
    counted = serializers.BooleanField(source="is_counted")
    rows_deleted_at = serializers.DateTimeField(allow_null=True)
    imported_by = serializers.CharField(source="imported_by__email")
    imported_at = serializers.DateTimeField()


class Logs(Face):
    """The logs of one plan."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = PredictionLog.objects.annotate(
        is_counted=ExpressionWrapper(Q(cells__isnull=False), output_field=BooleanField())
    )

    @operation("logs_list", "Logs of a plan, newest first", gives=LogOut(many=True))
    def list(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.READ)
        return self.page(LogOut, self.get_queryset().filter(plan=plan).order_by("-imported_at", "-pk"))

    def answer(self, log: PredictionLog, *, new: bool) -> Response:
        """Return a log, with 201 where it is new and 200 where the same was there before."""
        status = HTTPStatus.CREATED if new else HTTPStatus.OK
        return Response(LogOut.one(self.get_queryset(), pk=log.pk), status=status)


class Files(Logs):
    """Logs as files."""

    parser_classes = [BoundedMultiPart]

    @operation(
        "logs_import", "Import a log; the same file again is the same log",
        takes={"multipart/form-data": LogIn}, gives={200: LogOut, 201: LogOut}, refuses=[404],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        body, at = LogIn.read(request), timezone.now()
        version = _version(plan, body.get("version"))
        try:
            staged = stage(body["file"].chunks(), columns=Spec.from_json(plan.spec).columns, at=at)
        except TooLarge as fault:
            raise FileTooLarge from fault
        except Unreadable as fault:
            told = ErrorDetail(f"{fault.field}: {fault.message}", code="unreadable")
            raise ValidationError({"file": [told]}) from fault
        log, new = logs.admit(
            plan=plan, version=version, name=body["file"].name, staged=staged, by=request.user, at=at
        )
        return self.answer(log, new=new)


class Counts(Logs):
    """Logs as counts."""

    @operation(
        "logs_count", "Send counts instead of rows; the same counts again are the same log",
        takes=CountsIn, gives={200: LogOut, 201: LogOut}, refuses=[404], examples=[EXAMPLE],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        body = CountsIn.read(request)
        version = _version(plan, body.get("version"))
        try:
            log, new = logs.admit_counts(
                plan=plan, version=version, name=body["name"], cells=_cells(body), by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except logs.OtherColumns as fault:
            told = ErrorDetail(f"The plan groups by {fault}.", code="other_columns")
            raise ValidationError({"by": [told]}) from fault
        return self.answer(log, new=new)


def _version(plan: Plan, label: str | None) -> SystemVersion:
    rows = plan.system.versions.order_by("-number")
    version = (rows.filter(label=label) if label else rows).first()
    if version is None:
        raise ValidationError(
            {"version": [ErrorDetail("The system has no such version.", code="no_version")]}
        )
    return version


def _cells(body: Mapping[str, Any]) -> Cells:
    faults = {str(at): told for at, cell in enumerate(body["cells"]) if (told := _misshapen(cell))}
    if faults:
        raise ValidationError({"cells": faults})
    try:
        origin = {name: body[name] for name in ORIGIN if name in body}
        return Cells.from_json({name: body.get(name) for name in TELLING} | origin)
    except Misstated as fault:
        raise ValidationError(misstated(fault)) from fault


def _misshapen(cell: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
    """Return what a cell has too much or too little: a missing value is said with null, not by silence."""
    unknown = {
        name: [ErrorDetail("There is no such field.", code="unknown_field")]
        for name in cell.keys() - CELL - BESIDE
    }
    absent = {
        name: [ErrorDetail("Say null where it is missing.", code="required")] for name in CELL - cell.keys()
    }
    return {**unknown, **absent}
