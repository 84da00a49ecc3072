"""Which task a run, a dossier or a Word file rings for."""

from audits.models import Dossier, Run, WordFile
from governance import doorbell

RINGS = {
    Run: ("execute_run", "run_id"),
    Dossier: ("execute_dossier", "dossier_id"),
    WordFile: ("execute_word_file", "word_file_id"),
}


def ring(job: Run | Dossier | WordFile) -> None:
    """Ring for a job once its transaction is committed."""
    task, argument = RINGS[type(job)]
    ring_for(task, **{argument: str(job.pk)})


def ring_for(task: str, **ids: str) -> None:
    """Ring for a task of audits.tasks once the transaction is committed."""
    doorbell.ring_for(f"audits.tasks.{task}", **ids)
