"""How lists come: in pages, with a count, never whole."""

from typing import Any

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

MOST_PAGES = 10**9


class Pages(PageNumberPagination):
    """Fifty rows a page unless asked otherwise, two hundred at most; anything else is refused."""

    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request: Request) -> int:
        return _whole(request, "page_size", self.max_page_size) or self.page_size or self.max_page_size

    def get_page_number(self, request: Request, paginator: Any) -> int:  # noqa: ANN401, ARG002 DRF's signature
        return _whole(request, "page", MOST_PAGES) or 1

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ANN401 DRF's signature
        told: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in told:
            most = self.max_page_size if parameter["name"] == "page_size" else MOST_PAGES
            parameter["schema"] |= {"minimum": 1, "maximum": most}
        return told


def _whole(request: Request, name: str, most: int) -> int | None:
    """Return a whole number from 1 to the most that a parameter may be, or nothing when it is not there."""
    given = request.query_params.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(most)) and 1 <= int(given) <= most):
        says = f"This must be a whole number from 1 to {most}."
        raise ValidationError({name: [ErrorDetail(says, code="invalid")]})
    return int(given)
