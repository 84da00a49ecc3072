"""Frozen dataclasses as JSON; parts that were added later are left out while they are empty."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

# Metadata of a field that earlier packs did not have. While it is empty it is not written, so that a pack which
# was frozen before keeps its bytes and its digest.
LATER: Mapping[str, bool] = {"later": True}


def as_json(value: object) -> Any:  # noqa: ANN401 plain JSON values
    """Return a record as plain JSON values, every key present except those of empty later parts."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = (one for one in fields(value) if not _left_out(one, getattr(value, one.name)))
        return {one.name: as_json(getattr(value, one.name)) for one in kept}
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    return value


def _left_out(declared: Field[Any], value: object) -> bool:
    if not declared.metadata.get("later"):
        return False
    factory = declared.default_factory
    return bool(value == (declared.default if factory is MISSING else factory()))
