"""Versions of a system, and the vendors' products each is built with."""

from http import HTTPStatus

from django.db.models import Count
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from governance.actions import systems
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.models import AISystem, Component, Product, SystemVersion
from governance.permissions import Permission, fetch

LABEL_TAKEN: Refusals = {
    systems.LabelTaken: Refusal(
        HTTPStatus.CONFLICT, "label_taken", "This system has a version of that label.", field="label"
    )
}


class VersionIn(In):
    """The next version of a system."""

    label = Text(max_length=100)  # type: ignore[assignment]  # DRF takes fields off the class
    changes = Text(max_length=5000, allow_blank=True, required=False, help_text="What is new in it.")


class VersionOut(Out):
    """One version of a system."""

    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    changes = serializers.CharField()
    created_at = serializers.DateTimeField()
    created_by = serializers.CharField(source="created_by__email")
    components = serializers.IntegerField(source="component_count")


class ComponentIn(In):
    """A product that a version is built with."""

    product = Text(max_length=20, help_text="Its reference, such as PRO-0001.")
    use = Text(max_length=300, allow_blank=True, required=False, help_text="What it does there.")


class ComponentOut(Out):
    """A product inside a version."""

    product = serializers.CharField(source="product__reference")
    name = serializers.CharField(source="product__name")
    vendor = serializers.CharField(source="product__vendor__reference")
    use = serializers.CharField()


class Versions(Face):
    """The versions of one system."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.EDIT_REGISTER)]
    queryset = SystemVersion.objects.annotate(component_count=Count("components"))

    @operation("versions_list", "Versions of a system, newest first", gives=VersionOut(many=True))
    def list(self, request: ApiRequest, reference: str) -> Response:
        system = fetch(AISystem.objects.all(), request.user, Permission.READ, reference=reference)
        return self.page(VersionOut, self.get_queryset().filter(system=system).order_by("-number"))

    @operation(
        "versions_create", "Add the next version of a system",
        takes=VersionIn, gives={201: VersionOut}, refuses=[404, 409],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        rows = AISystem.objects.select_related("unit")
        system = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
        values = {"changes": "", **VersionIn.read(request)}
        with refusals(LABEL_TAKEN):
            version = systems.add_version(system=system, **values, by=request.user, at=timezone.now())
        return Response(VersionOut.one(self.get_queryset(), pk=version.pk), status=HTTPStatus.CREATED)

    @operation("versions_retrieve", "One version of a system", gives=VersionOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.READ)
        return Response(VersionOut.one(self.get_queryset(), pk=version.pk))


class Components(Face):
    """The products a version is built with."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.EDIT_REGISTER)]
    queryset = Component.objects.all()

    @operation("components_list", "Products a version is built with", gives=ComponentOut(many=True))
    def list(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.READ)
        return self.page(ComponentOut, self.get_queryset().filter(version=version).order_by("pk"))

    @operation(
        "components_create", "Say that a version is built with a product; saying it again changes nothing",
        takes=ComponentIn, gives={201: ComponentOut}, refuses=[404],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.EDIT_REGISTER)
        values = ComponentIn.read(request)
        product = Product.objects.visible_to(request.user).filter(reference=values["product"]).first()
        if product is None:
            told = ErrorDetail("There is no such product, or you may not see it.", code="no_product")
            raise ValidationError({"product": [told]})
        made = systems.add_component(
            version=version, product=product, use=values.get("use", ""), by=request.user, at=timezone.now()
        )
        return Response(ComponentOut.one(self.get_queryset(), pk=made.pk), status=HTTPStatus.CREATED)


def version_of(request: ApiRequest, reference: str, label: str, permission: Permission) -> SystemVersion:
    """Return a version that the caller may see and act on, with its system, unit and owner.

    Cost: one query to read, two to act.
    Raises: Http404, PermissionDenied.
    """
    rows = SystemVersion.objects.select_related("system__unit", "system__owner")
    return fetch(rows, request.user, permission, system__reference=reference, label=label)
