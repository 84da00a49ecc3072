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
from audits.fairness.weighing import KEPT_BELOW, Weights, places_of_few, within_bounds

WORDS_BESIDE_GROUPS = 3  # outcome, prediction, stratum


Words = tuple[str | None, ...]


class NotKept(Exception):
    """There are more small combinations than parts keep the weights of: one pass must choose among them."""


@dataclass(frozen=True)
class PartCount:
    """What one part came to: its digest, its rows, and the answer of the one query, whose sums can be added.

    `weights` are the words of each combination that few people have, and the distinct weights of those people.
    """

    sha256: str
    rows: int
    counted: tuple[tuple[Any, ...], ...]
    weights: tuple[tuple[Words, tuple[Weights, ...]], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to an equal PartCount."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "PartCount":
        """Return the PartCount these plain values state."""
        weights = tuple(
            (tuple(words), tuple((weight, n) for weight, n in pairs)) for words, pairs in values["weights"]
        )
        return cls(values["sha256"], values["rows"], tuple(tuple(row) for row in values["counted"]), weights)


def added(
    parts: Sequence[Part], counts: Sequence[PartCount], spec: Spec, dataset: Mapping[str, Any]
) -> Cells:
    """Return the cells of all parts, as one pass over them would have counted them.

    Raises: Unreadable; NotKept.
    """
    answers = (count.counted for count in counts)
    rows = [sql.counted(row, spec) for row in _sums(answers, len(spec.by) + WORDS_BESIDE_GROUPS)]
    refuse_what_is_no_group(rows, spec)
    if spec.weight is not None:
        rows = _with_weights(rows, counts)
    digests = [count.sha256 for count in counts]
    told = {"rows": sum(count.rows for count in counts), **dataset, **told_of(parts, digests)}
    return sorted_into_cells(rows, spec, told)


def weights_of(rows: Iterable[sql.Counted]) -> tuple[tuple[Words, tuple[Weights, ...]], ...]:
    """Return the words and the distinct weights of the rows that kept them."""
    return tuple((_words(row), row.weights) for row in rows if row.weights)


def _with_weights(rows: Sequence[sql.Counted], counts: Sequence[PartCount]) -> list[sql.Counted]:
    """Return the rows with the distinct weights of those for few people, all of them or none.

    A combination that few people have, few have in every part.
    """
    kept: dict[Words, dict[float, int]] = {}
    for words, pairs in (one for count in counts for one in count.weights):
        together = kept.setdefault(words, {})
        for weight, n in pairs:
            together[weight] = together.get(weight, 0) + n
    chosen = places_of_few([row.people for row in rows])
    found = {place: list(kept.get(_words(rows[place]), {}).items()) for place in chosen}
    bounded = within_bounds(chosen, found)
    everyone = all(sum(n for _, n in found[place]) == rows[place].people for place in chosen)
    if not everyone or len(bounded) < sum(row.people < KEPT_BELOW for row in rows):
        raise NotKept
    return [row._replace(weights=bounded.get(place, ())) for place, row in enumerate(rows)]


def _words(row: sql.Counted) -> Words:
    return (*row.group, row.outcome, row.prediction, row.stratum)


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
