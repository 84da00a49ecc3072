"""How many rows a page of paper should carry before the attached record takes over."""

from audits.dossiers.blocks import Cell
from audits.dossiers.wording import thousands

Rows = tuple[tuple[Cell, ...], ...]
MOST_ROWS = 2_000


def capped(rows: Rows) -> tuple[Rows, str]:
    """Return the rows that are printed and a note that counts those that are only in the attached record."""
    if len(rows) <= MOST_ROWS:
        return rows, ""
    left = len(rows) - MOST_ROWS
    return rows[:MOST_ROWS], f"{thousands(left)} more rows are in the attached record, pack.json."
