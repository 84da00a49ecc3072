"""Which groups to hide so that no sum or difference of what is shown gives a small one away."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Group = tuple[str | None, ...]
Flags = npt.NDArray[np.bool_]
NOTHING = 1e-9


@dataclass(frozen=True, eq=False)
class Division:
    """One way of dividing people: its groups, how many are in each, and of which combinations each is made.

    Shape: `made_of` has the axes group and combination.
    """

    groups: tuple[Group, ...]
    sizes: npt.NDArray[np.int64]
    made_of: Flags


@dataclass(eq=False)
class Shown:
    """What is still shown of every division, the combinations of all columns first; changed step by step."""

    divisions: Sequence[Division]
    minimum: int
    flags: list[Flags]

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """Return how many people each combination has."""
        return self.divisions[0].sizes

    def known(self) -> Flags:
        """Return the sums that everybody can read: of all people, and of each group of one column shown."""
        columns = zip(self.divisions[1:], self.flags[1:], strict=True)
        everyone = np.ones((1, len(self.sizes)), dtype=bool)
        return np.concatenate([everyone, *(part.made_of[shown] for part, shown in columns)])

    def secret(self) -> Flags:
        """Return the small groups of every division as sums of combinations."""
        return np.concatenate([part.made_of[part.sizes < self.minimum] for part in self.divisions])

    def hide_one_of(self, wanted: Flags) -> bool:
        """Hide the smallest of these combinations that is still shown, first within groups that are hidden."""
        within_hidden = np.zeros(len(self.sizes), dtype=bool)
        for part, shown in zip(self.divisions[1:], self.flags[1:], strict=True):
            within_hidden |= part.made_of[~shown].any(axis=0)
        places = np.flatnonzero(wanted & self.flags[0])
        if not len(places):
            return False
        order = np.lexsort((places, self.sizes[places], ~within_hidden[places]))
        self.flags[0][places[order[0]]] = False
        return True

    def hide_a_column_group(self) -> bool:
        """Hide the smallest group of one column that is still shown."""
        sized = [
            (int(part.sizes[place]), number, place)
            for number, part in enumerate(self.divisions)
            for place in np.flatnonzero(self.flags[number])
            if number
        ]
        for _, number, place in sorted(sized)[:1]:
            self.flags[number][place] = False
        return bool(sized)


def hidden(people: Mapping[Group, int], minimum: int) -> tuple[frozenset[Group], ...]:
    """Return the hidden groups of every division: of all columns together, then of each alone if several.

    Hidden are groups of fewer than `minimum` people, and as many others as it takes that neither a small group
    nor the rest of any total that is shown, where that is a small number, follows from sums and differences.
    Source: docs/fairness.md, small groups; complementary cell suppression, L. Cox, JASA 75 (1980) 377.
    """
    divisions = _divisions(people)
    shown = Shown(divisions, minimum, [_enough(part.sizes, minimum) for part in divisions])
    while _hide_rests(shown) or _hide_what_follows(shown):
        continue
    return tuple(
        frozenset(group for group, yes in zip(part.groups, flags, strict=True) if not yes)
        for part, flags in zip(divisions, shown.flags, strict=True)
    )


def _divisions(people: Mapping[Group, int]) -> list[Division]:
    groups = tuple(people)
    whole = Division(groups, np.array(list(people.values()), dtype=np.int64), np.eye(len(groups), dtype=bool))
    columns = range(len(groups[0])) if len(groups[0]) > 1 else ()
    return [whole, *(_column(people, place) for place in columns)]


def _column(people: Mapping[Group, int], place: int) -> Division:
    sums: Counter[str | None] = Counter()
    for group, n in people.items():
        sums[group[place]] += n
    made_of = np.array([[group[place] == word for group in people] for word in sums])
    return Division(tuple((word,) for word in sums), np.array(list(sums.values()), dtype=np.int64), made_of)


def _enough(sizes: npt.NDArray[np.int64], minimum: int) -> Flags:
    """Return which groups of one division are shown: never all but one, nor all but a small number of people."""
    shown = sizes >= minimum
    for place in np.argsort(sizes, kind="stable"):
        if shown.all() or ((~shown).sum() > 1 and sizes[~shown].sum() >= minimum):
            break
        shown[place] = False
    return np.asarray(shown)


def _hide_rests(shown: Shown) -> bool:
    """Hide one combination more in a total whose hidden rest is a small number of people; tell whether any."""
    for total in shown.known():
        rest = total & ~shown.flags[0]
        if 0 < shown.sizes[rest].sum() < shown.minimum and shown.hide_one_of(total):
            return True
    return False


def _hide_what_follows(shown: Shown) -> bool:
    """Hide one group more where a small one follows from several totals taken together; tell whether any."""
    unknown = ~shown.flags[0]
    secrets = shown.secret()
    if not len(secrets):
        return False
    known = shown.known()[:, unknown].astype(float)
    _, sizes, axes = np.linalg.svd(known, full_matrices=True)
    free = axes[(sizes > NOTHING).sum() :].T
    follows = np.abs(secrets[:, unknown].astype(float) @ free).max(axis=1, initial=0.0) < NOTHING
    if not follows.any():
        return False
    secret = secrets[np.flatnonzero(follows)[0]]
    near = shown.known()[1:]
    touching = near[(near & secret).any(axis=1)].any(axis=0)
    everyone = np.ones_like(secret)
    return shown.hide_one_of(touching) or shown.hide_one_of(everyone) or shown.hide_a_column_group()
