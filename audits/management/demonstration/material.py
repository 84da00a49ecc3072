"""What the demonstration is about, read from script/demo_data."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

FOLDER = settings.BASE_DIR / "script" / "demo_data"


def read(name: str) -> dict[str, Any]:
    """Return one of the TOML files."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def flat(nested: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield dotted names and values of nested tables, so that `use.areas = []` names the fact `use.areas`."""
    for name, value in nested.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def questions_answered(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return a vendor's answers by question; an answer is a table with a value, and may have a note."""
    return {f"{area}.{name}": said for area, answers in tables.items() for name, said in answers.items()}


def prediction_log(counts: str) -> Iterator[bytes]:
    """Yield a log with one row a person, which is what published counts were before somebody counted."""
    with (FOLDER / counts).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        yield (",".join(next(rows)[:-1]) + "\n").encode()
        for *values, times in rows:
            yield (",".join(values) + "\n").encode() * int(times)
