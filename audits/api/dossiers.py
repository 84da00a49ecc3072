"""Dossiers: ask for one, follow it, take it away."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response

from audits import doorbell
from audits.actions import dossiers
from audits.api.jobs import LOCATION, JobOut, accepted, cancelled, retried
from audits.bundling import bundle_of
from audits.models import Dossier, Run
from audits.packs import kinds
from audits.packs.kinds import KINDS, Subject, kinds_about
from audits.queries.dossiers import told
from audits.queries.subjects import About, with_subject
from audits.queries.vendor_assessments import whole
from governance.api.faces import ApiRequest, Face
from governance.api.fields import UnitPath
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Nothing
from governance.api.versions import version_of
from governance.permissions import Permission, fetch
from governance.vocabulary import JobState

NOT_READY: Refusals = {
    dossiers.NotReady: Refusal(
        HTTPStatus.CONFLICT, "not_ready", "The file is not made yet; ask for the state."
    )
}


REFUSED: Refusals = {
    dossiers.NothingToReport: Refusal(
        HTTPStatus.CONFLICT, "nothing_to_report", "It has come to nothing yet: ask again once it has ended."
    ),
}


def kinds_of(subject: Subject) -> list[tuple[str, str]]:
    """Return the kinds that can be asked for of a subject, each id with its title."""
    return [(kind.id, kind.title) for kind in kinds_about(subject)]


ABOUT_SYSTEMS = kinds_of(Subject.SYSTEM)


class DossierIn(In):
    """Which kind of dossier about the version."""

    kind = serializers.ChoiceField(choices=ABOUT_SYSTEMS, default="system")


class PortfolioIn(In):
    """The unit whose portfolio it is, with everything below it."""

    kind = serializers.ChoiceField(choices=kinds_of(Subject.UNIT), default="portfolio")
    unit = UnitPath(Permission.REQUEST_DOSSIERS, help_text="The path of a unit, as in /units.")


class DossierOut(JobOut):
    """One dossier, and how far it is; what it is not about is null."""

    system = serializers.CharField(source="version__system__reference", allow_null=True)
    version = serializers.CharField(source="version__label", allow_null=True)
    run = serializers.CharField(source="run__reference", allow_null=True)
    assessment = serializers.CharField(source="assessment__reference", allow_null=True)
    unit = serializers.CharField(source="unit__path", allow_null=True)
    kind = serializers.CharField()
    pack_sha256 = serializers.CharField(help_text="Of the frozen record it is made from.")
    file_sha256 = serializers.CharField(allow_blank=True)
    size = serializers.IntegerField()
    pages = serializers.IntegerField()
    sealed_sha256 = serializers.CharField(allow_blank=True, help_text="Of the part before the signature.")
    signed_by = serializers.CharField(allow_blank=True, help_text="Empty where it is unsigned.")
    signed_at = serializers.DateTimeField(allow_null=True)
    signature_level = serializers.CharField(allow_blank=True, help_text="PAdES: b-b, b-t or b-lta.")


class DossierFilter(django_filters.FilterSet):
    """How the list of dossiers is narrowed."""

    system = django_filters.CharFilter("version__system__reference", "exact", label="Reference of a system.")
    version = django_filters.CharFilter("version__label", "exact", label="Label of a version.")
    kind = django_filters.MultipleChoiceFilter(choices=[(kind.id, kind.title) for kind in KINDS.values()])
    state = django_filters.MultipleChoiceFilter(choices=[(s.value, s.label) for s in JobState])


class Dossiers(Face):
    """The dossiers about what the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.REQUEST_DOSSIERS)]
    queryset = Dossier.objects.all()
    filterset_class = DossierFilter

    @operation("dossiers_list", "Dossiers, newest first", gives=DossierOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(DossierOut, self.get_queryset().order_by("-pk"))

    @operation(
        "dossiers_request", "Freeze what is on record about a version and make a dossier of it",
        takes=DossierIn, gives={202: DossierOut}, refuses=[404, 422], parameters=[LOCATION],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.REQUEST_DOSSIERS)
        return _asked(request, version, DossierIn.read(request)["kind"])

    @operation(
        "dossiers_request_of_run", "Freeze what one fairness run found and make a report of it",
        gives={202: DossierOut}, refuses=[404, 409, 422], parameters=[LOCATION],
    )  # fmt: skip
    def of_run(self, request: ApiRequest, reference: str) -> Response:
        rows = Run.objects.select_related("plan__system__unit", "version").defer("cells", "result")
        run = fetch(rows, request.user, Permission.REQUEST_DOSSIERS, reference=reference)
        Nothing.read(request)
        return _asked(request, run, kinds.FAIRNESS.id)

    @operation(
        "dossiers_request_of_assessment", "Freeze a concluded vendor assessment and make a report of it",
        gives={202: DossierOut}, refuses=[404, 409, 422], parameters=[LOCATION],
    )  # fmt: skip
    def of_assessment(self, request: ApiRequest, reference: str) -> Response:
        assessment = fetch(whole(), request.user, Permission.REQUEST_DOSSIERS, reference=reference)
        Nothing.read(request)
        return _asked(request, assessment, kinds.VENDOR.id)

    @operation(
        "dossiers_request_of_unit", "Freeze the portfolio of a unit and of the units below it and make a report",
        takes=PortfolioIn, gives={202: DossierOut}, refuses=[422], parameters=[LOCATION],
    )  # fmt: skip
    def of_unit(self, request: ApiRequest) -> Response:
        body = PortfolioIn.read(request)
        return _asked(request, body["unit"], body["kind"])

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
        dossier = fetch(
            with_subject(Dossier.objects.all()), request.user, Permission.READ, reference=reference
        )
        with refusals(NOT_READY):
            dossiers.downloaded(dossier=dossier, by=request.user, at=timezone.now())
        name = "-".join(filter(None, (dossier.reference, told(dossier).reference))) + ".pdf"
        return FileResponse(
            dossier.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
        )

    @operation(
        "dossiers_bundle", "Take the ZIP for auditors away: PDF, record, counts, trail, manifest, verifier",
        gives={(200, "application/zip"): OpenApiTypes.BINARY}, refuses=[404, 409],
    )  # fmt: skip
    def bundle(self, request: ApiRequest, reference: str) -> StreamingHttpResponse:
        dossier = fetch(
            with_subject(Dossier.objects.all()), request.user, Permission.READ, reference=reference
        )
        if not request.user.has_perm(Permission.READ_TRAIL.value, dossier):
            raise PermissionDenied
        at = timezone.now()
        with refusals(NOT_READY):
            dossiers.downloaded(dossier=dossier, by=request.user, at=at, form="zip")
        headers = {"Content-Disposition": f'attachment; filename="{dossier.reference}.zip"'}
        content = bundle_of(dossier, by=request.user, at=at)
        return StreamingHttpResponse(content, content_type="application/zip", headers=headers)

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
        rows = with_subject(Dossier.objects.all())
        return fetch(rows, request.user, Permission.REQUEST_DOSSIERS, reference=reference)


def _asked(request: ApiRequest, about: About, kind: str) -> Response:
    """Ask for a dossier, and return where to see what becomes of it."""
    with refusals(REFUSED):
        dossier = dossiers.request(about=about, kind=kind, by=request.user, at=timezone.now())
    doorbell.ring(dossier)
    return accepted(_shown(dossier), "api-dossier")


def _shown(dossier: Dossier) -> dict[str, Any]:
    return DossierOut.one(Dossier.objects.all(), pk=dossier.pk)
