"""The scores of a file as counts: how many people of each group and outcome lie in which range of scores."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from audits.fairness.stored.profiles import LARGEST, Profile
from audits.fairness.thresholds import Misstated, is_number

Group = tuple[str | None, ...]
MOST_BINS, MOST_COUNTS = 5_000, 400_000


class ScoreRow(NamedTuple):
    """One group with one outcome (None: unknown): the bins that are not empty, and how many in each."""

    group: Group
    outcome: int | None
    bins: tuple[int, ...]
    n: tuple[int, ...]


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
            if len(row.bins) != len(row.n) or not all(0 <= b < len(self.edges) for b in row.bins):
                raise Misstated("scores.rows", "need a count for each of their bins.")

    @property
    def n(self) -> int:
        """Return how many people have a score."""
        return sum(sum(row.n) for row in self.rows)

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
        totals: dict[tuple[Group, int | None], Counter[int]] = {}
        for row in self.rows:
            key = tuple(row.group[i] for i in places), row.outcome
            totals.setdefault(key, Counter()).update(dict(zip(row.bins, row.n, strict=True)))
        gone: Counter[tuple[Group, str]] = Counter()
        for one in self.unscored:
            gone[tuple(one.group[i] for i in places), "missing"] += one.missing
            gone[tuple(one.group[i] for i in places), "invalid"] += one.invalid
        groups = dict.fromkeys(group for group, _ in gone)
        return Scores(
            **self._as_they_are(),
            rows=tuple(_row(*key, counts) for key, counts in totals.items()),
            unscored=tuple(Unscored(g, gone[g, "missing"], gone[g, "invalid"]) for g in groups),
        )

    def _as_they_are(self) -> dict[str, Any]:
        """Return every field that does not depend on the groups' columns."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in GROUPED}


GROUPED = ("rows", "unscored")


def _row(group: Group, outcome: int | None, counts: Counter[int]) -> ScoreRow:
    """Return one row, its bins in order."""
    bins = sorted(counts)
    return ScoreRow(group, outcome, tuple(bins), tuple(counts[b] for b in bins))


def usable(value: object) -> bool:
    """Return whether this is a number that can be measured with."""
    return is_number(value) and abs(value) < LARGEST  # type: ignore[arg-type]


def numbers(values: object, field: str) -> tuple[float, ...]:
    """Return a list of finite numbers as a tuple.

    Raises: Misstated, naming the field.
    """
    if not isinstance(values, list | tuple) or not all(map(usable, values)):
        raise Misstated(field, "must be a list of numbers.")
    return tuple(values)
