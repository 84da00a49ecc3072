"""Errors as RFC 9457 problem documents, each fault with the path of its field."""

from typing import Any

from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.types import ErrorResponse

TITLES = {
    "validation_error": "The request does not fit",
    "client_error": "The request cannot be met",
    "server_error": "Something broke on our side",
}


class Problem(ExceptionFormatter):
    """type, title, status, detail, and `errors` with code, detail and attr for each fault."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        faults = [{"code": e.code, "detail": e.detail, "attr": e.attr} for e in error_response.errors]
        kind = error_response.type.value if hasattr(error_response.type, "value") else str(error_response.type)
        return {
            "type": f"about:blank#{kind}",
            "title": TITLES.get(kind, kind),
            "status": getattr(self.exc, "status_code", 500),
            "detail": "; ".join(f"{e['attr']}: {e['detail']}" if e["attr"] else e["detail"] for e in faults),
            "errors": faults,
        }
