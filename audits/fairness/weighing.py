"""Weights in the query: summed as whole numbers, so that no order of rows changes the last digit."""

from collections.abc import Mapping, Sequence

LARGEST_WEIGHT = 10**9
# A sum of a thousand weights is as good as normal; below, the weights themselves are kept and drawn.
KEPT_BELOW = 1000
MOST_LOOKED_AT, MOST_KEPT = 200_000, 20_000

# A weight below one is stated in units of 2^-FINE, one or more in units of 2^-COARSE: both exactly, but for
# weights below 2^-20 of lines that stand for many people. A product with counts must not overflow 128 bits.
FINE, FINE_WITH_COUNTS, COARSE, COARSE_SQUARED = 96, 73, 52, 36

Weights = tuple[float, int]  # a weight, and how many people have it


def sums(weight: str | None, people: str | None) -> str:
    """Return the query's columns for a weight: rows without a usable one, its sums, the sums of its square.

    `weight` and `people` are expressions; without people, a row is one person.
    """
    if weight is None:
        return "0, NULL, NULL, NULL, NULL"
    usable = f"coalesce(isfinite({weight}) AND {weight} BETWEEN 0 AND {LARGEST_WEIGHT}, false)"
    parts = [
        _part(value, usable, people, units, side)
        for value, coarse in ((weight, COARSE), (f"({weight} * {weight})", COARSE_SQUARED))
        for units, side in ((fine(counts=people is not None), "< 1"), (coarse, ">= 1"))
    ]
    return f"count(*) FILTER (WHERE NOT {usable}), {', '.join(parts)}"


def doubles(weight: str, people: str | None) -> tuple[str, str]:
    """Return the sums of a weight and of its square, all usable, as numbers that no order of rows changes."""
    return (
        _double(weight, people, COARSE),
        _double(f"({weight} * {weight})", people, COARSE_SQUARED),
    )


def _double(value: str, people: str | None, coarse: int) -> str:
    """Return the sum of a value, those below one and the others in whole units of their own."""
    sides = ((fine(counts=people is not None), "< 1"), (coarse, ">= 1"))
    sums = ((_part(value, "true", people, units, side), float(2**units)) for units, side in sides)
    return " + ".join(f"CAST({total} AS DOUBLE) / {unit!r}" for total, unit in sums)


def fine(*, counts: bool) -> int:
    """Return the power of two in whose fractions weights below one are summed."""
    return FINE_WITH_COUNTS if counts else FINE


def added(small: int | None, large: int | None, units: int, coarse: int) -> float | None:
    """Return the sum of both parts, rounded once."""
    if small is None or large is None:
        return None
    return (int(small) + (int(large) << (units - coarse))) / (1 << units)


def kept(keys: Sequence[str], weight: str, people: str | None, table: str) -> str:
    """Return the query for the distinct weights in the cells that the table `few` names: place, weight, n."""
    picked = ", ".join(f"{expression} AS k{i}" for i, expression in enumerate(keys))
    same = " AND ".join(f"line.k{i} IS NOT DISTINCT FROM few.k{i}" for i in range(len(keys)))
    return (
        f"SELECT few.place, line.w, sum(line.n) FROM (SELECT {picked}, {weight} AS w, {people or 1} AS n "  # noqa: S608 - built by sql.py
        f"FROM {table}) line JOIN few ON {same} WHERE line.n > 0 GROUP BY 1, 2"
    )


def places_of_few(people: Sequence[int]) -> list[int]:
    """Return the places of the cells for few people, smallest first, as many as may be looked at."""
    chosen, looked_at = [], 0
    for place in sorted(range(len(people)), key=lambda i: (people[i], i)):
        looked_at += people[place]
        if people[place] >= KEPT_BELOW or looked_at > MOST_LOOKED_AT:
            break
        chosen.append(place)
    return chosen


def within_bounds(
    chosen: Sequence[int], found: Mapping[int, list[Weights]]
) -> dict[int, tuple[Weights, ...]]:
    """Return the weights of the chosen cells, in their order, while there is room for them."""
    kept, room = {}, MOST_KEPT
    for place in chosen:
        room -= len(found.get(place, ()))
        if room < 0:
            break
        kept[place] = tuple(sorted(found.get(place, ())))
    return kept


def _part(value: str, usable: str, people: str | None, units: int, side: str) -> str:
    """Return the sum of a value on one side of one, in whole units."""
    whole = f"CAST(round({value} * {float(2**units)!r}) AS HUGEINT)"
    total = whole if people is None else f"{whole} * {people}"
    return f"sum(CASE WHEN {usable} AND {value} {side} THEN {total} ELSE 0 END)"
