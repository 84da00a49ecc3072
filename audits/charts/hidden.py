"""Which groups of an assessment are too small to show."""

from collections.abc import Mapping
from typing import Any


def hidden_groups(result: Mapping[str, Any]) -> set[str]:
    """Return the groups so small that showing their rates could show a person."""
    small = [item for item in result.get("suppressed") or () if isinstance(item, Mapping)]
    return {str(item.get("group")) for item in small if item.get("display")}
