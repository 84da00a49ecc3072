"""Which groups are too small to show, or to conclude from; kept in the counts, withheld wherever people read."""

from collections import Counter
from dataclasses import dataclass

from audits.fairness.cells import Cells, group_name
from audits.fairness.disclosure import Group, hidden
from audits.fairness.margins import Margins
from audits.fairness.spec import Spec


@dataclass(frozen=True)
class Small:
    """A small group: `display` says faces hide its numbers, `inference` that readings leave it out.

    `complementary` marks a group hidden only because the others would give away the small ones.
    """

    group: str
    n: int
    display: bool
    inference: bool
    complementary: bool = False


def small_groups(margins: Margins, spec: Spec, hidden: frozenset[str]) -> tuple[Small, ...]:
    """Return the small groups of one division, smallest first, and those hidden to keep small ones so.

    Source: docs/fairness.md, small groups.
    """
    return tuple(
        Small(
            name, n, name in hidden, n < spec.inference_minimum, name in hidden and n >= spec.display_minimum
        )
        for n, name in sorted(zip(map(int, margins.sizes), margins.names, strict=True))
        if name in hidden or n < spec.inference_minimum
    )


def hidden_groups(cells: Cells, spec: Spec) -> tuple[frozenset[str], ...]:
    """Return the groups whose numbers nobody is shown: by all columns together, then by each alone if several."""
    people: Counter[Group] = Counter()
    for cell in cells.cells:
        people[cell.group] += cell.n
    return tuple(frozenset(map(group_name, groups)) for groups in hidden(people, spec.display_minimum))
