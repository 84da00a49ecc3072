"""How lists are narrowed: by declared parameters, and by no others."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads the settings that name this module

PAGING = frozenset({"page", "page_size"})


class Declared(DjangoFilterBackend):
    """Refuses a parameter the list does not know: `?teir=high` must not answer with everything."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: "APIView") -> QuerySet[Any]:
        filterset = self.get_filterset_class(view, queryset)
        known = PAGING | (frozenset(filterset.base_filters) if filterset else frozenset())
        strangers = request.query_params.keys() - known
        if strangers:
            told = ErrorDetail("There is no such parameter.", code="unknown_parameter")
            raise ValidationError({name: [told] for name in sorted(strangers)})
        narrowed: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return narrowed
