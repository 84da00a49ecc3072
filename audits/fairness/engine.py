"""DuckDB's engine: connecting and asking, which is all that counting needs.

The package `duckdb` gives out the same names and adds relations in Python, and loading those takes longer than
counting ten million rows. Once it is imported, connections made here have them, too.
"""

from _duckdb import DuckDBPyConnection as Connection
from _duckdb import Error, OutOfMemoryException, connect

__all__ = ["Connection", "Error", "OutOfMemoryException", "connect"]
