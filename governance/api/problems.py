"""Refusals and errors as RFC 9457 problem documents, each fault with the path of its field."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Refusal:
    """What is answered where an action or a precondition refuses.

    `field` names the culprit, if any; `again_after` the seconds after which it is worth asking again.
    """

    status: HTTPStatus
    code: str
    says: str
    field: str = ""
    again_after: int | None = None


class Refused(APIException):
    """A refusal on its way to the caller."""

    def __init__(self, refusal: Refusal) -> None:
        fault = ErrorDetail(refusal.says, code=refusal.code)
        super().__init__({refusal.field: [fault]} if refusal.field else fault, refusal.code)
        self.status_code = refusal.status.value
        # Sent as Retry-After.
        self.wait = refusal.again_after


Refusals = Mapping[type[Exception], Refusal]


@contextmanager
def refusals(told: Refusals) -> Iterator[None]:
    """Turn the exceptions an action refuses with into the answers a program understands."""
    try:
        yield
    except tuple(told) as fault:
        raise Refused(next(said for kind, said in told.items() if isinstance(fault, kind))) from fault


class Handler(ExceptionHandler):
    """Answers with problem documents; what does not fit is 422, as it is on the pages."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, ValidationError):
            exc.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return super().convert_known_exceptions(exc)

    def get_response(self, exc: APIException, data: dict[str, Any]) -> Response:
        response = super().get_response(exc, data)
        response.content_type = MEDIA_TYPE
        return response

    def report_exception(self, exc: APIException, response: Response) -> None:
        """Report what went wrong; a refusal is an answer, also one that asks to come back later."""
        if not isinstance(exc, Refused):
            super().report_exception(exc, response)


class Problem(ExceptionFormatter):
    """type, title, status, detail, code, and `errors`: code, detail, attr and pointer of each fault."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:  # noqa: ARG002
        faults = [_fault(path, detail) for path, detail in _flat(self.exc.detail, ())]
        status = HTTPStatus(self.exc.status_code)
        return {
            "type": "about:blank",
            "title": status.phrase,
            "status": status.value,
            "detail": " ".join(f"{f['attr']}: {f['detail']}" if f["attr"] else f["detail"] for f in faults),
            "code": faults[0]["code"] if len(faults) == 1 else "invalid",
            "errors": faults,
        }


def _fault(path: Path, detail: ErrorDetail) -> dict[str, Any]:
    """Return one fault with the place it was found: dotted for people, an RFC 6901 pointer for programs."""
    escaped = [str(part).replace("~", "~0").replace("/", "~1") for part in path]
    return {
        "code": detail.code,
        "detail": str(detail),
        "attr": ".".join(str(part) for part in path) or None,
        "pointer": "".join(f"/{part}" for part in escaped) or None,
    }


def _flat(detail: Any, path: Path) -> Iterator[tuple[Path, ErrorDetail]]:  # noqa: ANN401 DRF's nested details
    """Yield each fault of DRF's nested details with its path; a list of lists or maps is counted."""
    if isinstance(detail, ErrorDetail):
        yield path, detail
    elif isinstance(detail, Mapping):
        for key, inner in detail.items():
            yield from _flat(inner, path if key == "non_field_errors" else (*path, key))
    else:
        for index, inner in enumerate(detail):
            yield from _flat(inner, path if isinstance(inner, ErrorDetail) else (*path, index))
