"""Vendor assessments: start, answer, conclude, read."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits import questionnaires
from audits.actions import drafts, vendor_assessments
from audits.models import VendorAssessment
from audits.queries.vendor_assessments import as_json, whole
from audits.scoring import AnswerErrors, unanswered
from audits.scoring.answers import parse_answers
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word
from governance.api.openapi import ETAG, IF_MATCH, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import STALE_MEANWHILE, check_match, tagged
from governance.api.problems import Refusal, Refusals, Refused, refusals
from governance.api.shapes import In, Out, Whole
from governance.models import Product
from governance.permissions import Permission, fetch

NOT_A_DRAFT: Refusals = {
    drafts.NotDraft: Refusal(
        HTTPStatus.CONFLICT,
        "concluded",
        "It is concluded; what it says cannot be changed, only assessed anew.",
    )
}
WRONG_KIND: Refusals = {
    vendor_assessments.WrongKind: Refusal(
        HTTPStatus.CONFLICT,
        "wrong_kind",
        "No questionnaire is meant for products of this kind.",
        "questionnaire",
    )
}


class StartIn(In):
    """Under which questionnaire to assess."""

    questionnaire = serializers.ChoiceField(choices=questionnaires.questionnaire_ids(), required=False)


class VendorAnswerIn(In):
    """What the vendor said to one question."""

    value = Text(max_length=100, allow_null=True, help_text="Id of an option; null for not known.")
    note = Text(max_length=5000, allow_blank=True, required=False)


class VendorAnswersIn(Whole):
    """Answers by question, beside those given before."""

    answers = serializers.DictField(child=VendorAnswerIn(), allow_empty=False)


class ConcludeIn(In):
    """What is concluded."""

    summary = Text(max_length=5000, allow_blank=True, required=False)
    valid_until = serializers.DateField(
        required=False, help_text="The latest day the outcome allows, when left out."
    )


class VendorAssessmentOut(Out):
    """One assessment of one product."""

    reference = serializers.CharField()
    vendor = serializers.CharField(source="product__vendor__reference")
    product = serializers.CharField(source="product__reference")
    questionnaire = serializers.CharField()
    state = Word(VendorAssessment.State)
    valid_until = serializers.DateField(allow_null=True)
    created_by = serializers.CharField(source="created_by__email")
    created_at = serializers.DateTimeField()
    concluded_by = serializers.CharField(source="concluded_by__email", allow_null=True)
    concluded_at = serializers.DateTimeField(allow_null=True)
    revision = serializers.IntegerField()


class AssessmentDetailOut(VendorAssessmentOut):
    """One assessment with its answers; once concluded, with what they were found to be worth."""

    answers = serializers.DictField(help_text="Question to value and note.")
    unanswered = serializers.ListField(child=serializers.CharField(), help_text="Before it can be concluded.")
    conclusion = serializers.DictField(
        allow_null=True, help_text="Areas, overall word, reasons; null in a draft."
    )


class VendorAssessmentFilter(django_filters.FilterSet):
    """How the list of assessments is narrowed."""

    vendor = django_filters.CharFilter("product__vendor__reference", "exact", label="Reference of a vendor.")
    product = django_filters.CharFilter("product__reference", "exact", label="Reference of a product.")
    state = django_filters.MultipleChoiceFilter(choices=VendorAssessment.State.choices)


class VendorAssessments(Face):
    """The assessments of the vendors that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.ASSESS_VENDORS)]
    queryset = VendorAssessment.objects.all()
    filterset_class = VendorAssessmentFilter

    @operation("assessments_list", "Vendor assessments, newest first", gives=VendorAssessmentOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(VendorAssessmentOut, self.get_queryset().order_by("-pk"))

    @operation(
        "assessments_start", "Begin an assessment, from the answers of the last one",
        takes=StartIn, gives={201: AssessmentDetailOut}, refuses=[404, 409], parameters=[ETAG],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        rows = Product.objects.select_related("vendor__unit")
        product = fetch(rows, request.user, Permission.ASSESS_VENDORS, reference=reference)
        chosen = StartIn.read(request).get("questionnaire", questionnaires.DEFAULT)
        try:
            with refusals(WRONG_KIND):
                made = vendor_assessments.start(
                    product=product, questionnaire_id=chosen, by=request.user, at=timezone.now()
                )
        except vendor_assessments.AlreadyDrafting as fault:
            says = f"{fault.draft.reference} is a draft under this questionnaire: go on with it."
            raise Refused(Refusal(HTTPStatus.CONFLICT, "already_drafting", says)) from fault
        return tagged(_shown(made), status=HTTPStatus.CREATED)

    @operation(
        "assessments_retrieve", "One assessment", gives=AssessmentDetailOut, refuses=[404], parameters=[ETAG]
    )
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return tagged(_shown(fetch(whole(), request.user, Permission.READ, reference=reference)))

    @operation(
        "assessments_answer", "Add answers to a draft",
        takes=VendorAnswersIn, gives=AssessmentDetailOut, refuses=[404, 409], parameters=[ETAG],
    )  # fmt: skip
    def partial_update(self, request: ApiRequest, reference: str) -> Response:
        row = self._theirs(request, reference)
        said = {name: dict(told) for name, told in VendorAnswersIn.read(request)["answers"].items()}
        try:
            with refusals({**NOT_A_DRAFT, **STALE_MEANWHILE}):
                vendor_assessments.answer(assessment=row, answers=said, by=request.user, at=timezone.now())
        except AnswerErrors as fault:
            told = {name: [ErrorDetail(says, code="answer")] for name, says in fault.errors.items()}
            raise ValidationError({"answers": told}) from fault
        return tagged(_shown(row))

    @operation(
        "assessments_conclude", "Score the answers and close the assessment for good",
        takes=ConcludeIn, gives=AssessmentDetailOut, refuses=[404, 409, 412, 428],
        parameters=[IF_MATCH, ETAG],
    )  # fmt: skip
    def conclude(self, request: ApiRequest, reference: str) -> Response:
        row = self._theirs(request, reference)
        check_match(request, row.revision)
        values = {"summary": "", **ConcludeIn.read(request)}
        try:
            with refusals({**NOT_A_DRAFT, **STALE_MEANWHILE}):
                vendor_assessments.conclude(assessment=row, **values, by=request.user, at=timezone.now())
        except drafts.Incomplete as fault:
            told = {
                name: [ErrorDetail("Answer it, or say that it is not known.", code="required")]
                for name in fault.missing
            }
            raise ValidationError({"answers": told}) from fault
        except vendor_assessments.BadEnd as fault:
            end = ErrorDetail(
                f"Name a day after today, {fault.latest.isoformat()} at the latest.", code="bad_end"
            )
            raise ValidationError({"valid_until": [end]}) from fault
        return tagged(_shown(row))

    @staticmethod
    def _theirs(request: ApiRequest, reference: str) -> VendorAssessment:
        return fetch(whole(), request.user, Permission.ASSESS_VENDORS, reference=reference)


def _shown(row: VendorAssessment) -> dict[str, Any]:
    """Return an assessment as it now stands, with its answers. One query."""
    row = whole().get(pk=row.pk)
    concluded = row.state == VendorAssessment.State.CONCLUDED
    form = questionnaires.load(row.questionnaire)
    return {
        "reference": row.reference,
        "vendor": row.product.vendor.reference,
        "product": row.product.reference,
        "questionnaire": row.questionnaire,
        "state": row.state,
        "valid_until": row.valid_until,
        "created_by": row.created_by.email,
        "created_at": row.created_at,
        "concluded_by": row.concluded_by.email if row.concluded_by else None,
        "concluded_at": row.concluded_at,
        "revision": row.revision,
        "answers": row.answers,
        "unanswered": list(unanswered(parse_answers(row.answers, form), form)),
        "conclusion": as_json(row) if concluded else None,
    }
