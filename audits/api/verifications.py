"""Verifying a dossier by REST: the file is looked at, sent nowhere, and forgotten."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.response import Response

from audits.api.uploads import BoundedMultiPart
from audits.dossiers.examined import Busy, Examined, NoPdf, TooHard, TooLarge, examined
from audits.models import Dossier
from audits.queries.verified import Known, known
from audits.verifying import may_ask
from governance.api.faces import ApiRequest, Face
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In
from governance.permissions import Permission

REFUSED: Refusals = {
    NoPdf: Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "no_pdf",
        "This is no PDF. Of a ZIP for auditors, give the PDF in it here; verify_annex.py checks all of it.",
        "file",
    ),
    TooLarge: Refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", "Larger than any dossier verified here.", "file"
    ),
    TooHard: Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY, "too_hard", "It broke its reader or took too long.", "file"
    ),
    Busy: Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Other files are being looked at; try again.", again_after=10
    ),
}


class VerificationIn(In):
    """A dossier."""

    file = serializers.FileField(max_length=200, help_text="A PDF made by Annex, here or elsewhere.")


class CheckOut(serializers.Serializer[Any]):
    """One thing that was asked; null where it could not be."""

    name = serializers.CharField()
    passed = serializers.BooleanField(allow_null=True)
    says = serializers.CharField()


class SignedOut(serializers.Serializer[Any]):
    """Whose signature stands after the seal; all empty for an unsigned dossier."""

    by = serializers.CharField(allow_blank=True)
    certificate = serializers.CharField(allow_blank=True, help_text="SHA-256 of the certificate.")
    at = serializers.CharField(allow_blank=True, help_text="By the time-stamp; empty without one.")
    authority = serializers.CharField(allow_blank=True, help_text="Who gave the time-stamp.")
    kept = serializers.CharField(allow_blank=True, help_text="The last time-stamp over everything.")
    trusted = serializers.BooleanField(allow_null=True, help_text="Null where no roots are configured.")


class VerificationOut(serializers.Serializer[Any]):
    """What was found in the file, and what this register knows of it."""

    outcome = serializers.ChoiceField(choices=["intact", "untrusted", "altered", "unreadable"])
    proven = serializers.BooleanField(
        help_text="Intact, and signed by whom roots here vouch for, or noted here."
    )
    sha256 = serializers.CharField(help_text="Of the file that was sent.")
    sealed_sha256 = serializers.CharField(allow_blank=True, help_text="Of the part that the seal covers.")
    pack_sha256 = serializers.CharField(allow_blank=True, help_text="Of the record attached to it.")
    signed = SignedOut()
    checks = CheckOut(many=True)
    noted = serializers.BooleanField(help_text="Whether this register noted the file when it was made.")
    dossier = serializers.CharField(allow_null=True, help_text="Here, if it is yours to see.")
    superseded_by = serializers.CharField(allow_null=True, help_text="The newest later one of its kind.")


class Verifications(Face):
    """Verifications; none is kept."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]
    parser_classes = [BoundedMultiPart]
    queryset = Dossier.objects.none()

    @operation(
        "verifications_create", "Verify a dossier: intact or not, signed by whom and when",
        takes={"multipart/form-data": VerificationIn}, gives=VerificationOut, refuses=[503],
    )  # fmt: skip
    def create(self, request: ApiRequest) -> Response:
        body = VerificationIn.read(request)
        if not may_ask(str(request.user.pk)):
            raise Throttled(wait=60)
        with refusals(REFUSED):
            found = examined(
                body["file"].chunks(),
                most=settings.VERIFY_UPLOAD_MAX_BYTES,
                roots=settings.SIGNING_TRUST,
                lists=settings.SIGNING_CRLS,
            )
        here = known(
            file_sha256=found.sha256, sealed_sha256=found.sealed_sha256, pack_sha256=found.pack_sha256,
            by=request.user,
        )  # fmt: skip
        return Response(_shown(found, here))


def _shown(found: Examined, here: Known) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "proven": found.proven(noted=here.noted),
        "sha256": found.sha256,
        "sealed_sha256": found.sealed_sha256,
        "pack_sha256": found.pack_sha256,
        "signed": found.signed,
        "checks": found.checks,
        "noted": here.noted,
        "dossier": here.made.reference if here.made else None,
        "superseded_by": here.superseded_by.reference if here.superseded_by else None,
    }
