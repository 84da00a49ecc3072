"""What was entered into the EU database, and how far the documents have moved since."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits.actions import submissions
from audits.models import Sheet, Submission
from audits.queries import sheets
from audits.queries.papers import entered, papers_of
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.permissions import Permission, fetch

REFUSED: Refusals = {
    submissions.NotFinished: Refusal(
        HTTPStatus.CONFLICT, "not_finished", "It is a draft; what is submitted is what was finished."
    ),
    submissions.NotRegistered: Refusal(
        HTTPStatus.CONFLICT, "not_registered", "Documents of this kind are not entered into the EU database."
    ),
}


class SubmissionIn(In):
    """That a finished registration was entered into the EU database."""

    number = Text(max_length=100, help_text="The registration number.")
    submitted_date = serializers.DateField(help_text="The day; not in the future.")


class SubmissionOut(Out):
    """What was entered, as it was."""

    sheet = serializers.CharField(source="sheet__reference")
    version = serializers.CharField(source="sheet__version__label")
    number = serializers.CharField()
    submitted_date = serializers.DateField()
    non_public = serializers.BooleanField(source="reduced")
    values = serializers.DictField(source="fields", help_text="Field to what was entered, in words.")
    recorded_by = serializers.CharField(source="recorded_by__email")
    recorded_at = serializers.DateTimeField()


class MovedFieldOut(serializers.Serializer[Any]):
    """One field that says something else now."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes fields off the class
    cite = serializers.CharField()
    submitted = serializers.CharField(allow_blank=True)
    present = serializers.CharField(allow_blank=True)


class DriftOut(serializers.Serializer[Any]):
    """How far a registration has moved from what was last submitted."""

    number = serializers.CharField(allow_null=True, help_text="null where nothing was submitted yet.")
    submitted_date = serializers.DateField(allow_null=True)
    changes = MovedFieldOut(many=True)


class Submissions(Face):
    """The submissions of one registration's system and section."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.WRITE_SHEETS)]
    queryset = Submission.objects.all()

    @operation("sheets_submissions", "What was submitted, newest first", gives=SubmissionOut(many=True))
    def list(self, request: ApiRequest, reference: str) -> Response:
        sheet = fetch(sheets.whole(), request.user, Permission.READ, reference=reference)
        rows = self.get_queryset().filter(sheet__version__system=sheet.version.system, sheet__kind=sheet.kind)
        return self.page(SubmissionOut, rows.order_by("-submitted_date", "-pk"))

    @operation(
        "sheets_submit", "Note that a finished registration was entered into the EU database",
        takes=SubmissionIn, gives={201: SubmissionOut}, refuses=[404, 409],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        sheet = fetch(sheets.whole(), request.user, Permission.WRITE_SHEETS, reference=reference)
        said = SubmissionIn.read(request)
        try:
            with refusals(REFUSED):
                made = submissions.note(sheet=sheet, **said, by=request.user, at=timezone.now())
        except submissions.NotYet as fault:
            told = ErrorDetail("Name a day that is not in the future.", code="not_yet")
            raise ValidationError({"submitted_date": [told]}) from fault
        shown = SubmissionOut.one(Submission.objects.all(), pk=made.pk)
        return Response(shown, status=HTTPStatus.CREATED)

    @operation(
        "sheets_drift",
        "What says something else now than in the EU database",
        gives=DriftOut,
        refuses=[404, 409],
    )
    def drift(self, request: ApiRequest, reference: str) -> Response:
        sheet: Sheet = fetch(sheets.whole(), request.user, Permission.READ, reference=reference)
        found = entered(papers_of(sheet).one(sheet), sheet)
        with refusals(REFUSED):
            if found is None:
                raise submissions.NotRegistered(sheet.reference)
        last = found.submissions[0] if found.submissions else None
        changes = [
            {
                "field": one.field, "label": one.label, "cite": one.cite, "submitted": one.submitted,
                "present": one.present,
            }
            for one in found.drift
        ]  # fmt: skip
        return Response({
            "number": last.number if last else None,
            "submitted_date": last.submitted_date if last else None,
            "changes": changes,
        })  # fmt: skip
