"""The limit: DuckDB reads every value of the named columns and does nothing else with them.

scan.py PATH once COLUMN...
scan.py PATH again COLUMN...  twice over one connection: what the second time took, when nothing has to be started
scan.py PATH anew COLUMN...   twice, each time over a connection of its own, as a worker opens one for every file
"""

import json
import sys
import time

import duckdb

path, what, *by = sys.argv[1:]
reader = "read_parquet" if path.endswith("parquet") else "read_csv"
query = f"SELECT bit_xor(hash({', '.join(['y_true', 'y_pred', *by])})) FROM {reader}(?)"


def opened() -> duckdb.DuckDBPyConnection:
    """Return a connection."""
    return duckdb.connect(config={"threads": 2})


with opened() as connection:
    print(connection.execute(query, [path]).fetchone())
    if what != "once":
        began, by_the_clock = time.process_time(), time.monotonic()
        if what == "again":
            connection.execute(query, [path]).fetchone()
        else:
            with opened() as another:
                another.execute(query, [path]).fetchone()
        took = {"cpu": time.process_time() - began, "clock": time.monotonic() - by_the_clock}
        print(json.dumps({name: round(seconds, 3) for name, seconds in took.items()}))
