"""Dossiers: ask for one, follow it, take it away."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.http import FileResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response

from audits import doorbell
from audits.actions import dossiers
from audits.api.jobs import LOCATION, JobOut, accepted, cancelled, retried
from audits.models import Dossier
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import Nothing
from governance.api.versions import version_of
from governance.permissions import Permission, fetch
from governance.vocabulary import JobState

NOT_READY: Refusals = {
    dossiers.NotReady: Refusal(
        HTTPStatus.CONFLICT, "not_ready", "The file is not made yet; ask for the state."
    )
}


class DossierOut(JobOut):
    """One dossier, and how far it is."""

    system = serializers.CharField(source="version__system__reference")
    version = serializers.CharField(source="version__label")
    kind = serializers.CharField()
    pack_sha256 = serializers.CharField(help_text="Of the frozen record it is made from.")
    file_sha256 = serializers.CharField(allow_blank=True)
    size = serializers.IntegerField()
    pages = serializers.IntegerField()


class DossierFilter(django_filters.FilterSet):
    """How the list of dossiers is narrowed."""

    system = django_filters.CharFilter("version__system__reference", "exact", label="Reference of a system.")
    version = django_filters.CharFilter("version__label", "exact", label="Label of a version.")
    state = django_filters.MultipleChoiceFilter(choices=[(s.value, s.label) for s in JobState])


class Dossiers(Face):
    """The dossiers of the systems that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.REQUEST_DOSSIERS)]
    queryset = Dossier.objects.all()
    filterset_class = DossierFilter

    @operation("dossiers_list", "Dossiers, newest first", gives=DossierOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(DossierOut, self.get_queryset().order_by("-pk"))

    @operation(
        "dossiers_request", "Freeze what is on record about a version and make a dossier of it",
        gives={202: DossierOut}, refuses=[404, 422], parameters=[LOCATION],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.REQUEST_DOSSIERS)
        Nothing.read(request)
        dossier = dossiers.request(version=version, by=request.user, at=timezone.now())
        doorbell.ring(dossier)
        return accepted(_shown(dossier), "api-dossier")

    @operation("dossiers_retrieve", "One dossier, and how far it is", gives=DossierOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return Response(
            _shown(fetch(Dossier.objects.defer("pack"), request.user, Permission.READ, reference=reference))
        )

    @operation(
        "dossiers_download", "Take the file away; the trail tells who did",
        gives={(200, "application/pdf"): OpenApiTypes.BINARY}, refuses=[404, 409],
    )  # fmt: skip
    def file(self, request: ApiRequest, reference: str) -> FileResponse:
        rows = Dossier.objects.select_related("version__system__unit").defer("pack")
        dossier = fetch(rows, request.user, Permission.READ, reference=reference)
        with refusals(NOT_READY):
            dossiers.downloaded(dossier=dossier, by=request.user, at=timezone.now())
        name = f"{dossier.reference}-{dossier.version.system.reference}.pdf"
        return FileResponse(
            dossier.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
        )

    @operation("dossiers_cancel", "Stop a dossier", gives=DossierOut, refuses=[404, 409, 422])
    def cancel(self, request: ApiRequest, reference: str) -> Response:
        return Response(_shown(cancelled(request, self._theirs(request, reference))))

    @operation(
        "dossiers_retry", "Try a dossier again that failed or was cancelled",
        gives={202: DossierOut}, refuses=[404, 409, 422], parameters=[LOCATION],
    )  # fmt: skip
    def retry(self, request: ApiRequest, reference: str) -> Response:
        return accepted(_shown(retried(request, self._theirs(request, reference))), "api-dossier")

    @staticmethod
    def _theirs(request: ApiRequest, reference: str) -> Dossier:
        rows = Dossier.objects.select_related("version__system__unit").defer("pack")
        return fetch(rows, request.user, Permission.REQUEST_DOSSIERS, reference=reference)


def _shown(dossier: Dossier) -> dict[str, Any]:
    return DossierOut.one(Dossier.objects.all(), pk=dossier.pk)
