"""Annex beside Fairlearn, Aequitas, AIF360 and the bare scan, on the same files, in one run.

    python -m bench.fairness [--rows 100000 1000000] [--peers fairlearn aequitas aif360] [--csv] [--folder DIR]

Each cell is a process of its own; processor seconds and peak memory are the kernel's, its children included.
The peers get an environment each, made with pip in DIR on first use.
"""

import argparse
import sys
from pathlib import Path
from tempfile import gettempdir

import duckdb

from bench.costs import cost, environment, script

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


def made(folder: Path, rows: int, form: str) -> Path:
    """Return a file of so many rows, written where there is none."""
    path = folder / f"rows-{rows}.{form}"
    if not path.exists():
        with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
            connection.execute(f"COPY ({ROWS.format(rows=rows)}) TO '{path}'")
    return path


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
            runs += [(f"{p}_rows", environment(asked.folder, p, PEERS[p]), (path, *by)) for p in asked.peers]
            for name, python, words in runs:
                found = cost(python, script(name.split(" ", maxsplit=1)[0]), *words)
                print(f"{rows:>11,} {columns} {name:20} {found}  {found.said[:90]}", flush=True)


if __name__ == "__main__":
    main()
