"""Calls that change rows, found by their shape."""

import ast
from collections.abc import Iterator

ON_ANY_RECEIVER = frozenset(
    {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
)
# `update` is also what dictionaries do; on a queryset it follows one of these.
QUERYSETS = ("objects", "_default_manager", "filter(", "exclude(", "visible_to(")


def is_write(call: ast.Call) -> bool:
    """Say whether a call looks like a change of rows."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "update":
        return any(word in ast.unparse(call.func.value) for word in QUERYSETS)
    return call.func.attr in ON_ANY_RECEIVER


def writes_in(node: ast.AST) -> Iterator[ast.Call]:
    """Yield every call below a node that looks like a change of rows."""
    return (call for call in ast.walk(node) if isinstance(call, ast.Call) and is_write(call))
