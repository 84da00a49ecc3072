"""Vendors: list, register, read, change."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.db.models import Count
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from governance.actions import vendors
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, UnitPath
from governance.api.openapi import ETAG, IF_MATCH, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import STALE_MEANWHILE, check_match, tagged
from governance.api.problems import refusals
from governance.api.shapes import In, Out
from governance.models import Vendor
from governance.permissions import Permission, fetch

KEPT = ("name", "country", "website", "contact", "unit")


class VendorEdit(In):
    """What may be said of a vendor; leave out what stays."""

    name = Text(max_length=200)
    country = serializers.RegexField(
        r"^[A-Z]{2}$", help_text="ISO 3166-1 code of the place of establishment."
    )
    website = serializers.URLField(max_length=200, allow_blank=True, required=False)
    contact = serializers.EmailField(max_length=254, allow_blank=True, required=False)
    unit = UnitPath(Permission.EDIT_REGISTER, help_text="The path of the unit that keeps it, as in /units.")


class VendorIn(VendorEdit):
    """A new vendor."""


class VendorOut(Out):
    """One vendor."""

    reference = serializers.CharField()
    name = serializers.CharField()
    country = serializers.CharField()
    website = serializers.CharField()
    contact = serializers.CharField()
    unit = serializers.CharField(source="unit__path")
    products = serializers.IntegerField(source="product_count")
    created_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class VendorFilter(django_filters.FilterSet):
    """How the list of vendors is narrowed."""

    q = django_filters.CharFilter("name", "icontains", label="Words in the name.")
    country = django_filters.CharFilter("country", "exact")
    unit = django_filters.CharFilter(
        "unit__path", "startswith", label="Path of a unit; includes those below."
    )


class Vendors(Face):
    """The register's vendors."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.EDIT_REGISTER)]
    queryset = Vendor.objects.annotate(product_count=Count("products"))
    filterset_class = VendorFilter

    @operation("vendors_list", "Vendors you may see, oldest first", gives=VendorOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(VendorOut, self.get_queryset().order_by("pk"))

    @operation(
        "vendors_create", "Register a vendor", takes=VendorIn, gives={201: VendorOut}, parameters=[ETAG]
    )
    def create(self, request: ApiRequest) -> Response:
        values = {"website": "", "contact": "", **VendorIn.read(request)}
        vendor = vendors.register(**values, by=request.user, at=timezone.now())
        return tagged(self._shown(vendor), status=HTTPStatus.CREATED)

    @operation("vendors_retrieve", "One vendor", gives=VendorOut, refuses=[404], parameters=[ETAG])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return tagged(
            self._shown(fetch(Vendor.objects.all(), request.user, Permission.READ, reference=reference))
        )

    @operation(
        "vendors_update", "Change what the register says of a vendor",
        takes=VendorEdit, gives=VendorOut, refuses=[404, 412, 428], parameters=[IF_MATCH, ETAG],
    )  # fmt: skip
    def partial_update(self, request: ApiRequest, reference: str) -> Response:
        rows = Vendor.objects.select_related("unit")
        vendor = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
        check_match(request, vendor.revision)
        standing = {name: getattr(vendor, name) for name in KEPT}
        wanted = standing | VendorEdit.read(request, partial=True)
        with refusals(STALE_MEANWHILE):
            vendors.edit(vendor=vendor, **wanted, by=request.user, at=timezone.now())
        return tagged(self._shown(vendor))

    @staticmethod
    def _shown(vendor: Vendor) -> dict[str, Any]:
        return VendorOut.one(Vendor.objects.annotate(product_count=Count("products")), pk=vendor.pk)
