"""What is being worked on, and what lately failed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from audits.models import Dossier, Run
from governance.models import AISystem, User
from governance.vocabulary import JobState

LIMIT = 50


@dataclass(frozen=True)
class Work:
    """One job, what sort it is, and the system it is about."""

    word: str
    job: Run | Dossier
    system: AISystem


def at_work(user: User, *, failed_since: datetime) -> tuple[Work, ...]:
    """Return the jobs about systems this person sees that wait, run, or failed since a moment, newest first.

    Shape: fifty of each sort at most.
    Cost: two queries.
    """
    wanted = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    wanted |= Q(state=JobState.FAILED, finished_at__gte=failed_since)
    runs = Run.objects.visible_to(user).filter(wanted).select_related("version__system")
    dossiers = Dossier.objects.visible_to(user).filter(wanted).select_related("version__system").defer("pack")
    found = [
        *(
            Work("Fairness run", run, run.version.system)
            for run in runs.order_by("-queued_at", "-pk")[:LIMIT]
        ),
        *(Work("Dossier", one, one.version.system) for one in dossiers.order_by("-queued_at", "-pk")[:LIMIT]),
    ]
    return tuple(sorted(found, key=lambda work: work.job.queued_at, reverse=True))
