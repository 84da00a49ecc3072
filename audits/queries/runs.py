"""Runs of all systems, as one list needs them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform

from audits.models import Run
from audits.models.runs import BULK
from governance.models import User
from governance.vocabulary import JobState

# What a reader looks for where a run is done and nothing was to be held against a threshold.
NO_THRESHOLD = "none"


@dataclass(frozen=True)
class Wanted:
    """Which runs a person looks for; what is empty does not narrow. The days are those of the asking, in UTC."""

    words: str = ""
    system: str = ""
    plan: str = ""
    verdict: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


def listed(user: User, wanted: Wanted) -> QuerySet[Run]:
    """Return the runs this person may see and looks for, the newest first.

    Shape: `told` are the readings of a finished run, without the bulk of its result.
    Cost: one query a page, whatever the number of runs.
    """
    rows = Run.objects.visible_to(user).select_related("plan__system", "version", "log", "requested_by")
    exact = {
        "plan__system__reference__iexact": wanted.system,
        "plan__reference__iexact": wanted.plan,
        "state": wanted.state,
        "queued_at__date__gte": wanted.since,
        "queued_at__date__lte": wanted.until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.verdict:
        rows = rows.filter(_came_to(wanted.verdict))
    for word in wanted.words.split():
        rows = rows.filter(_named(word))
    bare = rows.defer(*BULK, "log__cells", "log__spec", "plan__spec")
    return bare.annotate(told=KeyTransform("readings", "result")).order_by("-pk")


def _came_to(verdict: str) -> Q:
    if verdict == NO_THRESHOLD:
        return Q(state=JobState.DONE, gravest="")
    return Q(gravest=verdict)


def _named(word: str) -> Q:
    names = Q(plan__name__icontains=word) | Q(plan__system__name__icontains=word)
    references = ("reference", "plan__reference", "plan__system__reference")
    for reference in references:
        names |= Q(**{f"{reference}__iexact": word})
    return names
