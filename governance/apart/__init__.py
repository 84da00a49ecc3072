"""Work done in a process of its own, with limits: what hostile content breaks is that process and no worker.

    ROOM = Room("audits.fairness.apart", orders="audits.fairness.orders", refusals=(Unreadable, Misstated))
    answer = carried_out(ROOM, {"do": "count", ...}, progress, Limits(memory=1 << 30))

The child is `python -m governance.apart.child` with the name of the module that holds the room. It has no secret of
the installation, knows no database, and ends with whoever asked. `orders` is a module whose ORDERS are functions of
order and progress; what they return is plain JSON values. Refusals come back as what they are.

    keep_ready(ROOM.module)

A worker that says so once has a process of that room waiting, loaded and warmed up, for each of its next orders. Each
still serves one order only, and is bound before it reads what that order is about.
"""

from governance.apart.asking import Broken, Room, carried_out
from governance.apart.limits import End, Ended, Limits
from governance.apart.spares import dismiss, keep_ready

__all__ = ["Broken", "End", "Ended", "Limits", "Room", "carried_out", "dismiss", "keep_ready"]
