"""How lists are narrowed: by declared parameters, and by no others."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError as Misfit
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads the settings that name this module

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PAGING = frozenset({"page", "page_size"})


class DayField(forms.DateField):
    """A day as the OpenAPI document writes it, and in no other form: 2026-12-02, not 2/12/2026."""

    def to_python(self, value: Any) -> date | None:  # noqa: ANN401 Django's signature
        if value in self.empty_values:
            return None
        if not DAY.fullmatch(str(value)):
            raise Misfit(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayFilter(django_filters.DateFilter):
    """Narrows by a day."""

    field_class = DayField


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
