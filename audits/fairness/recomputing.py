"""Whether the same counts under the same specification come to the same numbers again, to the last digit."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.fairness.cells import Cells
from audits.fairness.measuring import measure
from audits.fairness.spec import Spec

# What a result says of the machine it came from, and not of the people: told beside the numbers.
OF_THE_MACHINE = ("/versions/", "/authority/fairlearn")
ABSENT = "(absent)"

Json = Any


@dataclass(frozen=True)
class Difference:
    """One place, as a JSON pointer (RFC 6901), where the two results say different things."""

    pointer: str
    stored: Json
    again: Json


@dataclass(frozen=True)
class Recomputation:
    """What differs in the numbers, and what differs in the versions of the libraries they came from."""

    numbers: tuple[Difference, ...]
    versions: tuple[Difference, ...]

    @property
    def equal(self) -> bool:
        """Return whether every number and every word is the same again."""
        return not self.numbers


def recompute(
    cells: Mapping[str, Json], spec: Mapping[str, Json], stored: Mapping[str, Json]
) -> Recomputation:
    """Measure stored cells under a stored specification again, and say where the stored result differs.

    Raises: Misstated, when cells or specification are not what they were; Disagreement, when Fairlearn finds
    otherwise.
    Source: the run's own cells, specification and seed; docs/fairness.md, recomputing.
    """
    again = json.loads(json.dumps(measure(Cells.from_json(cells), Spec.from_json(spec)).as_json()))
    found = tuple(differences(stored, again))
    of_the_machine = tuple(one for one in found if one.pointer.startswith(OF_THE_MACHINE))
    return Recomputation(tuple(one for one in found if one not in of_the_machine), of_the_machine)


def differences(stored: Json, again: Json, pointer: str = "") -> Iterator[Difference]:
    """Yield each place where two JSON values differ; 1 and 1.0 are the same number, 1 and true are not.

    Source: RFC 8259 for what a number is, RFC 6901 for the pointers.
    """
    if isinstance(stored, Mapping) and isinstance(again, Mapping):
        for name in dict.fromkeys([*stored, *again]):
            escaped = name.replace("~", "~0").replace("/", "~1")
            inner = stored.get(name, ABSENT), again.get(name, ABSENT)
            yield from differences(*inner, f"{pointer}/{escaped}")
    elif _is_list(stored) and _is_list(again) and len(stored) == len(again):
        for place, (one, other) in enumerate(zip(stored, again, strict=True)):
            yield from differences(one, other, f"{pointer}/{place}")
    elif not _same(stored, again):
        yield Difference(pointer, stored, again)


def _is_list(value: Json) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _same(one: Json, other: Json) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return float(one) == float(other)
    return bool(one == other)
