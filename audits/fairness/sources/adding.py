"""Parts that were counted one at a time, added: whole numbers, so that no order changes them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audits.fairness import sql
from audits.fairness.cells import Cells
from audits.fairness.sorting import refuse_what_is_no_group, sorted_into_cells
from audits.fairness.sources.parts import Part
from audits.fairness.spec import Spec

WORDS_BESIDE_GROUPS = 3  # outcome, prediction, stratum


@dataclass(frozen=True)
class PartCount:
    """What one part came to: its digest, its rows, and the answer of the one query, whose sums can be added."""

    sha256: str
    rows: int
    counted: tuple[tuple[Any, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to an equal PartCount."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "PartCount":
        """Return the PartCount these plain values state."""
        return cls(values["sha256"], values["rows"], tuple(tuple(row) for row in values["counted"]))


def added(
    parts: Sequence[Part], counts: Sequence[PartCount], spec: Spec, dataset: Mapping[str, Any]
) -> Cells:
    """Return the cells of all parts, as one pass over them would have counted them.

    Raises: Unreadable.
    """
    answers = (count.counted for count in counts)
    rows = [sql.counted(row, spec) for row in _sums(answers, len(spec.by) + WORDS_BESIDE_GROUPS)]
    refuse_what_is_no_group(rows, spec)
    digests = [count.sha256 for count in counts]
    told = {"rows": sum(count.rows for count in counts), **dataset, **told_of(parts, digests)}
    return sorted_into_cells(rows, spec, told)


def told_of(parts: Sequence[Part], digests: Sequence[str]) -> dict[str, Any]:
    """Return what is kept of the parts: the digest of each, and one over all of them in order of their names."""
    pairs = list(zip(parts, digests, strict=True))
    lines = "".join(f"{sha256}  {part.name}\n" for part, sha256 in pairs)
    return {
        "format": "parquet",
        "encoding": None,
        "delimiter": None,
        "bytes": sum(part.size for part in parts),
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
        "parts": [{"name": part.name, "sha256": sha256, "bytes": part.size} for part, sha256 in pairs],
    }


def _sums(answers: Iterable[Sequence[tuple[Any, ...]]], keys: int) -> list[tuple[Any, ...]]:
    """Return one row for each combination of words in any of the answers; what nobody summed stays unknown."""
    sums: dict[tuple[Any, ...], list[int | None]] = {}
    for row in (row for answer in answers for row in answer):
        so_far = sums.setdefault(row[:keys], [None] * (len(row) - keys))
        for place, value in enumerate(row[keys:]):
            if value is not None:
                so_far[place] = int(value) + (so_far[place] or 0)
    return [(*words, *totals) for words, totals in sums.items()]
