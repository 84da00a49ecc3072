"""Word files: ask for a copy or a redline, follow it, read what changed, take it away."""

from http import HTTPStatus
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response

from audits import doorbell
from audits.actions import dossiers, word_files
from audits.api.jobs import LOCATION, JobOut, accepted, cancelled, retried
from audits.models import Dossier, WordFile
from audits.queries.subjects import with_subject
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.permissions import Permission, fetch

NOT_READY: Refusals = {
    dossiers.NotReady: Refusal(HTTPStatus.CONFLICT, "not_ready", "It is not made yet; ask for the state.")
}
NOT_COMPARABLE: Refusals = {
    word_files.NotComparable: Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "not_comparable",
        "Name another dossier of the same kind about the same subject.",
        field="earlier",
    )
}


class WordFileIn(In):
    """A Word copy or, with an earlier dossier, a redline."""

    earlier = serializers.CharField(
        max_length=20, required=False, allow_null=True, help_text="Reference of the dossier to compare with."
    )


class WordFileOut(JobOut):
    """One Word file, and how far it is."""

    dossier = serializers.CharField(source="dossier__reference")
    earlier = serializers.CharField(source="earlier__reference", allow_null=True)
    file_sha256 = serializers.CharField(allow_blank=True)
    size = serializers.IntegerField()


class FieldChangeOut(Out):
    """One field of the record that differs; an absent value is null and `state` says so."""

    path = serializers.CharField(help_text="JSON pointer into the pack.")
    where = serializers.ListField(child=serializers.CharField(), help_text="The same in words.")
    state = serializers.ChoiceField(choices=["added", "removed", "changed"])
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class WordFiles(Face):
    """The Word files of the dossiers that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.REQUEST_DOSSIERS)]
    queryset = WordFile.objects.all()

    @operation("word_files_list", "Word files, newest first", gives=WordFileOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(WordFileOut, self.get_queryset().order_by("-pk"))

    @operation(
        "word_files_request", "Make a Word copy of a dossier, or a redline against an earlier one",
        takes=WordFileIn, gives={202: WordFileOut}, refuses=[404, 422], parameters=[LOCATION],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        rows = with_subject(Dossier.objects.all())
        dossier = fetch(rows, request.user, Permission.REQUEST_DOSSIERS, reference=reference)
        wanted = WordFileIn.read(request).get("earlier")
        earlier = None
        with refusals(NOT_COMPARABLE):
            if wanted:
                earlier = rows.visible_to(request.user).filter(reference=wanted).first()
                if earlier is None:
                    raise word_files.NotComparable(wanted)
            made = word_files.request(dossier=dossier, earlier=earlier, by=request.user, at=timezone.now())
        doorbell.ring(made)
        return accepted(_shown(made), "api-word-file")

    @operation("word_files_retrieve", "One Word file, and how far it is", gives=WordFileOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return Response(_shown(_found(request, reference, Permission.READ)))

    @operation(
        "word_files_changes", "Every field of the record that a redline found different",
        gives=FieldChangeOut(many=True), refuses=[404, 409],
    )  # fmt: skip
    def changes(self, request: ApiRequest, reference: str) -> Response:
        row = fetch(WordFile.objects.defer("pieces"), request.user, Permission.READ, reference=reference)
        with refusals(NOT_READY):
            if not row.is_settled:
                raise dossiers.NotReady(reference)
        return self.get_paginated_response(self.paginate_queryset(row.changes or []))

    @operation(
        "word_files_download", "Take the file away; the trail tells who did",
        gives={(200, WordFile.CONTENT_TYPE): OpenApiTypes.BINARY}, refuses=[404, 409],
    )  # fmt: skip
    def file(self, request: ApiRequest, reference: str) -> FileResponse:
        row = _found(request, reference, Permission.READ)
        with refusals(NOT_READY):
            word_files.downloaded(word_file=row, by=request.user, at=timezone.now())
        return FileResponse(
            row.file.open("rb"),
            as_attachment=True,
            filename=row.file_name,
            content_type=WordFile.CONTENT_TYPE,
        )

    @operation("word_files_cancel", "Stop a Word file", gives=WordFileOut, refuses=[404, 409, 422])
    def cancel(self, request: ApiRequest, reference: str) -> Response:
        row = _found(request, reference, Permission.REQUEST_DOSSIERS)
        return Response(_shown(cancelled(request, row)))

    @operation(
        "word_files_retry", "Try a Word file again that failed or was cancelled",
        gives={202: WordFileOut}, refuses=[404, 409, 422], parameters=[LOCATION],
    )  # fmt: skip
    def retry(self, request: ApiRequest, reference: str) -> Response:
        row = _found(request, reference, Permission.REQUEST_DOSSIERS)
        return accepted(_shown(retried(request, row)), "api-word-file")


def _found(request: ApiRequest, reference: str, permission: Permission) -> WordFile:
    rows = WordFile.objects.select_related("dossier", "earlier")
    rows = rows.defer("pieces", "changes", "dossier__pack", "earlier__pack")
    return fetch(rows, request.user, permission, reference=reference)


def _shown(row: WordFile) -> dict[str, Any]:
    return WordFileOut.one(WordFile.objects.all(), pk=row.pk)
