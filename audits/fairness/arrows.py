"""Arrow files and streams by the batch: the wanted columns as Parquet on disk, each batch checked before use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc, parquet

from audits.fairness.files import MOST_COLUMNS, absent
from audits.fairness.labels import Unreadable


def as_parquet(path: Path, form: str, wanted: Mapping[str, str], target: Path) -> None:
    """Write the wanted columns of an Arrow file, all where none are named, as Parquet.

    Shape: `wanted` says of each column which role it has, for the refusal where it is absent.
    Raises: Unreadable, also where the bytes do not hold what they announce.
    """
    try:
        with _opened(path, form) as (schema, batches):
            _refuse_names(schema.names, wanted)
            kept = [place for place, name in enumerate(schema.names) if name in wanted or not wanted]
            picked = pa.schema([schema.field(place) for place in kept])
            with parquet.ParquetWriter(target, picked, compression="snappy") as writer:
                for batch in batches:
                    part = batch.select(kept)
                    # Offsets that point beyond a buffer would be read as they stand.
                    part.validate(full=True)
                    writer.write_batch(part)
    except (pa.ArrowException, OSError, ValueError, NotImplementedError) as error:
        if isinstance(error, Unreadable) or getattr(error, "errno", None):
            raise
        words = "cannot be read as Arrow; it may be damaged or hold values that no table can."
        raise Unreadable("file", words) from error


@contextmanager
def _opened(path: Path, form: str) -> Iterator[tuple[pa.Schema, Iterator[pa.RecordBatch]]]:
    """Yield the schema and the batches of a file or a stream, which stay on disk until they are asked for."""
    with pa.memory_map(str(path)) as source:
        if form == "arrow":
            with ipc.open_file(source) as reader:
                numbers = range(reader.num_record_batches)
                yield reader.schema, (reader.get_batch(number) for number in numbers)
        else:
            with ipc.open_stream(source) as reader:
                yield reader.schema, iter(reader)


def _refuse_names(names: list[str], wanted: Mapping[str, str]) -> None:
    if len(names) > MOST_COLUMNS:
        raise Unreadable("file", f"has {len(names):,} columns; export only those that the plan names.")
    for name, role in wanted.items():
        if name not in names:
            raise absent(names, name, role)
        if names.count(name) > 1:
            raise Unreadable(role, f"the file has {names.count(name)} columns named '{name}'.")
