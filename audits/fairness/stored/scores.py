"""The scores of a file as counts: how many people of each group and outcome lie in which range of scores."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from audits.fairness.stored.profiles import Profile
from audits.fairness.thresholds import Misstated

Group = tuple[str | None, ...]
MOST_BINS, MOST_COUNTS = 5_000, 400_000


class ScoreRow(NamedTuple):
    """One group with one outcome (None: unknown): the bins that are not empty, and how many in each.

    Where people are weighted, `weight` and `squared` are the sums of the weights, and of their squares, in each.
    """

    group: Group
    outcome: int | None
    bins: tuple[int, ...]
    n: tuple[int, ...]
    weight: tuple[float, ...] = ()
    squared: tuple[float, ...] = ()


class Unscored(NamedTuple):
    """How many people of a group have no score, and how many something that is no finite number."""

    group: Group
    missing: int
    invalid: int


class Apart(NamedTuple):
    """How far a group's scores lie from the reference group's, as whole distributions."""

    by: tuple[str, ...]
    group: Group
    reference: Group
    ks: float
    ks_p: float
    wasserstein: float


@dataclass(frozen=True)
class Scores:
    """The scores of one column.

    Bin i holds scores from `edges[i]` to under `edges[i + 1]`, the last one up to `high`; `means` are the
    mean scores of everyone in each bin. `one_by_one` says that each bin holds a single score. `profiles`
    were computed from every distinct score (or, where `counted_in_bins`, from 65,536 narrow bins) before the
    scores were put into these bins; they are kept by the columns of their division, () being everyone.
    `median` and `deciles` are those of all scores, labelled ones for the deciles.
    """

    column: str
    low: float
    high: float
    distinct: int
    one_by_one: bool
    counted_in_bins: bool
    median: float
    deciles: tuple[float, ...]
    edges: tuple[float, ...]
    means: tuple[float, ...]
    rows: tuple[ScoreRow, ...]
    unscored: tuple[Unscored, ...] = ()
    profiles: Mapping[tuple[str, ...], tuple[Profile, ...]] | None = None
    apart: tuple[Apart, ...] = ()

    def __post_init__(self) -> None:
        """Refuse bins that do not rise, or counts that lie in none of them."""
        if not 0 < len(self.edges) <= MOST_BINS or len(self.means) != len(self.edges):
            raise Misstated("scores.edges", f"must be 1 to {MOST_BINS} numbers, with as many means.")
        if any(low >= high for low, high in pairwise(self.edges)):
            raise Misstated("scores.edges", "must rise.")
        if sum(len(row.n) for row in self.rows) > MOST_COUNTS:
            raise Misstated("scores.rows", f"hold more than {MOST_COUNTS:,} counts; use fewer bins.")
        for row in self.rows:
            within = not row.bins or (min(row.bins) >= 0 and max(row.bins) < len(self.edges))
            if len(row.bins) != len(row.n) or not within:
                raise Misstated("scores.rows", "need a count for each of their bins.")
            if len(row.weight) != len(row.squared) or len(row.weight) not in (0, len(row.n)):
                raise Misstated("scores.rows", "need weight and squared for each of their bins, or for none.")
        if len({bool(row.weight) for row in self.rows if row.n}) > 1:
            raise Misstated("scores.rows", "must all have weights, or none.")

    @property
    def n(self) -> int:
        """Return how many people have a score."""
        return sum(sum(row.n) for row in self.rows)

    @property
    def weighted(self) -> bool:
        """Return whether people are weighted."""
        return any(row.weight for row in self.rows)

    @property
    def unit(self) -> bool:
        """Return whether every score can be read as a probability."""
        return self.low >= 0 and self.high <= 1

    @property
    def precision(self) -> float:
        """Return the width of the widest bin: what the stored counts can tell apart. 0: every score."""
        ends = (*self.edges, max(self.high, self.edges[-1]))
        return 0.0 if self.one_by_one else float(max(high - low for low, high in pairwise(ends)))

    def along(self, places: Sequence[int]) -> "Scores":
        """Return the same scores counted by only the columns at these places; every profile stays."""
        totals: dict[tuple[Group, int | None], list[ScoreRow]] = {}
        for row in self.rows:
            totals.setdefault((tuple(row.group[i] for i in places), row.outcome), []).append(row)
        gone: Counter[tuple[Group, str]] = Counter()
        for one in self.unscored:
            gone[tuple(one.group[i] for i in places), "missing"] += one.missing
            gone[tuple(one.group[i] for i in places), "invalid"] += one.invalid
        groups = dict.fromkeys(group for group, _ in gone)
        return Scores(
            **self._as_they_are(),
            rows=tuple(_together(*key, rows) for key, rows in totals.items()),
            unscored=tuple(Unscored(g, gone[g, "missing"], gone[g, "invalid"]) for g in groups),
        )

    def _as_they_are(self) -> dict[str, Any]:
        """Return every field that does not depend on the groups' columns."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in GROUPED}


GROUPED = ("rows", "unscored")


def _together(group: Group, outcome: int | None, rows: Sequence[ScoreRow]) -> ScoreRow:
    """Return several rows as one, its bins in order."""
    bins = sorted({b for row in rows for b in row.bins})
    n, weight, squared = (
        _sums(bins, [(row.bins, part) for row, part in zip(rows, parts, strict=True)])
        for parts in ([row.n for row in rows], [row.weight for row in rows], [row.squared for row in rows])
    )
    return ScoreRow(group, outcome, tuple(bins), n, weight, squared)


def _sums(
    bins: Sequence[int], parts: Sequence[tuple[tuple[int, ...], tuple[int | float, ...]]]
) -> tuple[Any, ...]:
    """Return the sum of the parts in each bin; nothing where they are empty."""
    found: dict[int, int | float] = dict.fromkeys(bins, 0)
    for places, values in parts:
        for place, value in zip(places, values, strict=False):
            found[place] += value
    return tuple(found.values()) if any(values for _, values in parts) else ()
