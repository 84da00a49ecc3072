"""Which values in a column count as 1 and which as 0: recognised when evident, asked for when not."""

from collections.abc import Collection, Mapping
from math import isfinite

EVIDENT = ({"1": 1, "0": 0}, {"true": 1, "false": 0}, {"yes": 1, "no": 0}, {"t": 1, "f": 0}, {"y": 1, "n": 0})
SHOWN = 8


class Unreadable(ValueError):
    """A file that cannot be measured as asked; `field` names the option or column role to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def number(text: str) -> float | None:
    """Return the finite number a text states, or None."""
    try:
        value = float(text.strip())
    except ValueError:
        return None
    return value if isfinite(value) else None


def recognised(values: Collection[str]) -> dict[str, int] | None:
    """Return 1 or 0 for each value when all belong to one pair such as 1/0 or yes/no, else None."""
    numbers = {value: number(value) for value in values}
    if values and all(n in (0.0, 1.0) for n in numbers.values()):
        return {value: int(n or 0) for value, n in numbers.items()}
    for pair in EVIDENT[1:]:
        if values and all(value.strip().casefold() in pair for value in values):
            return {value: pair[value.strip().casefold()] for value in values}
    return None


def same(value: str, wanted: str) -> bool:
    """Return whether a value in the file is the one a person typed: same text, same number or same word."""
    if value.strip().casefold() == wanted.strip().casefold():
        return True
    as_number = number(value)
    return as_number is not None and as_number == number(wanted)


def binary(role: str, column: str, values: Collection[str], wanted: Collection[str]) -> dict[str, int]:
    """Return 1 or 0 for each value of a column: 1 for those wanted, else as evident.

    Raises: Unreadable, naming the role and the values seen, when neither settles it.
    """
    chosen = {value for value in values if any(same(value, w) for w in wanted)}
    if chosen:
        return {value: int(value in chosen) for value in values}
    evident = recognised(values)
    if evident is None and values:
        raise Unreadable(role, _question(role, column, values))
    return evident or {}


def favourable_digit(mapping: Mapping[str, int], favourable: str | None) -> int | None:
    """Return 1 or 0 for the prediction a person hopes for; None when nobody said.

    Raises: Unreadable, when the value does not occur or shares its side with other values.
    """
    if favourable is None:
        return None
    evident = recognised([*mapping, favourable])
    matches = [value for value in mapping if same(value, favourable)]
    if not matches and evident is not None:
        return evident[favourable]
    if not matches:
        raise Unreadable(
            "favourable", f"'{favourable}' does not occur in the prediction column. Seen: {shown(mapping)}."
        )
    digit = mapping[matches[0]]
    others = [value for value, side in mapping.items() if side == digit and not same(value, favourable)]
    if others:
        raise Unreadable(
            "favourable",
            f"'{favourable}' counts together with {shown(others)}; set it apart with --positive.",
        )
    return digit


def shown(values: Collection[str]) -> str:
    """Return a few of the values in quotation marks, and how many more there are."""
    some = sorted(values)[:SHOWN]
    words = ", ".join(f"'{value[:40]}'" for value in some)
    return words + (f" and {len(values) - SHOWN} more" if len(values) > SHOWN else "")


def listed(names: Collection[str]) -> str:
    """Return a few names as they are, and how many more there are."""
    some = list(names)[:SHOWN]
    return ", ".join(some) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _question(role: str, column: str, values: Collection[str]) -> str:
    """Return what to ask a person whose column is not evidently yes or no."""
    numbers = [n for n in map(number, values) if n is not None]
    seen = f"'{column}' holds {shown(values)}"
    if len(numbers) == len(values) > SHOWN:
        seen = f"'{column}' holds {len(values)} different numbers from {min(numbers):g} to {max(numbers):g}"
    if len(numbers) == len(values) and role == "prediction":
        return (
            f"{seen}: a score or several classes, not a yes or no. Pass --threshold X (X and above count as "
            "positive), or --positive VALUE for one class against the rest."
        )
    return (
        f"{seen}: say which counts as positive with --positive VALUE (every other then counts as negative)."
    )
