"""What vendors are asked, so that a program can answer for them."""

from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from audits import questionnaires
from audits.models import VendorAssessment
from audits.scoring import Question
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.permissions import Permission


class ChoiceOut(serializers.Serializer[Any]):
    """One possible answer, and the sentence it is scored with."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes fields off the class
    reason = serializers.CharField()
    points = serializers.IntegerField()


class VendorQuestionOut(serializers.Serializer[Any]):
    """One question."""

    id = serializers.CharField()
    area = serializers.CharField()
    asks = serializers.CharField()
    why = serializers.CharField()
    essential = serializers.BooleanField()
    options = ChoiceOut(many=True)


class QuestionnaireOut(serializers.Serializer[Any]):
    """One edition of a questionnaire."""

    id = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    kinds = serializers.ListField(
        child=serializers.CharField(), help_text="Kinds of product it is meant for."
    )
    questions = VendorQuestionOut(many=True)


class Questionnaires(Face):
    """The questionnaires of this installation."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]
    queryset = VendorAssessment.objects.none()

    @operation("questionnaires_retrieve", "What a vendor is asked", gives=QuestionnaireOut, refuses=[404])
    def retrieve(self, request: ApiRequest, name: str) -> Response:  # noqa: ARG002 it is the same for all
        try:
            form = questionnaires.load(name)
        except questionnaires.UnknownQuestionnaire as fault:
            raise Http404 from fault
        return Response({
            "id": form.id,
            "title": form.title,
            "about": form.about,
            "kinds": list(form.kinds),
            "questions": [_shown(question) for question in form.questions.values()],
        })  # fmt: skip


def _shown(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "area": question.area,
        "asks": question.asks,
        "why": question.why,
        "essential": question.essential,
        "options": [
            {"id": option.id, "label": option.label, "reason": option.reason, "points": option.points}
            for option in question.options
        ],
    }
