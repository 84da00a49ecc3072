"""What every REST view has in common: rows in the caller's scope, pages of them, and the caller's type."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from governance.api.filters import Declared
from governance.api.shapes import Out
from governance.models import User


class ApiRequest(Request):
    """A request behind the gate: somebody is signed in."""

    user: User


class Face(GenericViewSet[Any]):
    """A group of operations on one noun; subclasses name their rows, their gate and their filters."""

    filter_backends = [Declared]
    request: ApiRequest

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 DRF's signature
        """Answer 404 to a path that no row can have: PostgreSQL refuses to look for a NUL character."""
        super().initial(request, *args, **kwargs)
        if any("\0" in str(part) for part in kwargs.values()):
            raise Http404

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows that the caller may see; the OpenAPI generator, who is nobody, sees none."""
        rows: QuerySet[Any] = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.visible_to(self.request.user)  # type: ignore[attr-defined, no-any-return]

    def page(self, shape: type[Out], rows: QuerySet[Any]) -> Response:
        """Return one page of the rows that the parameters ask for. Two queries."""
        page = self.paginate_queryset(shape.rows(self.filter_queryset(rows))) or []
        return self.get_paginated_response([shape.shown(row) for row in page])
