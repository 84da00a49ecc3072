"""Bands of numbers as people write them: `age: 25, 45; income: 20000`."""

import re
from collections.abc import Mapping

from audits.fairness import Misstated
from audits.fairness.columns import Column
from audits.fairness.proposing import NUMBERS
from audits.fairness.sorting import MOST_NUMBERS
from audits.forms.lists import joined, listed

AGE = re.compile(r"(^|[^a-z])(age|alter|leeftijd)([^a-z]|$)", re.IGNORECASE)
AGES = (25.0, 45.0, 65.0)


def read_bands(words: str) -> dict[str, list[float]]:
    """Return the edges of each column.

    Raises: Misstated, where a band cannot be understood.
    """
    bands = {}
    for part in listed(words, parted_by=";"):
        column, colon, edges = part.rpartition(":")
        bands[column.strip()] = edges_of(edges, part)
        if not colon or not column.strip():
            raise Misstated("edges", f"name the column, then a colon: '{part}'.")
    return bands


def edges_of(words: str, told_as: str = "") -> list[float]:
    """Return the numbers at which a column is cut.

    Raises: Misstated.
    """
    try:
        return [float(edge) for edge in words.split(",")]
    except ValueError as error:
        raise Misstated("edges", f"cannot be understood: '{told_as or words}'.") from error


def bands_in_words(edges: Mapping[str, tuple[float, ...]]) -> str:
    """Return bands as people would write them."""
    return joined((f"{column}: {cuts_in_words(cuts)}" for column, cuts in edges.items()), parted_by=";")


def cuts_in_words(cuts: tuple[float, ...]) -> str:
    """Return the edges of one column as people would write them."""
    return ", ".join(f"{edge:g}" for edge in cuts)


def proposed_edges(column: Column) -> tuple[float, ...]:
    """Return edges to begin with for a column of many numbers: usual ones for an age, else its quartiles."""
    if column.type not in NUMBERS or column.distinct <= MOST_NUMBERS or column.quartiles is None:
        return ()
    if AGE.search(column.name):
        return AGES
    return tuple(dict.fromkeys(column.quartiles))
