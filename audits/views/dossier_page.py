"""The page of one dossier: whoever looks at it, and whoever typed something on it that does not fit."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from audits.forms.reviews import AskForm, DecideForm
from audits.models import Dossier
from audits.queries.dossiers import told
from audits.queries.reviews import APPROVED, frozen_status, lapsed, standing
from audits.queries.word_files import offered
from governance.http import Request
from governance.models import User
from governance.permissions import powers_of, roles_of
from governance.vocabulary import JobState


def dossier_page(
    request: Request,
    dossier: Dossier,
    *,
    ask: AskForm | None = None,
    decide: DecideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page, with the forms of its review as they were typed."""
    done = dossier.state == JobState.DONE
    context = {
        "dossier": dossier,
        "about": told(dossier),
        "word": offered(dossier),
        "may": powers_of(roles_of(request.user, dossier)),
        **(_reviewed(dossier, by=request.user) if done else {}),
        "ask": ask or AskForm(),
        "decide": decide or DecideForm(),
    }
    template = "audits/dossier.html" + ("#body" if request.htmx else "")
    return render(request, template, context, status=status)


def _reviewed(dossier: Dossier, *, by: User) -> dict[str, Any]:
    """Return what a dossier's page says of its review.

    Cost: four queries; for an approved one also those of a pack, to see whether the approval still stands.
    """
    now = standing(dossier, frozen_status(dossier))
    gone = lapsed(dossier, by=by, at=timezone.now()) if now.status == APPROVED else ()
    return {"standing": now, "lapsed": gone}
