"""Answers about a version of a system: what to ask, and taking what was said."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.validators import URLValidator
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import ETAG, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import STALE
from governance.api.problems import Refusals, Refused, refusals
from governance.api.shapes import Whole
from governance.api.versions import version_of
from governance.permissions import Permission
from risk.actions import answers
from risk.actions.answers import Statement
from risk.api.findings import OpinionOut, stored
from risk.api.provisions import ProvisionOut
from risk.engine import Edition, FactErrors, Question, parse_facts
from risk.models import Answer
from risk.queries.answers import stamp, stated
from risk.queries.editions import adopted
from risk.queries.sheets import Sheet, sheet

IN_REGISTER = "This is kept in the register: change the system, not an answer."
MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER,
    description="The ETag of the answers your own are based on; without it they are put in place of whatever stands.",
)  # fmt: skip
OVERTAKEN: Refusals = {answers.Overtaken: STALE}
BELONGS = "This belongs to no answer in this call."

EXAMPLE = OpenApiExample(
    "what a pipeline knows, and what it does not",
    request_only=True,
    value={
        "answers": {"ai.kind": "ai_system", "use.areas": ["employment"], "art6.profiling": None},
        "notes": {"art6.profiling": "Asked the works council on 12 November."},
        "evidence": {"use.areas": "https://wiki.example.org/cv-screening/purpose"},
    },
)


class OptionOut(serializers.Serializer[Any]):
    """One answer among several."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes fields off the class
    example = serializers.CharField(allow_blank=True)


class QuestionOut(serializers.Serializer[Any]):
    """One question that matters, given the answers so far; unknown is an answer."""

    fact = serializers.CharField()
    section = serializers.CharField()
    question = serializers.CharField()
    help = serializers.CharField(allow_blank=True)
    example = serializers.CharField(allow_blank=True)
    type = serializers.CharField(help_text="yes_no, one_of, several_of, date or number.")
    options = OptionOut(many=True)
    examples = serializers.DictField(child=serializers.CharField())
    provision = ProvisionOut()
    because = serializers.ListField(child=serializers.CharField(), help_text="Provisions that hang on it.")
    answered = serializers.BooleanField()
    answer = serializers.JSONField(help_text='Null where there is none; "unknown" for I don\'t know.')
    note = serializers.CharField(allow_blank=True)
    evidence = serializers.CharField(allow_blank=True, help_text="Where the answer can be seen.")
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class SheetOut(serializers.Serializer[Any]):
    """The questionnaire as the answers so far leave it."""

    edition = serializers.CharField()
    answered = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Questions that still matter and have no answer.")
    questions = QuestionOut(many=True)


@extend_schema_field({"type": ["boolean", "string", "number", "array"], "items": {"type": "string"}})
class Value(serializers.JSONField):
    """yes or no, a word, several words, a date or a number; null for "I don't know"."""


class Https(Text):
    """An address that begins with https://."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 DRF's options
        super().__init__(**options)
        self.validators.append(URLValidator(schemes=["https"], message="Write an https:// address."))


class AnswersIn(Whole):
    """What somebody says: fact to value, null for "I don't know"; a note and an address beside any."""

    answers = serializers.DictField(child=Value(allow_null=True), allow_empty=False)
    notes = serializers.DictField(child=Text(max_length=5000, allow_blank=True), required=False)
    evidence = serializers.DictField(
        child=Https(max_length=500, allow_blank=True),
        required=False,
        help_text="Where an answer can be seen: https only, never fetched.",
    )


class Facts(Face):
    """The answers about one version."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.ANSWER_FACTS)]
    queryset = Answer.objects.all()

    @operation(
        "facts_retrieve",
        "What is asked of a version, and what was answered",
        gives=SheetOut,
        refuses=[404],
        parameters=[ETAG],
    )
    def retrieve(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.READ)
        found = sheet(version, timezone.now().date())
        told = {
            "edition": found.edition,
            "answered": found.answered,
            "left": found.left,
            "questions": [_asked(question, found) for part in found.sections for question in part.questions],
        }
        return Response(told, headers={"ETag": etag_of(found.stated)})

    @operation(
        "facts_update", "Answer questions; the finding that follows is the answer",
        takes=AnswersIn, gives=OpinionOut, refuses=[404, 412], examples=[EXAMPLE], parameters=[MATCH],
    )  # fmt: skip
    def partial_update(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.ANSWER_FACTS)
        body = AnswersIn.read(request)
        said = statements(body["answers"], body.get("notes", {}), body.get("evidence", {}))
        with refusals(OVERTAKEN):
            seen = seen_by(request, stated(version))
            answers.state(version=version, statements=said, seen=seen, by=request.user, at=timezone.now())
        return Response(stored(version))


