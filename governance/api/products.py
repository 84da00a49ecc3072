"""What vendors supply: list, add, read, change."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from governance.actions import vendors
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word
from governance.api.openapi import ETAG, IF_MATCH, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import STALE_MEANWHILE, check_match, tagged
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.models import Product, Vendor
from governance.permissions import Permission, fetch

NAME_TAKEN: Refusals = {
    vendors.NameTaken: Refusal(
        HTTPStatus.CONFLICT, "name_taken", "This vendor has a product of that name.", field="name"
    )
}


class ProductEdit(In):
    """What may be said of a product; leave out what stays."""

    name = Text(max_length=200)
    kind = Word(Product.Kind)
    description = Text(max_length=5000, allow_blank=True, required=False)


class ProductIn(ProductEdit):
    """A new product of a vendor."""


class ProductOut(Out):
    """One product."""

    reference = serializers.CharField()
    vendor = serializers.CharField(source="vendor__reference")
    name = serializers.CharField()
    kind = Word(Product.Kind)
    description = serializers.CharField()
    created_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class ProductFilter(django_filters.FilterSet):
    """How the list of products is narrowed."""

    q = django_filters.CharFilter("name", "icontains", label="Words in the name.")
    kind = django_filters.MultipleChoiceFilter(choices=Product.Kind.choices)
    vendor = django_filters.CharFilter("vendor__reference", "exact", label="Reference of the vendor.")


class Products(Face):
    """What the register's vendors supply."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.EDIT_REGISTER)]
    queryset = Product.objects.all()
    filterset_class = ProductFilter

    @operation("products_list", "Products you may see, oldest first", gives=ProductOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(ProductOut, self.get_queryset().order_by("pk"))

    @operation(
        "products_create", "Add something that a vendor supplies",
        takes=ProductIn, gives={201: ProductOut}, refuses=[404, 409], parameters=[ETAG],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        rows = Vendor.objects.select_related("unit")
        vendor = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
        values = {"description": "", **ProductIn.read(request)}
        with refusals(NAME_TAKEN):
            product = vendors.add_product(vendor=vendor, **values, by=request.user, at=timezone.now())
        return tagged(_shown(product), status=HTTPStatus.CREATED)

    @operation("products_retrieve", "One product", gives=ProductOut, refuses=[404], parameters=[ETAG])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return tagged(
            _shown(fetch(Product.objects.all(), request.user, Permission.READ, reference=reference))
        )

    @operation(
        "products_update", "Change what the register says of a product",
        takes=ProductEdit, gives=ProductOut, refuses=[404, 409, 412, 428], parameters=[IF_MATCH, ETAG],
    )  # fmt: skip
    def partial_update(self, request: ApiRequest, reference: str) -> Response:
        rows = Product.objects.select_related("vendor__unit")
        product = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
        check_match(request, product.revision)
        standing = {name: getattr(product, name) for name in ("name", "kind", "description")}
        wanted = standing | ProductEdit.read(request, partial=True)
        with refusals({**STALE_MEANWHILE, **NAME_TAKEN}):
            vendors.edit_product(product=product, **wanted, by=request.user, at=timezone.now())
        return tagged(_shown(product))


def _shown(product: Product) -> dict[str, Any]:
    return ProductOut.one(Product.objects.all(), pk=product.pk)
