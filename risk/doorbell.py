"""Which task a report of changes rings for."""

from governance.doorbell import ring_for
from risk.models import Rejudging


def ring(rejudging: Rejudging) -> None:
    """Ring once its transaction is committed."""
    ring_for("risk.tasks.execute_rejudging", rejudging_id=str(rejudging.pk))


def ask_for_help(rejudging: Rejudging) -> None:
    """Ask a second worker to judge from the other end; without one the first does it all."""
    ring_for("risk.tasks.help_rejudging", rejudging_id=str(rejudging.pk))
