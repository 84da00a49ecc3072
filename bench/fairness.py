"""Annex beside Fairlearn, Aequitas, AIF360 and the bare scan, on the same files, in one run.

    python -m bench.fairness [--rows 100000 1000000] [--peers fairlearn aequitas aif360] [--csv] [--folder DIR]

Each cell is a process of its own; processor seconds and peak memory are the kernel's, its children included.
The peers get an environment each, made with pip in DIR on first use.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import duckdb

ROOT = Path(__file__).resolve().parent.parent
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


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    cpu: float
    seconds: float
    peak: float
    said: str

    def __str__(self) -> str:
        return f"{self.cpu:9.2f} {self.seconds:9.2f} {self.peak:9.0f}"


def made(folder: Path, rows: int, form: str) -> Path:
    """Return a file of so many rows, written where there is none."""
    path = folder / f"rows-{rows}.{form}"
    if not path.exists():
        with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
            connection.execute(f"COPY ({ROWS.format(rows=rows)}) TO '{path}'")
    return path


def environment(folder: Path, peer: str) -> Path:
    """Return the Python of an environment that holds one peer."""
    home = folder / f"env-{peer}"
    if not (home / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin/pip", "install", "-q", *PEERS[peer]], check=True)
        (home / "done").touch()
    return home / "bin/python"


def cost(python: Path | str, script: str, *words: object) -> Cost:
    """Return what a script takes, with the processes it starts."""
    before, began = os.times(), time.monotonic()
    command = ["/usr/bin/env", python, ROOT / "bench/peers" / f"{script}.py", *map(str, words)]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    peak = watched(process)
    said, complaint = process.communicate()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    lines = (complaint if process.returncode else said).strip().splitlines()
    return Cost(cpu, time.monotonic() - began, peak, lines[-1] if lines else "")


def watched(process: "subprocess.Popen[str]") -> float:
    """Return the peak memory in MB of a process and its children together, looked at ten times a second."""
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_of(process.pid))
        time.sleep(0.1)
    return peak


def memory_of(pid: int) -> float:
    """Return the resident memory in MB of a process and those it started."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    lines = [line.split() for line in status.splitlines() if line.startswith("VmRSS")]
    own = int(lines[0][1]) / 1024 if lines else 0.0
    return own + sum(memory_of(int(child)) for child in children)


def main() -> None:
    """Print a table of costs, a line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--columns", type=int, nargs="+", choices=list(GROUPINGS), default=list(GROUPINGS))
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--csv", action="store_true", help="CSV instead of Parquet")
    parser.add_argument("--folder", type=Path, default=Path(gettempdir()) / "annex-bench")
    asked = parser.parse_args()
    asked.folder.mkdir(exist_ok=True)
    print(f"{'':34}{'cpu s':>9} {'wall s':>9} {'peak MB':>9}")
    for rows in asked.rows:
        path = made(asked.folder, rows, "csv" if asked.csv else "parquet")
        for columns in asked.columns:
            by = GROUPINGS[columns]
            runs: list[tuple[str, Path | str, tuple[object, ...]]] = [
                ("scan", sys.executable, (path, *by)),
                ("annex count", sys.executable, (path, "count", *by)),
                ("annex 100", sys.executable, (path, "100", *by)),
                ("annex 2000", sys.executable, (path, "2000", *by)),
            ]
            runs += [(f"{p}_rows", environment(asked.folder, p), (path, *by)) for p in asked.peers]
            for name, python, words in runs:
                found = cost(python, name.split(" ", maxsplit=1)[0], *words)
                print(f"{rows:>11,} {columns} {name:20} {found}  {found.said[:90]}", flush=True)


if __name__ == "__main__":
    main()
