"""The doorbells of the evidence: claim a row, work outside any transaction, settle it in one."""

from celery import shared_task
from django.utils import timezone

from audits import doorbell, partitions, reminding, tidying
from audits.actions import dossier_schedules, schedules
from audits.credentials import Unusable
from audits.dossiers import TooMuch
from audits.fairness import Misstated, Unreadable
from audits.making import NotAsPromised, make_dossier, make_run, make_word_file
from audits.models import Dossier, DossierSchedule, Run, Schedule, WordFile
from audits.queries.counts import RowsGone
from governance import leases
from governance.models import User
from governance.working import MOST_AT_ONCE, look_after, work

# What asks for another file or plan.
HOPELESS = (Misstated, RowsGone, Unreadable)


@shared_task
def execute_run(*, run_id: str) -> None:
    rows = Run.objects.select_related("plan__system__unit", "log")
    if run := leases.claim(rows, pk=run_id, at=timezone.now()):
        work(run, make_run, hopeless=HOPELESS)


@shared_task
def count_parts(*, run_id: str) -> None:
    partitions.help_with(run_id)


@shared_task
def execute_dossier(*, dossier_id: str) -> None:
    rows = Dossier.objects.select_related(
        "version__system__unit", "assessment__product__vendor__unit", "unit"
    )
    if dossier := leases.claim(rows, pk=dossier_id, at=timezone.now()):
        work(dossier, make_dossier, hopeless=(NotAsPromised, TooMuch, Unusable))


@shared_task
def execute_word_file(*, word_file_id: str) -> None:
    rows = WordFile.objects.select_related(
        "dossier__version__system__unit",
        "dossier__assessment__product__vendor__unit",
        "dossier__unit",
        "earlier",
    )
    if word_file := leases.claim(rows, pk=word_file_id, at=timezone.now()):
        work(word_file, make_word_file, hopeless=(TooMuch,))


@shared_task
def run_schedule(*, schedule_id: str) -> None:
    schedule = Schedule.objects.get(pk=schedule_id)
    if run := schedules.run_due(schedule=schedule, by=User.objects.clockwork(), at=timezone.now()):
        doorbell.ring(run)


@shared_task
def run_dossier_schedule(*, schedule_id: str) -> None:
    schedule, by = DossierSchedule.objects.get(pk=schedule_id), User.objects.clockwork()
    if dossier := dossier_schedules.run_due(schedule=schedule, by=by, at=timezone.now()):
        doorbell.ring(dossier)


@shared_task
def tick() -> None:
    """Ring for every schedule that is due; each in its own task, so that none stands in another's way."""
    for model, task in ((Schedule, "run_schedule"), (DossierSchedule, "run_dossier_schedule")):
        due = model.objects.filter(active=True, next_due_at__lte=timezone.now()).order_by("next_due_at")
        for pk in due.values_list("pk", flat=True)[:MOST_AT_ONCE]:
            doorbell.ring_for(task, schedule_id=str(pk))


@shared_task
def sweep() -> None:
    """Ring again for what was missed, and give up what its workers died of."""
    look_after(Run.objects.all(), doorbell.ring)
    look_after(Dossier.objects.all(), doorbell.ring)
    look_after(WordFile.objects.all(), doorbell.ring)


@shared_task
def watch() -> None:
    """End acceptances, notice late runs, and mail what people have not been told."""
    reminding.watch(at=timezone.now())
    reminding.mail_everybody(at=timezone.now())


@shared_task
def remind() -> None:
    """Write down what owners are reminded of; the next watch mails it."""
    reminding.remind_owners(at=timezone.now())


@shared_task
def tidy() -> None:
    tidying.forget_counted_rows(by=User.objects.clockwork(), at=timezone.now())
    tidying.remove_orphans(at=timezone.now())
    tidying.forget_waiting(at=timezone.now())
