"""Which task a run or a dossier rings for."""

from audits.models import Dossier, Run
from governance import doorbell


def ring(job: Run | Dossier) -> None:
    """Ring for a job once its transaction is committed."""
    task, argument = ("execute_run", "run_id") if isinstance(job, Run) else ("execute_dossier", "dossier_id")
    ring_for(task, **{argument: str(job.pk)})


def ring_for(task: str, **ids: str) -> None:
    """Ring for a task of audits.tasks once the transaction is committed."""
    doorbell.ring_for(f"audits.tasks.{task}", **ids)
