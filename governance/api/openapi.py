"""What the OpenAPI document says of an operation, beside the code that does it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from governance.api.problems import MEDIA_TYPE

Method = TypeVar("Method", bound=Callable[..., Any])

MEANS = {
    400: "The body is not readable.",
    401: "No token, or one that is not valid any more.",
    403: "Your role or your token does not allow this.",
    404: "There is none, or you may not see it.",
    409: "It contradicts what is there.",
    412: "Somebody changed it since you read it.",
    413: "The file is larger than this installation accepts.",
    415: "This type of body is not understood.",
    422: "Something in the request does not fit; `errors` says what and where.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says when to come back.",
    503: "Too busy just now; try again in a moment.",
}
EVERY_TIME = (401, 403, 429)
WITH_BODY = (400, 413, 415, 422)
PAGED = (404, 422)

# In the order in which a record goes through the house.
GROUPS = {
    "me": "Who is calling.",
    "units": "The parts of the organisation.",
    "systems": "AI systems, and the release gate.",
    "versions": "What a finding, a run and a dossier are about.",
    "components": "The vendors' products a version is built with.",
    "facts": "Answers about a version.",
    "findings": "What the AI Act makes of it.",
    "obligations": "What is owed, until when.",
    "editions": "The states of the law, and the adopted one.",
    "changes": "What moved when the law changed.",
    "plans": "What is measured of a system.",
    "sources": "Where rows lie that are never imported.",
    "previews": "What a file holds, before any of it is kept.",
    "logs": "Predictions, as files or as counts.",
    "runs": "Fairness measurements.",
    "schedules": "When a plan runs by itself.",
    "schemas": "JSON Schemas of what is exported.",
    "disparities": "What runs found beyond a threshold, until it is settled.",
    "vendors": "Who supplies.",
    "products": "What they supply.",
    "questionnaires": "What vendors are asked.",
    "assessments": "What their answers are worth.",
    "blanks": "What the documents ask that the Act prescribes.",
    "sheets": "Those documents, filled in for a version, and what was submitted of them.",
    "dossiers": "What is handed over.",
    "verifications": "Whether a dossier is what it was.",
    "trail": "What happened.",
}

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True,
    description="The ETag of the state your change is based on.",
    examples=[OpenApiExample("third revision", value='"v3"')],
)  # fmt: skip
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201], description="The revision shown, for If-Match."
)


class FaultOut(serializers.Serializer[Any]):
    """One thing that is wrong, and where."""

    code = serializers.CharField(help_text="A word for programs; it does not change.")
    detail = serializers.CharField(help_text="A sentence for people.")
    attr = serializers.CharField(allow_null=True, help_text="The field, its path joined by dots.")
    pointer = serializers.CharField(allow_null=True, help_text="The field as a JSON pointer (RFC 6901).")


class ProblemOut(serializers.Serializer[Any]):
    """A problem document (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FaultOut(many=True)  # type: ignore[assignment]  # DRF takes fields off the class


def operation(
    name: str,
    summary: str,
    *,
    gives: Any = None,  # noqa: ANN401 a shape, or status to shape
    takes: Any = None,  # noqa: ANN401 a shape
    refuses: Sequence[int] = (),
    parameters: Sequence[OpenApiParameter] = (),
    examples: Sequence[OpenApiExample] = (),
) -> Callable[[Method], Method]:
    """Describe an operation: its id, its answers, and every refusal a caller must expect."""
    paged = isinstance(gives, serializers.ListSerializer)
    statuses = sorted({*EVERY_TIME, *refuses, *(WITH_BODY if takes else ()), *(PAGED if paged else ())})
    answers: dict[Any, Any] = dict(gives) if isinstance(gives, dict) else {200: gives}
    for status in statuses:
        answers[(status, MEDIA_TYPE)] = OpenApiResponse(ProblemOut, MEANS[status])
    return extend_schema(
        operation_id=name,
        summary=summary,
        request=takes,
        responses=answers,
        parameters=list(parameters),
        examples=list(examples),
    )


class Described(AutoSchema):
    """Groups operations by the first word of their id: systems_list belongs to systems."""

    def get_tags(self) -> list[str]:
        return [str(self.get_operation_id()).split("_", maxsplit=1)[0]]

    def get_description(self) -> str:  # type: ignore[override]  # spectacular asks without arguments
        """Leave it to the summary, which says it in a line."""
        return ""


class TokenScheme(OpenApiAuthenticationExtension):
    """How a token is sent, in OpenAPI's words."""

    target_class = "governance.api.authentication.TokenDoor"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002 its signature
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": 'A token from the page "Tokens", as `Authorization: Token annex_…`.',
        }


class TextScheme(OpenApiSerializerFieldExtension):
    """A string that must say something, unless it may be blank."""

    target_class = "governance.api.fields.Text"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:  # noqa: ARG002
        bound = {"maxLength": self.target.max_length} if self.target.max_length else {}
        return {"type": "string", **bound, **({} if self.target.allow_blank else {"pattern": r"\S"})}


def finished(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """Put the groups in order, and say what `shapes.In` does: a field that is not declared is refused."""
    result["tags"] = [{"name": name, "description": about} for name, about in GROUPS.items()]
    for name, schema in result["components"]["schemas"].items():
        if name.endswith(("In", "Edit")):
            schema["additionalProperties"] = False
    return result
