"""DuckDB's engine: connecting and asking, which is all that counting needs, always within the same bounds.

The package `duckdb` gives out the same names and adds relations in Python, and loading those takes longer than
counting ten million rows. Once it is imported, connections made here have them, too.
"""

from pathlib import Path

from _duckdb import DuckDBPyConnection as Connection
from _duckdb import Error, OutOfMemoryException, connect

from audits.fairness.quoting import literal

__all__ = ["MEMORY", "Connection", "Error", "OutOfMemoryException", "connect", "opened", "warm_up"]

MEMORY = "512MB"
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": MEMORY,
    "max_temp_directory_size": "4GB",
    "preserve_insertion_order": False,
    # Bits of a key up to which groups are counted in an array: a code of 16, or less beside small numbers.
    "perfect_ht_threshold": 18,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
}

_waiting: list[Connection] = []


def warm_up() -> None:
    """Have a connection wait for whoever opens the next one: it takes as long as reading two million rows."""
    if not _waiting:
        _waiting.append(connect(":memory:", config=SETTINGS))


def opened(folder: Path) -> Connection:
    """Return a connection of its own, which lays aside in a folder what memory does not hold."""
    connection = _waiting.pop() if _waiting else connect(":memory:", config=SETTINGS)
    connection.execute(f"SET temp_directory = {literal(str(folder))}")
    return connection
