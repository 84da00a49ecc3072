"""Annex beside Fairlearn, Aequitas, AIF360 and the bare scan, on the same files, in one run.

    python -m bench.fairness --all [--folder DIR] [--sizes 100000 1000000 10000000 100000000]
    python -m bench.fairness [--rows 100000 1000000] [--columns 1 3] [--peers fairlearn aequitas aif360] [--csv]

The first prints the tables of docs/benchmarks.md; it takes about sixteen minutes on two idle cores and 2 GB of disk.
Each line is a process of its own, the quickest by the clock of so many rounds; processor seconds are the kernel's,
its children included. Memory is looked at in a round of its own, whose time does not count. The second time is what
the same takes where nothing has to be started. The peers get an environment each, made with pip in DIR on first use.
With --all, a hundred rows are also sent through a real worker, on a throw-away PostgreSQL (bench/hundred.py). A line
that fails says so in the table, the others are measured, and the command ends with 1.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import gettempdir

import duckdb

from bench.costs import LOOKS_A_SECOND, ROOT, Cost, cost, environment, script

PEERS = {
    "fairlearn": ("fairlearn==0.15.0", "pyarrow"),
    "aequitas": ("aequitas==1.1.0", "pyarrow"),
    "aif360": ("aif360==0.6.1", "pyarrow"),
}
GROUPINGS = {1: ("race",), 3: ("sex", "race", "age_band")}
ROWS = """
    SELECT CASE WHEN h % 2 = 0 THEN 'Female' ELSE 'Male' END AS sex, 'race ' || (h // 2 % 9) AS race,
      ['<=25', '26-40', '41-55', '56+'][1 + (h // 18 % 4)::INT] AS age_band, (h // 72 % 5 < 2)::INT AS y_true,
      (h // 360 % 7 < 3)::INT AS y_pred, (h // 2520 % 1000) / 1000 AS score, 'person ' || i AS name
    FROM (SELECT i, hash(i) AS h FROM range({rows}) t(i))"""
HEAD = (
    "| rows, form, columns | program | processor s | clock s | peak MB | second time: processor s, clock s |\n"
    "|---|---|---|---|---|---|"
)
ROUNDS, LOOKS_AT_SHORT = 5, 50
SIZES = (100_000, 1_000_000, 10_000_000, 100_000_000)
DRAWS = (2, 4)
ONCE = ("once", "count")
WAYS = (
    ("scan", "once"), ("annex", "count"), ("scan", "again"), ("scan", "anew"), ("annex", "again"), ("annex", "here")
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One program on one file."""

    path: Path
    program: str
    words: tuple[str, ...] = ()
    columns: int = 3
    rounds: int = ROUNDS
    python: Path | str = sys.executable

    def measured(self) -> Cost:
        """Return what the quickest round took; of several, one more looks at memory.

        Raises: RuntimeError, when the program fails.
        """
        command = (self.python, script(self.program), self.path, *self.words, *GROUPINGS[self.columns])
        if self.rounds == 1:
            return finished(*command)
        peak = finished(*command, looks=LOOKS_AT_SHORT).peak
        costs = [finished(*command, looks=0) for _ in range(self.rounds)]
        return replace(min(costs, key=lambda one: one.seconds), peak=peak)

    @property
    def name(self) -> str:
        """Return what the line is about."""
        _, rows, form = self.path.name.replace(".", "-").split("-")
        program = " ".join((self.program.removesuffix("_rows"), *self.words))
        return f"| {int(rows):,}, {form}, {self.columns} | {program} |"

    @property
    def twice(self) -> bool:
        """Return whether the program does its work twice and tells what the second time took."""
        return bool(self.words) and self.words[0] not in ONCE

    def told(self, found: Cost) -> str:
        """Return one line of the table."""
        again = json.loads(found.said) if self.twice else {}
        second = ", ".join(f"{seconds:.3f}" for seconds in again.values())
        return f"{self.name} {found.cpu:.3f} | {found.seconds:.3f} | {found.peak:.0f} | {second} |"


def finished(*command: object, looks: float = LOOKS_A_SECOND) -> Cost:
    """Return what a command takes.

    Raises: RuntimeError, with its last words, when it fails.
    """
    found = cost(*command, looks=looks)
    if found.failed:
        raise RuntimeError(f"{Path(str(command[1])).name}: {found.said}")
    return found


def made(folder: Path, rows: int, form: str) -> Path:
    """Return a file of so many rows, written where there is none."""
    path = folder / f"rows-{rows}.{form}"
    if not path.exists():
        with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute(f"COPY ({ROWS.format(rows=rows)}) TO '{path}'")
    return path


def peer(folder: Path, name: str) -> Path:
    """Return the Python of a peer's environment."""
    return environment(folder, name, PEERS[name])


def beside_the_scan(path: Path, columns: int, rounds: int = ROUNDS) -> Iterator[Line]:
    """Yield the scan and the counting: whole processes, and the second time."""
    for program, way in WAYS:
        yield Line(path, program, (way,), columns, rounds)


def asked_for(
    rows: Sequence[int], columns: Sequence[int], peers: Sequence[str], form: str, folder: Path
) -> Iterator[Line]:
    """Yield what the arguments ask for."""
    for path in (made(folder, size, form) for size in rows):
        for width in columns:
            yield from beside_the_scan(path, width)
            yield from (Line(path, "annex", (draws,), width, 1) for draws in ("100", "2000"))
            yield from (Line(path, f"{name}_rows", (), width, 1, peer(folder, name)) for name in peers)


def everything(folder: Path, sizes: Sequence[int]) -> Iterator[Line]:
    """Yield every line of the documented table, for a small, a middling, a large and the largest number of rows."""
    small, middling, large, largest = sizes
    for path in (made(folder, size, "parquet") for size in (small, middling, large)):
        for width in GROUPINGS:
            yield from beside_the_scan(path, width)
    for size in (middling, large):
        yield from beside_the_scan(made(folder, size, "csv"), 3)
    yield from beside_the_scan(made(folder, largest, "parquet"), 3, rounds=3)
    assessed = made(folder, middling, "parquet")
    for width in GROUPINGS:
        yield from (Line(assessed, "annex", (draws,), width, 1) for draws in ("100", "2000"))
    yield from (Line(assessed, "annex", (draws,), 3, 1) for draws in ("100-scores", "2000-scores"))
    for path in (made(folder, small, "parquet"), assessed):
        yield from (Line(path, f"{name}_rows", (), 1, 1, peer(folder, name)) for name in PEERS)
    yield Line(made(folder, large, "parquet"), "fairlearn_rows", (), 1, 1, peer(folder, "fairlearn"))


def bootstrap(folder: Path, rows: int) -> str:
    """Return what Fairlearn's own bootstrap takes for a few draws of so many rows, and 2,000 at the same rate."""
    path, python = made(folder, rows, "parquet"), peer(folder, "fairlearn")
    command = (python, script("fairlearn_bootstrap"), path)
    few, more = (float(finished(*command, draws, *GROUPINGS[1]).said) for draws in DRAWS)
    each = (more - few) / (DRAWS[1] - DRAWS[0])
    return (
        f"Fairlearn's bootstrap, {rows:,} rows, one column: {few:.1f} processor s with {DRAWS[0]} draws, {more:.1f} "
        f"with {DRAWS[1]}: {each:.2f} s a draw, so 2,000 draws would take {2000 * each:,.0f} s (not run)"
    )


def hundred() -> str:
    """Return what sending a hundred rows through a worker takes."""
    found = finished(ROOT / "script/with-postgresql", sys.executable, "-m", "bench.hundred")
    return f"A hundred rows through a worker, by the clock: {found.said}"


def printed(name: str, work: Callable[[], str]) -> bool:
    """Print what some work says, or that it failed and why; return whether it did not."""
    try:
        print(work(), flush=True)
    except (RuntimeError, OSError, ValueError) as trouble:
        print(f"{name} failed: {trouble}", flush=True)
        return False
    return True


def main() -> None:
    """Print a table of costs, a line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true", help="the tables of docs/benchmarks.md")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--columns", type=int, nargs="+", choices=list(GROUPINGS), default=list(GROUPINGS))
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--csv", action="store_true", help="CSV instead of Parquet")
    parser.add_argument("--sizes", type=int, nargs=4, default=SIZES, help="numbers of rows for --all")
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "annex-bench")
    asked = parser.parse_args()
    asked.folder.mkdir(exist_ok=True)
    form = "csv" if asked.csv else "parquet"
    lines = (
        everything(asked.folder, asked.sizes)
        if asked.all
        else asked_for(asked.rows, asked.columns, asked.peers, form, asked.folder)
    )
    print(HEAD)
    went_well = [printed(line.name, lambda line=line: line.told(line.measured())) for line in lines]
    if asked.all:
        print()
        went_well += [
            printed("Fairlearn's bootstrap", partial(bootstrap, asked.folder, asked.sizes[1])),
            printed("A hundred rows", hundred),
        ]
    sys.exit(not all(went_well))


if __name__ == "__main__":
    main()
