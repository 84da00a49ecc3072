"""What is being worked on, and what lately failed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from audits.models import Dossier, Run
from audits.queries.dossiers import told
from audits.queries.subjects import with_subject
from governance.models import User
from governance.vocabulary import JobState

LIMIT = 50


@dataclass(frozen=True)
class Work:
    """One job, what sort it is, and what it is about: a reference, if it has one, and a name."""

    word: str
    job: Run | Dossier
    reference: str
    name: str


def at_work(user: User, *, failed_since: datetime) -> tuple[Work, ...]:
    """Return the jobs this person sees that wait, run, or failed since a moment, newest first.

    Shape: fifty of each sort at most.
    Cost: two queries.
    """
    wanted = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    wanted |= Q(state=JobState.FAILED, finished_at__gte=failed_since)
    runs = Run.objects.visible_to(user).filter(wanted).select_related("version__system")
    dossiers = with_subject(Dossier.objects.visible_to(user).filter(wanted))
    found = [
        *map(_of_run, runs.order_by("-queued_at", "-pk")[:LIMIT]),
        *map(_of_dossier, dossiers.order_by("-queued_at", "-pk")[:LIMIT]),
    ]
    return tuple(sorted(found, key=lambda work: work.job.queued_at, reverse=True))


def _of_run(run: Run) -> Work:
    return Work("Fairness run", run, run.version.system.reference, run.version.system.name)


def _of_dossier(dossier: Dossier) -> Work:
    about = told(dossier)
    return Work(dossier.title, dossier, about.reference, about.name)
