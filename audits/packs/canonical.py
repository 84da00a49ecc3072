"""One record, one sequence of bytes: canonical JSON as RFC 8785 defines it."""

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

LONGEST_PLAIN = 21
SMALLEST_PLAIN = -6
# Every integer up to here is a double of its own, and its digits are the shortest.
EXACT = 1 << 53
PLAIN = json.JSONEncoder(ensure_ascii=False)


class NotCanonical(ValueError):
    """The value cannot be written in canonical JSON; the message says which part."""


def canonical_json(value: object) -> bytes:
    """Write a JSON value in the one form that RFC 8785 allows, in UTF-8.

    Shape: None, booleans, numbers that a double holds, text, sequences, mappings with text keys.
    Raises: NotCanonical, for anything else and for text that UTF-8 cannot hold.
    Source: RFC 8785, JSON Canonicalization Scheme.
    """
    try:
        return _written(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("Text holds half of a surrogate pair") from error


def _written(value: object) -> str:
    match value:
        case str() | bool() | None:
            return PLAIN.encode(value)
        case int() if -EXACT < value < EXACT:
            return str(int(value))
        case int() | float():
            return _number(value)
        case dict() | Mapping():
            return "{" + ",".join([f"{_key(key)}:{_written(value[key])}" for key in _in_order(value)]) + "}"
        case list() | tuple() | Sequence() if not isinstance(value, bytes | bytearray):
            return "[" + ",".join(map(_written, value)) + "]"
    raise NotCanonical(f"A {type(value).__name__} has no place in canonical JSON")


def _in_order(mapping: Mapping[object, object]) -> list[object]:
    return sorted(mapping, key=_units)


@lru_cache(maxsize=4096)
def _units(key: object) -> bytes:
    """Return what keys are sorted by: the units of UTF-16, as JavaScript sorts."""
    return str(key).encode("utf-16-be", "surrogatepass")


@lru_cache(maxsize=4096)
def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"The key {key!r} is not text")
    return PLAIN.encode(key)


def _number(value: float) -> str:
    """Write a number as ECMAScript does: shortest digits, plain between 1e-6 and 1e21.

    An integer may be large, as long as every reader of JSON would hold the same one.
    """
    try:
        number = float(value)
    except OverflowError as error:
        raise NotCanonical("The integer is too large to be read everywhere alike") from error
    if not math.isfinite(number):
        raise NotCanonical(f"{value} is no JSON number")
    written = _digits(number)
    if number != value and written != str(value):
        raise NotCanonical(f"{value} cannot be read everywhere alike")
    return written


def _digits(number: float) -> str:
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    parts = Decimal(repr(abs(number))).normalize().as_tuple()
    digits, exponent = "".join(map(str, parts.digits)), int(parts.exponent)
    return sign + _placed(digits, len(digits) + exponent)


def _placed(digits: str, point: int) -> str:
    if len(digits) <= point <= LONGEST_PLAIN:
        return digits + "0" * (point - len(digits))
    if 0 < point <= LONGEST_PLAIN:
        return f"{digits[:point]}.{digits[point:]}"
    if SMALLEST_PLAIN < point <= 0:
        return "0." + "0" * -point + digits
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def read_json(raw: bytes) -> object:
    """Read JSON bytes, refusing the constants that only Python writes."""
    return json.loads(raw.decode(), parse_constant=_refuse)


def _refuse(constant: str) -> object:
    raise NotCanonical(f"{constant} is no JSON number")