def etag_of(standing: Mapping[str, Answer]) -> str:
    """Return the ETag of all answers about a version."""
    stamps = "\n".join(f"{fact} {stamp(standing[fact])}" for fact in sorted(standing))
    return f'"{sha256(stamps.encode()).hexdigest()[:32]}"'


def seen_by(request: ApiRequest, standing: Mapping[str, Answer]) -> dict[str, str] | None:
    """Return the stamps of the answers that a write was made from, or nothing where it does not say.

    Raises: Refused, where they are not those that stand.
    """
    named = request.headers.get("If-Match")
    if named is None or named.strip() == "*":
        return None
    if etag_of(standing) not in {tag.strip() for tag in named.split(",")}:
        raise Refused(STALE)
    return {fact: stamp(answer) for fact, answer in standing.items()}


def statements(
    given: Mapping[str, Any], notes: Mapping[str, str], evidence: Mapping[str, str]
) -> dict[str, Statement]:
    """Return answers in the form they are kept, however they were spelt: yes is true, unknown is null.

    Raises: ValidationError, with the path of each fact at fault.
    """
    edition = adopted()
    in_register = {fact: IN_REGISTER for fact in given if fact in edition.facts and edition.facts[fact].kept}
    said, misfits = fitting(given, edition)
    faults = misfits | in_register
    unheard = {
        name: {fact: BELONGS for fact in beside if fact not in given}
        for name, beside in (("notes", notes), ("evidence", evidence))
    }
    if faults or any(unheard.values()):
        raise ValidationError(
            {"answers": told(faults)} | {name: told(found) for name, found in unheard.items()}
        )
    return {fact: Statement(said[fact], notes.get(fact, ""), evidence.get(fact, "")) for fact in given}


def fitting(given: Mapping[str, Any], edition: Edition) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers that fit an edition, as they are kept, and why the others do not."""
    faults = {fact: why for fact in given if (why := _misplaced(fact, given[fact], edition))}
    try:
        facts = parse_facts({fact: value for fact, value in given.items() if fact not in faults}, edition)
    except FactErrors as wrong:
        return {}, faults | wrong.errors
    return {fact: _kept(value) for fact, value in facts.as_json().items()}, faults


def _misplaced(fact: str, value: object, edition: Edition) -> str:
    """Return why a fact cannot be answered here at all, or nothing."""
    known = edition.facts.get(fact)
    if isinstance(value, Mapping):
        return "Answer with a value; write the id of a fact with dots, not as a table."
    if known is None:
        return f"Edition {edition.id} asks no such question." if fact in edition.known_elsewhere else ""
    options = {option.id for option in known.options}
    parts = value if isinstance(value, list) else []
    strange = [part for part in parts if not isinstance(part, str) or part not in options]
    return f"Edition {edition.id} has no option {strange[0]!r} here." if strange else ""


def _kept(value: object) -> object:
    return None if value == "unknown" else value


def told(faults: Mapping[str, str]) -> dict[str, list[ErrorDetail]]:
    """Return faults by fact as DRF nests them."""
    return {fact: [ErrorDetail(says, code="fact")] for fact, says in faults.items()}


def _asked(question: Question, found: Sheet) -> dict[str, Any]:
    answer = found.stated.get(question.fact)
    return question.as_json() | {
        "note": answer.note if answer else "",
        "evidence": answer.evidence if answer else "",
        "answered_by": answer.by.email if answer else None,
        "answered_at": answer.at if answer else None,
    }
