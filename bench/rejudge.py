# ruff: noqa: E402 - Django wants to be set up before its models are imported
"""How long judging 10,000 systems under another edition takes, through the job, on the database at DATABASE_URL.

    script/with-postgresql .venv/bin/python -m bench.rejudge [--alone] [SYSTEMS]

With --alone no second worker helps, and what PostgreSQL spent is told as well, where it runs beside us.

Every system has answers of its own; none is judged once for many. The register is made anew in a database of
its own, which is dropped at the end. Prints one line of JSON.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# As in production: with DEBUG every statement would be kept.
os.environ["DEBUG"] = "false"

import django

django.setup()

from django.db import connection, transaction

from governance import leases
from governance.actions import organisation
from governance.heartbeat import Progress
from governance.models import AISystem, SystemVersion, TrailEntry, User
from governance.vocabulary import SizeClass
from governance.working import work
from risk import making, rulebook
from risk.actions import rejudgings
from risk.actions.steps import draw_up, plan
from risk.engine import Edition, FactErrors, parse_facts
from risk.models import Answer, Classification, Move, Obligation, Rejudging

OLD, NEW = "2024-1689", "2026-1744"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CASES = Path(__file__).parents[1] / "tests" / "risk" / "cases"
SOME = 500


def facts_of_cases() -> list[dict[str, Any]]:
    """Return the answers of every worked case, as plain values by fact."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        edition = rulebook.edition(OLD)
        try:
            facts = parse_facts(told["facts"], edition).as_json()
        except FactErrors:
            continue
        found.append({fact: None if value == "unknown" else value for fact, value in facts.items()})
    return found


def varied(facts: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return one case's answers with a few left out, so that hardly two systems are alike."""
    return {fact: value for fact, value in facts.items() if chance.random() > 0.08}


class Register:
    """Judged systems, written in bulk: this is not what is measured."""

    def __init__(self) -> None:
        _, self.unit, self.owner = organisation.found(
            name="Bench", size_class=SizeClass.LARGE, public_body=False, sector="", established_in_union=True,
            country="DE", at=AT,
            first_person=organisation.FirstPerson("bench@example.org", "Bench", "a long password"),
        )  # fmt: skip
        adopted = rejudgings.adopt(edition_id=OLD, by=self.owner, at=AT)
        Rejudging.objects.filter(pk=adopted.pk).update(state="done", finished_at=AT)
        self.chance, self.cases = random.Random(7), facts_of_cases()
        self.edition: Edition = rulebook.edition(OLD)

    def populate(self, systems: int) -> None:
        """Write that many systems, some hundred at a time."""
        for start in range(0, systems, SOME):
            with transaction.atomic():
                self._some(range(start, min(systems, start + SOME)))

    def _some(self, numbers: range) -> None:
        versions = [self._version(number) for number in numbers]
        judged, owed, answers = [], [], []
        for version, said in versions:
            row = draw_up(version, self.edition, said, on=AT.date(), by=self.owner, at=AT)
            version.system.tier = row.tier
            judged.append(row)
            owed += plan(row, (), by=self.owner, at=AT).added
            asked = {fact: value for fact, value in said.items() if not self.edition.facts[fact].kept}
            answers += [
                Answer(version=version, fact=fact, value=value, by=self.owner, at=AT)
                for fact, value in asked.items()
            ]
        AISystem.objects.bulk_create([version.system for version, _ in versions])
        SystemVersion.objects.bulk_create([version for version, _ in versions])
        Answer.objects.bulk_create(answers, batch_size=2000)
        Classification.objects.bulk_create(judged, batch_size=1)
        Obligation.objects.bulk_create(owed, batch_size=1000)

    def _version(self, number: int) -> tuple[SystemVersion, dict[str, Any]]:
        """Return a system's version, not stored yet, and its facts as the register will tell them."""
        said = varied(self.cases[number % len(self.cases)], self.chance)
        roles, placed = said.get("operator.roles") or ["deployer"], said.get("market.placed_on")
        asked = {fact: value for fact, value in said.items() if not self.edition.facts[fact].kept}
        kept = {"operator.roles": roles, "organisation.size": "large", "organisation.public_body": False,
                "organisation.union": True} | ({"market.placed_on": placed} if placed else {})  # fmt: skip
        system = AISystem(
            reference=f"SYS-{number:05d}", name=f"System {number}", purpose="", operator_roles=roles,
            unit=self.unit, owner=self.owner, lifecycle="in_service", created_at=AT, tier_set_at=AT,
            tier_set_by=self.owner, placed_on_market_date=date.fromisoformat(placed) if placed else None,
        )  # fmt: skip
        version = SystemVersion(system=system, number=1, label="1", created_at=AT, created_by=self.owner)
        return version, asked | kept


def second_worker(job: Rejudging) -> "subprocess.Popen[bytes]":
    """Start what a second worker of Celery would run."""
    code = (
        "import django; django.setup(); from risk.tasks import help_rejudging;"
        f"help_rejudging(rejudging_id='{job.pk}')"
    )
    told = connection.settings_dict
    secret = f"{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}"
    env = {**os.environ, "DATABASE_URL": f"postgres://{secret}/{told['NAME']}"}
    return subprocess.Popen([sys.executable, "-c", code], env=env)


def spent_by_postgresql() -> float:
    """Return the seconds of processor time of the session's own server process; 0 where it cannot be seen."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    ticks = stat.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def measure(*, alone: bool) -> dict[str, Any]:
    """Adopt the newer edition and work the job as a worker does."""
    made = rejudgings.adopt(edition_id=NEW, by=User.objects.get(email="bench@example.org"), at=AT)
    rulebook.edition(NEW)
    peaks = []
    began, cpu, database = time.perf_counter(), time.process_time(), spent_by_postgresql()
    held = leases.claim(Rejudging.objects.select_related("unit"), pk=made.pk, at=datetime.now(UTC))

    helper: list[subprocess.Popen[bytes]] = []
    making.doorbell.ask_for_help = lambda job: None if alone else helper.append(second_worker(job))

    def watched(job: Rejudging, progress: Progress) -> None:
        def tell(stage: str, done: int, everything: int) -> None:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
            progress(stage, done, everything)

        making.make_report(job, tell)

    work(held, watched)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    for process in helper:
        process.wait()
    helped = resource.getrusage(resource.RUSAGE_CHILDREN)
    made.refresh_from_db()
    assert made.state == "done", made.error
    return {
        "systems": made.judged, "moved": made.moved, "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1),
        "cpu_seconds_of_the_second_worker": round(helped.ru_utime + helped.ru_stime, 1),
        "cpu_seconds_of_its_database_session": round(spent_by_postgresql() - database, 1),
        "systems_per_second": round(made.judged / seconds), "obligations": Obligation.objects.count(),
        "trail_entries": TrailEntry.objects.filter(verb="system.rejudged").count(),
        "moves": Move.objects.count(), "mb_after_first_batches": peaks[min(3, len(peaks) - 1)],
        "mb_at_the_end": peaks[-1], "database": connection.vendor,
    }  # fmt: skip


def main() -> None:
    """Make a database, fill it, measure, and leave nothing behind."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("systems", nargs="?", type=int, default=10_000)
    wanted.add_argument("--alone", action="store_true", help="without a second worker")
    asked = wanted.parse_args()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        Register().populate(asked.systems)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        print(json.dumps(measure(alone=asked.alone)))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
