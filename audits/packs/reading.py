"""Frozen dataclasses read from JSON by their own annotations, with the path in every complaint."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Malformed(ValueError):
    """The JSON is no such record; the message begins with the path of the fault."""


def read(kind: type[T], raw: object, path: str = "pack") -> T:
    """Build a frozen dataclass from JSON; absent keys take their defaults.

    Raises: Malformed, for an unknown key, a missing key without default, or a wrong type.
    """
    if not isinstance(raw, Mapping):
        raise Malformed(f"{path}: expected an object, found {type(raw).__name__}")
    hints = _hints(cast("Hashable", kind))
    if unknown := sorted(set(raw) - set(hints)):
        raise Malformed(f"{path}.{unknown[0]}: unknown key; was this written by a later Annex?")
    if missing := sorted(_required(cast("Hashable", kind)) - set(raw)):
        raise Malformed(f"{path}.{missing[0]}: missing")
    return kind(**{name: _value(hints[name], value, f"{path}.{name}") for name, value in raw.items()})


@cache
def _hints(kind: Hashable) -> Mapping[str, Any]:
    return get_type_hints(cast("Any", kind))


@cache
def _required(kind: Hashable) -> frozenset[str]:
    return frozenset(
        f.name for f in fields(cast("Any", kind)) if f.default is MISSING and f.default_factory is MISSING
    )


def _value(hint: object, raw: object, path: str) -> object:
    if hint is object:
        return raw
    if get_origin(hint) is tuple:
        return _sequence(get_args(hint)[0], raw, path)
    if get_origin(hint) is Mapping:
        return _plain(raw, Mapping, path)
    if is_dataclass(hint) and isinstance(hint, type):
        return read(hint, raw, path)
    allowed = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if float in allowed and isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if type(raw) not in allowed:
        names = " or ".join("null" if kind is type(None) else kind.__name__ for kind in allowed)
        raise Malformed(f"{path}: expected {names}, found {type(raw).__name__}")
    return raw


def _sequence(item: object, raw: object, path: str) -> tuple[object, ...]:
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise Malformed(f"{path}: expected a list, found {type(raw).__name__}")
    return tuple(_value(item, value, f"{path}[{index}]") for index, value in enumerate(raw))


def _plain(raw: object, kind: type, path: str) -> object:
    if not isinstance(raw, kind):
        raise Malformed(f"{path}: expected an object, found {type(raw).__name__}")
    return raw
