# ruff: noqa: E402 - Django wants to be set up before its models are imported
"""Annex beside plain WeasyPrint, Chromium and Typst, on the same dossiers, in one run.

    python -m bench.dossier [--pages 10 40 200 1000] [--peers plain chromium typst] [--rounds 3] [--folder DIR]
    python -m bench.dossier --queued 100

Each line is a process of its own, from a file to a PDF: Annex from the frozen pack, the others from a source that is
ready. The table shows the quickest of so many rounds; the last line is JSON. Annex also says how long it took to get
ready, which a worker does once, and how long each stage. With --queued, dossiers are queued at once for real workers,
one of which is killed (bench/queued.py).
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import gettempdir

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DEBUG"] = "false"

import django

django.setup()

from audits.dossiers import Pack
from audits.management.demonstration import certificates
from audits.packs import canonical
from bench.contents import Contents, contents, letters_of
from bench.costs import ROOT, Cost, cost, environment, script
from bench.growing import grown
from bench.one_piece import one_piece
from bench.typst import typst

TYPST = ("typst==0.15.0",)
FONTS = ROOT / "static/fonts"
OURS = ("annex", "annex again", "annex signed")
PEERS = ("plain", "chromium", "typst")
LEAST_SHOWN = 0.97
PRINT = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


@dataclass(frozen=True)
class Found:
    """What one program took for a dossier of so many pages, the quickest of its rounds."""

    program: str
    wanted: int
    pages: int
    shown: float
    cpu: float
    seconds: float
    peak: float
    stages: Mapping[str, float]

    @property
    def working(self) -> float:
        """The seconds by the clock without what a running worker does not spend: getting ready, and ending."""
        stages = [seconds for stage, seconds in self.stages.items() if stage != "start"]
        return round(sum(stages), 2) if stages else self.seconds

    @property
    def row(self) -> str:
        speed = self.pages / self.seconds
        stages = ", ".join(f"{stage} {seconds}" for stage, seconds in self.stages.items())
        return (
            f"{self.wanted:>6} {self.program:14}{self.pages:>6} {self.shown:>6.1%}{self.cpu:>9.2f}"
            f"{self.seconds:>9.2f}{speed:>9.1f}{self.peak:>9.0f}  {stages}"
        )


class Desk:
    """Where the sources of one dossier lie, and the PDFs made from them."""

    def __init__(self, folder: Path, wanted: int) -> None:
        self.wanted, self.home = wanted, folder / f"dossier-{wanted}"
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        self.keys = folder / "keys"
        certificates.make(self.keys, at=datetime.now(UTC))
        pack = grown(wanted)
        self.letters = letters_of(pack)
        self._sources(pack)
        self.python = {"typst": environment(folder, "typst", TYPST)}

    def _sources(self, pack: Pack) -> None:
        (self.home / "pack.json").write_bytes(canonical(pack))
        (self.home / "whole.html").write_text(one_piece(pack), encoding="utf-8")
        (self.home / "whole.typ").write_text(typst(pack, self.home), encoding="utf-8")

    def command(self, program: str) -> tuple[object, ...]:
        """Return what makes a PDF of this dossier."""
        pack, html, target = self.home / "pack.json", self.home / "whole.html", self.target(program)
        match program:
            case "annex":
                return (sys.executable, script("dossier_annex"), pack, target)
            case "annex again":
                return (sys.executable, script("dossier_annex"), pack, target, "again")
            case "annex signed":
                return (sys.executable, script("dossier_annex"), pack, target, self.keys)
            case "plain":
                return (sys.executable, script("dossier_plain"), html, target)
            case "chromium":
                return ("chromium", *PRINT, f"--print-to-pdf={target}", html.as_uri())
        return (self.python["typst"], script("dossier_typst"), self.home / "whole.typ", target, FONTS)

    def target(self, program: str) -> Path:
        return self.home / f"{program.replace(' ', '-')}.pdf"

    def measured(self, program: str, rounds: int) -> Found:
        """Return what the quickest round took.

        Raises: RuntimeError, when a program fails or leaves out what the others show.
        """
        costs = [cost(*self.command(program)) for _ in range(rounds)]
        if failed := [one.said for one in costs if one.failed]:
            raise RuntimeError(f"{program}: {failed[0]}")
        held = contents(self.target(program), self.letters)
        if held.shown < LEAST_SHOWN:
            raise RuntimeError(f"{program} shows only {held.shown:.1%} of the letters of {self.wanted} pages")
        return self._found(program, held, min(costs, key=lambda one: one.seconds))

    def _found(self, program: str, held: Contents, quickest: Cost) -> Found:
        return Found(
            program, self.wanted, held.pages, round(held.shown, 4), round(quickest.cpu, 2),
            round(quickest.seconds, 2), round(quickest.peak),
            json.loads(quickest.said) if program in OURS else {},
        )  # fmt: skip


def growth(found: list[Found], program: str) -> Mapping[str, float]:
    """Return the exponent with which a program's processor time grows from each size to the next; 1 is linear."""
    rows = [one for one in found if one.program == program]
    return {
        f"{small.wanted} to {large.wanted}": round(
            math.log(large.cpu / small.cpu) / math.log(large.pages / small.pages), 2
        )
        for small, large in pairwise(rows)
    }


def ratios(found: list[Found], wanted: int) -> Mapping[str, Mapping[str, float]]:
    """Return how often each program takes what Annex takes: by the clock in a running worker, and of the processor.

    A running worker has made a dossier before: its clock is that of `annex again`.
    """
    rows = {one.program: one for one in found if one.wanted == wanted}
    ours = rows["annex"]
    return {
        name: {
            "clock": round(one.working / rows["annex again"].working, 2),
            "cpu": round(one.cpu / ours.cpu, 2),
        }
        for name, one in rows.items()
        if one is not ours
    }


def main() -> None:
    """Print a table of costs, a line each, then everything as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 40, 200, 1000])
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queued", type=int, help="queue so many dossiers for real workers instead")
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "annex-bench")
    asked = parser.parse_args()
    if asked.queued:
        queued = [sys.executable, "-m", "bench.queued", str(asked.queued)]
        sys.exit(subprocess.run(["script/with-postgresql", *queued], cwd=ROOT, check=False).returncode)
    print(f"{'':28}pages  shown    cpu s    clock  pages/s  peak MB", flush=True)
    found: list[Found] = []
    for wanted in asked.pages:
        desk = Desk(asked.folder, wanted)
        for program in (*OURS, *asked.peers):
            found.append(desk.measured(program, asked.rounds))
            print(found[-1].row, flush=True)
    told = {
        "found": [asdict(one) for one in found],
        "growth": {program: growth(found, program) for program in (*OURS, *asked.peers)},
        "times_what_annex_takes": {wanted: ratios(found, wanted) for wanted in asked.pages},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
