"""What others call says what they get."""

import ast

import pytest

from tests.house.sources import PURE, modules, name_of, public_functions, storey, tree, within


def test_every_module_opens_with_a_sentence():
    silent = [
        name_of(path) for path in modules() if path.read_text().strip() and not ast.get_docstring(tree(path))
    ]

    assert silent == []


@pytest.mark.parametrize("room", ["pure", "actions", "queries"])
def test_every_public_function_says_what_you_get(room):
    paths = [path for path in modules() if within(path, PURE)] if room == "pure" else storey(room)

    silent = [
        f"{name_of(path)}::{function.name}"
        for path in paths
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]

    assert silent == []
