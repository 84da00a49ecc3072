"""Doing things at the same moment, on the same rows."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event
from typing import TypeVar

from django.db import connection, transaction

from governance.models import TrailHead
from tests.services.processes import wait_until

Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """Do several things at the same moment, each in a thread with a connection of its own."""
    start = Barrier(len(acts))

    def act(one: Callable[[], Result]) -> Result:
        start.wait()
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act, one) for one in acts]]


def beside(holding: Callable[[], object], act: Callable[[], Result]) -> Result:
    """Act while somebody else holds locks, who asks for the trail's head as soon as the act waits for them.

    That is what every action does: rows first, the head last. An act that takes the head first and then waits
    for rows is ended by PostgreSQL, and this raises what it says.
    """
    held = Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                try:
                    holding()
                finally:
                    held.set()
                wait_until(lambda: done.done() or _is_waited_for(), what="the act", seconds=20)
                TrailHead.objects.select_for_update(no_key=True).get(pk=1)
        finally:
            connection.close()

    def perform() -> Result:
        held.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done: Future[Result] = pool.submit(perform)
        holder = pool.submit(hold)
        holder.result()
        return done.result()


def _is_waited_for() -> bool:
    """Say whether somebody waits for a lock that this thread's transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])
