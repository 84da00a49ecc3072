"""Documents that the Act prescribes: which are owed, begun, written, finished, taken along."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits import blanks
from audits.actions import drafts
from audits.actions import sheets as writing
from audits.api.sheet_shapes import (
    EntriesIn,
    PaperOut,
    PrescribedDetailOut,
    PrescribedIn,
    PrescribedOut,
    StateOfLaw,
)
from audits.models import Sheet
from audits.queries import exports, sheets
from audits.queries.dossier_pack.prescribed import Filled
from audits.queries.papers import board, papers_of
from audits.sheets import EntryErrors, Filling, Said
from audits.sheets.workbook import workbook
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import ETAG, IF_MATCH, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import STALE, STALE_MEANWHILE, check_match, tagged
from governance.api.problems import Refusal, Refusals, Refused, refusals
from governance.api.shapes import Nothing
from governance.api.versions import version_of
from governance.permissions import Permission, fetch
from risk.queries.editions import adopted_id

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_A_DRAFT: Refusals = {
    drafts.NotDraft: Refusal(
        HTTPStatus.CONFLICT, "finished", "It is finished; what it says cannot be changed, only written anew."
    )
}

EDITION = OpenApiParameter(
    "edition",
    str,
    enum=list(blanks.editions()),
    description="The state of the law; the adopted one without it.",
)


class SheetFilter(django_filters.FilterSet):
    """How the list of documents is narrowed."""

    system = django_filters.CharFilter("version__system__reference", "exact", label="Reference of a system.")
    version = django_filters.CharFilter("version__label", "exact", label="Label of a version.")
    kind = django_filters.MultipleChoiceFilter(choices=[(kind, kind) for kind in blanks.KINDS])
    state = django_filters.MultipleChoiceFilter(choices=Sheet.State.choices)


class Sheets(Face):
    """The prescribed documents of the systems that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.WRITE_SHEETS)]
    queryset = Sheet.objects.all()
    filterset_class = SheetFilter

    @operation("sheets_list", "Prescribed documents, newest first", gives=PrescribedOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(PrescribedOut, self.get_queryset().order_by("-pk"))

    @operation(
        "sheets_prescribed", "Which documents the Act prescribes for a version, and how far they are",
        gives={200: serializers.ListSerializer(child=PaperOut())}, refuses=[404],
    )  # fmt: skip
    def prescribed(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.READ)
        return Response([_paper(one.filled) for one in board(version)])

    @operation(
        "sheets_start", "Begin a document, empty or from an earlier one",
        takes=PrescribedIn, gives={201: PrescribedDetailOut}, refuses=[404, 409], parameters=[ETAG],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.WRITE_SHEETS)
        asked = PrescribedIn.read(request)
        copy = _copied(request, asked.get("copy_of", ""))
        try:
            made = writing.start(
                version=version, kind=asked["kind"], copy=copy, by=request.user, at=timezone.now()
            )
        except writing.AlreadyDrafting as fault:
            says = f"{fault.draft.reference} is a draft of this document: go on with it."
            raise Refused(Refusal(HTTPStatus.CONFLICT, "already_drafting", says)) from fault
        except writing.WrongSource as fault:
            told = ErrorDetail("Name one of the same kind about the same system.", code="wrong_source")
            raise ValidationError({"copy_of": [told]}) from fault
        return tagged(_shown(made), status=HTTPStatus.CREATED)

    @operation(
        "sheets_retrieve",
        "One document, field by field",
        gives=PrescribedDetailOut,
        refuses=[404],
        parameters=[ETAG],
    )
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return tagged(_shown(self._seen(request, reference)))

    @operation(
        "sheets_write", "Write in fields of a draft; what stood there is kept",
        takes=EntriesIn, gives=PrescribedDetailOut, refuses=[404, 409, 412, 428], parameters=[IF_MATCH, ETAG],
    )  # fmt: skip
    def partial_update(self, request: ApiRequest, reference: str) -> Response:
        sheet = self._theirs(request, reference)
        check_match(request, sheet.revision)
        filling = papers_of(sheet).one(sheet).filling
        said = _said(EntriesIn.read(request)["entries"], filling)
        try:
            with refusals({**NOT_A_DRAFT, writing.Overtaken: STALE}):
                writing.write(sheet=sheet, said=said, seen=sheet.revision, by=request.user, at=timezone.now())
        except EntryErrors as fault:
            raise ValidationError({"entries": _told(fault)}) from fault
        return tagged(_shown(sheet))

    @operation(
        "sheets_finish", "Close a document for good",
        gives=PrescribedDetailOut, refuses=[404, 409, 412, 422, 428], parameters=[IF_MATCH, ETAG],
    )  # fmt: skip
    def finish(self, request: ApiRequest, reference: str) -> Response:
        sheet = self._theirs(request, reference)
        check_match(request, sheet.revision)
        Nothing.read(request)
        try:
            with refusals({**NOT_A_DRAFT, **STALE_MEANWHILE}):
                writing.finish(sheet=sheet, by=request.user, at=timezone.now())
        except drafts.Incomplete as fault:
            says = ErrorDetail("Write it, adopt it, or say why it does not apply.", code="required")
            raise ValidationError({"entries": {name: [says] for name in fault.missing}}) from fault
        return tagged(_shown(sheet))

    @operation(
        "sheets_workbook", "The fields as a workbook",
        gives={(200, XLSX): OpenApiTypes.BINARY}, refuses=[404],
    )  # fmt: skip
    def xlsx(self, request: ApiRequest, reference: str) -> HttpResponse:
        sheet = self._seen(request, reference)
        content = workbook(papers_of(sheet).one(sheet).filling, sheet.reference)
        named = {"Content-Disposition": f'attachment; filename="{sheet.reference}.xlsx"'}
        return HttpResponse(content, content_type=XLSX, headers=named)

    @staticmethod
    def _seen(request: ApiRequest, reference: str) -> Sheet:
        return fetch(sheets.whole(), request.user, Permission.READ, reference=reference)

    @staticmethod
    def _theirs(request: ApiRequest, reference: str) -> Sheet:
        return fetch(sheets.whole(), request.user, Permission.WRITE_SHEETS, reference=reference)


class Blanks(Face):
    """What the Act asks, so that a program can fill it."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]
    queryset = Sheet.objects.none()

    @operation(
        "blanks_retrieve", "What a prescribed document asks in a state of the law",
        gives=OpenApiTypes.OBJECT, refuses=[404, 422], parameters=[EDITION],
    )  # fmt: skip
    def retrieve(self, request: ApiRequest, kind: str) -> Response:
        asked = StateOfLaw(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data.get("edition") or adopted_id()
        try:
            return Response(exports.blank_json(blanks.load(kind, wanted)))
        except blanks.UnknownBlank as fault:
            raise Http404 from fault


def _copied(request: ApiRequest, reference: str) -> Sheet | None:
    if not reference:
        return None
    found = sheets.whole().visible_to(request.user).filter(reference=reference).first()
    if found is None:
        told = ErrorDetail("There is no such document, or you may not see it.", code="no_sheet")
        raise ValidationError({"copy_of": [told]})
    return found


def _said(entries: dict[str, Any], filling: Filling) -> dict[str, Said]:
    """Return what is said; `adopt` takes over what the record knows at that field."""
    known = {slot.field.id: slot.known for slot in filling.slots}
    said = {}
    for name, told in entries.items():
        evidence = told.get("evidence", "")
        if told.get("adopt"):
            if (one := known.get(name)) is None:
                fault = ErrorDetail("The record knows nothing that would fill this.", code="nothing_known")
                raise ValidationError({"entries": {name: [fault]}})
            said[name] = Said(one.value, source=one.source, evidence=evidence)
        else:
            said[name] = Said(told.get("value", ""), applies=told.get("applies", True), evidence=evidence)
    return said


def _told(fault: EntryErrors) -> dict[str, Any]:
    return {name: [ErrorDetail(says, code="entry")] for name, says in fault.errors.items()}


def _paper(filled: Filled) -> dict[str, Any]:
    sheet = filled.sheet
    return {
        "kind": filled.blank.id,
        "title": filled.blank.title,
        "reference": sheet.reference if sheet else None,
        "state": sheet.state if sheet else None,
        "owed": exports.owed_json(filled),
        "coverage": exports.coverage_json(filled),
    }


def _shown(row: Sheet) -> dict[str, Any]:
    """Return a document as it now stands."""
    sheet = sheets.whole().get(pk=row.pk)
    return exports.as_json(sheet, papers_of(sheet).one(sheet))
