"""Locks let the rows that refer to a locked one come and go: PostgreSQL would otherwise wait in a circle."""

import ast

from tests.house.sources import modules, name_of, tree


def test_no_lock_stands_in_the_way_of_a_foreign_key():
    blocking = [
        f"{name_of(path)}:{call.lineno}"
        for path in modules()
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in call.keywords}
    ]

    assert blocking == []
