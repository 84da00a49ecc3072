"""Asking for a dossier: what it would lack if it were made now, and the request itself."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from audits import doorbell
from audits.actions import dossiers
from audits.dossiers.coverage import Coverage, coverage
from audits.dossiers.kinds import outline
from audits.packs.kinds import Kind
from audits.packs.parts import Gap
from audits.queries.dossier_pack import draft_of
from audits.queries.subjects import About
from governance.http import Request
from governance.models import User

GAPS_SHOWN = 12


@dataclass(frozen=True)
class Preview:
    """What a dossier of one kind would have and lack if it were frozen now."""

    kind: Kind
    coverage: Coverage
    gaps: tuple[Gap, ...]
    more: int


def preview(about: About, kind: Kind, *, by: User) -> Preview:
    """Return what a dossier of a kind about a subject would have and lack now. The queries of one request."""
    sections = outline(draft_of(about=about, kind=kind.id, by=by, at=timezone.now()))
    gaps = tuple(Counter(gap for section in sections for gap in section.gaps))
    shown = gaps[:GAPS_SHOWN]
    return Preview(kind, coverage(sections), shown, len(gaps) - len(shown))


def asked_for(request: Request, about: About, *, otherwise: HttpResponse) -> HttpResponse:
    """Ask for a dossier of the kind in the form and show it, or say why there can be none."""
    kind = request.POST.get("kind", "system")
    try:
        dossier = dossiers.request(about=about, kind=kind, by=request.user, at=timezone.now())
    except (dossiers.WrongKind, dossiers.NothingToReport) as refusal:
        messages.error(request, str(refusal))
        return otherwise
    doorbell.ring(dossier)
    return redirect(dossier)
