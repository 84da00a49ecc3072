"""Which groups are too small to show, or to conclude from; kept in the file, withheld on the page."""

from dataclasses import dataclass

from audits.fairness.margins import Margins
from audits.fairness.spec import Spec


@dataclass(frozen=True)
class Small:
    """A small group: `display` says faces hide its numbers, `inference` that readings leave it out.

    `complementary` marks a group hidden only because the total would give away the hidden ones.
    """

    group: str
    n: int
    display: bool
    inference: bool
    complementary: bool = False


def small_groups(margins: Margins, spec: Spec) -> tuple[Small, ...]:
    """Return the small groups, smallest first, with the complement needed to keep them hidden.

    Source: docs/fairness.md, small groups.
    """
    sized = sorted(zip(map(int, margins.sizes), margins.names, strict=True))
    hidden = {name for n, name in sized if n < spec.display_minimum}
    complement = _complement(sized, hidden, spec.display_minimum)
    return tuple(
        Small(name, n, name in hidden | complement, n < spec.inference_minimum, name in complement)
        for n, name in sized
        if name in hidden | complement or n < spec.inference_minimum
    )


def hidden_groups(margins: Margins, spec: Spec) -> frozenset[str]:
    """Return the groups whose numbers no page shows: the small ones, and those that would give them away."""
    return frozenset(small.group for small in small_groups(margins, spec) if small.display)


def _complement(sized: list[tuple[int, str]], hidden: set[str], minimum: int) -> set[str]:
    """Return the next smallest groups to hide, until subtraction from the total gives nothing away."""
    together, added = sum(n for n, name in sized if name in hidden), set[str]()
    for n, name in sized:
        if not hidden or (len(hidden | added) > 1 and together >= minimum):
            break
        if name not in hidden:
            added.add(name)
            together += n
    return added
