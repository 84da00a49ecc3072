# ruff: noqa: I001 - bench.queued sets Django up before anything of its models is imported
"""A hundred rows uploaded by REST, measured by a real worker and read back, by the clock.

    script/with-postgresql .venv/bin/python -m bench.hundred [--uploads 8]

Runs in a database of its own beside the one at DATABASE_URL, with its own Redis and one worker that has started.
The upload and the request for a run go through the REST face in this process; the state is asked for a hundred times
a second. Each upload holds other rows. Prints one line of JSON: seconds from the upload to the stored result, and
those of the first by themselves.
"""

import argparse
import json
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.queued import HOME, celery, running, wait_until

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from rest_framework.test import APIClient

from audits.models import Plan, Run
from governance.models import Membership
from governance.vocabulary import JobState, Role
from tests.callers import API, caller
from tests.factories import PlanFactory, UserFactory, VersionFactory

ROWS, GROUPS = 100, ("blue", "green", "red")


def rows(seed: int) -> bytes:
    """Return a CSV of so many decisions."""
    chance = Random(seed)
    lines = (
        f"{chance.choice(GROUPS)},{chance.random() < 0.5:d},{chance.random() < 0.4:d}" for _ in range(ROWS)
    )
    return ("group,outcome,prediction\n" + "\n".join(lines) + "\n").encode()


def uploaded(client: APIClient, plan: Plan, seed: int) -> float:
    """Upload a file, ask for a run and wait for its result; return the seconds it took.

    Raises: RuntimeError, when anything is refused or the run does not succeed.
    """
    began, url = time.monotonic(), f"{API}/fairness/plans/{plan.reference}"
    sent = client.post(
        f"{url}/logs", {"file": SimpleUploadedFile("rows.csv", rows(seed))}, format="multipart"
    )
    asked = client.post(f"{url}/runs", {"log": sent.json().get("id")})
    if asked.status_code != 202:
        raise RuntimeError(f"{sent.content!r} {asked.content!r}")
    run = Run.objects.get(reference=asked.json()["reference"])
    while run.state not in run.settled:
        time.sleep(0.01)
        run.refresh_from_db(fields=["state", "error"])
    if run.state != JobState.DONE:
        raise RuntimeError(run.error)
    return time.monotonic() - began


def measure(uploads: int) -> dict[str, Any]:
    """Start what is needed, upload one after the other, and stop everything."""
    version = VersionFactory.create()
    engineer = UserFactory.create()
    Membership.objects.create(
        user=engineer, unit=version.system.unit, role=Role.ENGINEER, starts_at=datetime.now(UTC)
    )
    plan = PlanFactory.create(
        system=version.system, spec={"outcome": "outcome", "prediction": "prediction", "by": ["group"]}
    )
    redis = ("redis-server", "--port", "0", "--unixsocket", f"{HOME.name}/redis.sock", "--save", "")
    with ExitStack() as stack:
        stack.enter_context(running(*redis, log="redis.log"))
        wait_until(Path(HOME.name, "redis.sock").exists)
        stack.enter_context(running(*celery("worker", "--concurrency", "1"), log="worker.log"))
        wait_until(lambda: " ready." in Path(HOME.name, "worker.log").read_text(encoding="utf-8"))
        client = caller(engineer)
        client.get(f"{API}/fairness/plans")  # so that this process has loaded what a web server has
        first, *others = (uploaded(client, plan, n) for n in range(uploads))
    return {
        "rows": ROWS, "first": round(first, 2), "median": round(median(others), 2),
        "slowest": round(max(others), 2), "uploads": uploads,
    }  # fmt: skip


def main() -> None:
    """Make a database, measure, and leave nothing behind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--uploads", type=int, default=8)
    uploads, name = parser.parse_args().uploads, connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        print(json.dumps(measure(uploads)))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
