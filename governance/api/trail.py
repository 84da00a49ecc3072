"""The trail, for those who check it."""

from datetime import UTC, datetime

import django_filters
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import Out
from governance.models import TrailEntry
from governance.models.trail import TrailQuerySet
from governance.permissions import Permission


class TrailEntryOut(Out):
    """One change, bound to the one before."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField(help_text="Id of the person; names may be forgotten, ids stay.")
    verb = serializers.CharField()
    subject = serializers.CharField()
    unit = serializers.CharField(source="unit_path")
    before = serializers.DictField()
    after = serializers.DictField()
    previous = serializers.CharField(help_text="Digest of the entry before.")
    digest = serializers.CharField()


class TrailFilter(django_filters.FilterSet):
    """How the trail is narrowed."""

    subject = django_filters.CharFilter("subject", "exact", label="A reference such as SYS-0001.")
    verb = django_filters.CharFilter("verb", "exact", label="Such as system.edited.")
    after = django_filters.NumberFilter(
        "seq", "gt", min_value=0, max_value=2**53, label="Entries later than this seq."
    )
    since = django_filters.IsoDateTimeFilter(method="from_moment", label="Entries from this moment on.")

    def from_moment(self, rows: TrailQuerySet, name: str, moment: datetime) -> TrailQuerySet:
        """Compare in UTC: an offset beyond fifteen hours is a moment to Python and nonsense to PostgreSQL."""
        try:
            return rows.filter(at__gte=moment.astimezone(UTC))
        except OverflowError as fault:
            told = ErrorDetail("There is no such moment in UTC.", code="invalid")
            raise ValidationError({name: [told]}) from fault


class Trail(Face):
    """Every change in the caller's units."""

    permission_classes = [api_needs(read=Permission.READ_TRAIL, write=Permission.READ_TRAIL)]
    queryset = TrailEntry.objects.all()
    filterset_class = TrailFilter

    @operation("trail_list", "Changes in your units, oldest first", gives=TrailEntryOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(TrailEntryOut, self.get_queryset().order_by("seq"))
