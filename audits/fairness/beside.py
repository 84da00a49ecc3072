"""What is counted beside the cells, by the same engine from the same rows: scores and predicted numbers."""

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from audits.fairness import sql
from audits.fairness.cells import Cells
from audits.fairness.regression import asking as numbers
from audits.fairness.scores import asking as scores
from audits.fairness.scores.binning import kept
from audits.fairness.spec import Spec

OUTCOMES = 3


def with_numbers(cells: Cells, run: Callable[[str], pa.Table], spec: Spec, source: sql.Source) -> Cells:
    """Return the cells with what the specification asks of scores and of numeric predictions.

    `run` answers a query over the same rows with a table.
    Cost: nothing where neither is asked for; else a further scan of the named columns, or a few.
    Raises: Unreadable, when a column to be measured holds no number.
    """
    if spec.scored is None:
        return cells
    moments = numbers.asked(run, spec, source) if spec.target is not None else None
    digits = {word: int(digit) for digit, words in cells.labels["outcome"].items() for word in words}
    groups = len({cell.group for cell in cells.cells})
    size = max(int(cells.dataset["rows"]), OUTCOMES * groups)
    fine = scores.asked(run, spec, source, digits, size)
    return replace(cells, scores=kept(fine, spec, spec.scored), moments=moments)
