"""Compute the numbers of a stored run again from its counts, and say what differs."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits.fairness.authority import Disagreement
from audits.fairness.recomputing import Difference, Recomputation, recompute
from audits.fairness.thresholds import Misstated
from audits.models import Run

SHOWN = 50
CANNOT = 2


class Command(BaseCommand):
    """manage.py recompute_run RUN-0001: exits with 0 when equal, 1 when something differs, 2 when it cannot."""

    help = (
        "Recompute a run from its stored counts and specification; 0: the same again, 1: something differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", help="reference of a run that is done, such as RUN-0001")
        parser.add_argument("--json", action="store_true", help="print what differs as JSON")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 what argparse read
        run = Run.objects.filter(reference=options["reference"]).first()
        if run is None or run.cells is None or run.result is None:
            raise CommandError(f"There is no finished run {options['reference']}.", returncode=CANNOT)
        try:
            found = recompute(run.cells, run.spec, run.result)
        except (Disagreement, Misstated) as refusal:
            raise CommandError(
                f"{run.reference} cannot be computed again: {refusal}", returncode=CANNOT
            ) from refusal
        self.stdout.write(json.dumps(_plain(run, found), indent=2) if options["json"] else _words(run, found))
        if not found.equal:
            raise CommandError(f"{run.reference} differs in {len(found.numbers)} places.", returncode=1)


def _plain(run: Run, found: Recomputation) -> dict[str, Any]:
    return {"run": run.reference, "equal": found.equal, **asdict(found)}


def _words(run: Run, found: Recomputation) -> str:
    lines = [f"{one.pointer}: {_told(one)}" for one in found.numbers[:SHOWN]]
    if len(found.numbers) > SHOWN:
        lines.append(f"and {len(found.numbers) - SHOWN} more places")
    lines += [f"computed with another version, {one.pointer}: {_told(one)}" for one in found.versions]
    if found.equal:
        lines.append(f"{run.reference}: every number is the same again, to the last digit.")
    return "\n".join(lines)


def _told(one: Difference) -> str:
    return f"stored {json.dumps(one.stored)}, again {json.dumps(one.again)}"
