"""Folders of Parquet parts, counted in one pass or a part at a time: to the same cells."""

import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from audits.fairness import engine, sql
from audits.fairness.aside import aside
from audits.fairness.cells import Cells
from audits.fairness.counting import cells_of, counted_raw, in_words, locked_to, plain_source, rows_of
from audits.fairness.files import Progress, Shape, digest, shape, silent
from audits.fairness.labels import Unreadable
from audits.fairness.laying_out import Laid
from audits.fairness.small_cells import with_weights
from audits.fairness.sources.adding import PartCount, told_of, weights_of
from audits.fairness.sources.parts import Part
from audits.fairness.spec import Spec
from audits.fairness.watching import watched

PARQUET = Shape("parquet")


def count_parts(
    folder: Path, parts: Sequence[Part], spec: Spec, dataset: Mapping[str, Any], progress: Progress = silent
) -> Cells:
    """Return the cells of all parts in one pass.

    Raises: Unreadable.
    """
    for part in parts:
        _check(folder, part)
    with (
        aside(lambda go_on: [digest(folder / part.name, go_on) for part in parts]) as digests,
        tempfile.TemporaryDirectory(prefix="annex-parts-") as scratch,
    ):
        # Only the parts that were listed, under plain names.
        beside = Path(scratch) / "parts"
        beside.mkdir()
        for number, part in enumerate(parts):
            (beside / str(number)).symlink_to(folder / part.name)

        def known() -> dict[str, Any]:
            return {**dataset, **told_of(parts, digests())}

        return cells_of(Laid(beside, PARQUET), Path(scratch), spec, known, progress)


def count_part(folder: Path, part: Part, spec: Spec, progress: Progress = silent) -> PartCount:
    """Return what one part comes to.

    Raises: Unreadable.
    """
    _check(folder, part)
    with (
        aside(partial(digest, folder / part.name)) as sha256,
        tempfile.TemporaryDirectory(prefix="annex-part-") as scratch,
        locked_to(folder / part.name, Path(scratch)) as (connection, inside),
    ):
        try:
            source = plain_source(connection, inside, PARQUET, spec)
            rows = rows_of(connection, inside)
            with watched(connection, progress, "count", rows):
                raw = tuple(counted_raw(connection, inside, source, spec))
                few = [sql.counted(row, spec) for row in raw] if spec.weight is not None else []
                weights = weights_of(with_weights(connection, inside, source, spec, few))
                return PartCount(sha256(), rows, raw, weights)
        except engine.Error as error:
            raise in_words(error) from error


def look_at_part(path: Path, spec: Spec | None) -> list[str]:
    """Return the columns of a part, once it was seen that a specification could be counted there.

    Raises: Unreadable.
    """
    if shape(path, ()).format != "parquet":
        raise Unreadable("table", f"the part '{path.name}' is no Parquet.")
    with (
        tempfile.TemporaryDirectory(prefix="annex-part-") as scratch,
        locked_to(path, Path(scratch)) as (connection, inside),
    ):
        try:
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [inside]).fetchall()
            if spec:
                plain_source(connection, inside, PARQUET, spec)
        except engine.Error as error:
            raise in_words(error) from error
    return [name for name, *_ in described]


def _check(folder: Path, part: Part) -> None:
    """Refuse a part that is no longer the one that was listed."""
    path = folder / part.name
    try:
        now = path.stat()
    except FileNotFoundError as error:
        raise Unreadable("table", f"the part '{part.name}' is gone since the run began.") from error
    if (now.st_size, now.st_mtime_ns) != (part.size, part.changed):
        raise Unreadable("table", f"the part '{part.name}' changed since the run began.")
    if shape(path, ()).format != "parquet":
        raise Unreadable("table", f"the part '{part.name}' is no Parquet.")
