"""Bands of numbers as people write them: `age: 25, 45; income: 20000`."""

from collections.abc import Mapping

from audits.fairness import Misstated


def read_bands(words: str) -> dict[str, list[float]]:
    """Return the edges of each column.

    Raises: Misstated, where a band cannot be understood.
    """
    bands = {}
    for part in filter(str.strip, words.split(";")):
        column, colon, edges = part.rpartition(":")
        try:
            bands[column.strip()] = [float(edge) for edge in edges.split(",")]
        except ValueError as error:
            raise Misstated("edges", f"cannot be understood: '{part.strip()}'.") from error
        if not colon or not column.strip():
            raise Misstated("edges", f"name the column, then a colon: '{part.strip()}'.")
    return bands


def bands_in_words(edges: Mapping[str, tuple[float, ...]]) -> str:
    """Return bands as people would write them."""
    return "; ".join(f"{column}: {', '.join(f'{edge:g}' for edge in cuts)}" for column, cuts in edges.items())
