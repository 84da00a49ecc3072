"""What people and the clockwork do to a run or a dossier, as to any job."""

from governance.actions.jobs import NotStopped, Settled, cancel, fail, retry, stop

__all__ = ["NotStopped", "Settled", "cancel", "fail", "retry", "stop"]
