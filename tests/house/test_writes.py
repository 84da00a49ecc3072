"""Rows change in actions and nowhere else."""

import ast
from pathlib import Path

from tests.house.sources import PURE, modules, name_of, tree, within
from tests.house.writes import writes_in

# Where rows may be written besides actions: the two parts that actions are made of.
MAY_WRITE = ("governance/trail.py", "governance/leases.py", "audits/shares.py")
# `save` and `create` that touch no row: a file of a PDF, of Word or of a picture, a stored file.
NOT_ROWS = frozenset(
    {
        "pdf.save",
        "document.save",
        "drawn.save",
        "default_storage.save",
        "default_storage.delete",
        "storage.save",
        "storage.delete",
    }
)


def actions_named_in(path: Path) -> set[str]:
    """Return the modules of actions that a module imports: `plans.create(...)` is a call of an action."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".actions")
        for alias in node.names
    }


def is_an_action(path: Path, call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[0] in actions_named_in(path)


def is_of_a_queryset(path: Path, call: ast.Call) -> bool:
    """Say whether a model's own queryset writes to itself, which an action or a gate asked it to."""
    return "models" in path.parts and ast.unparse(call.func).startswith("self.filter(")


def test_nothing_but_an_action_changes_a_row():
    stray = [
        f"{name_of(path)}:{call.lineno} {ast.unparse(call.func)}"
        for path in modules()
        if "actions" not in path.parts and not within(path, MAY_WRITE) and not within(path, PURE)
        for call in writes_in(tree(path))
        if ast.unparse(call.func) not in NOT_ROWS
        and not is_of_a_queryset(path, call)
        and not is_an_action(path, call)
    ]

    assert stray == []


def test_every_save_names_its_fields():
    unnamed = [
        f"{name_of(path)}:{call.lineno}"
        for path in modules()
        if "actions" in path.parts
        for call in writes_in(tree(path))
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and ast.unparse(call.func.value) != "revisions"
        and not {"update_fields", "force_insert"} & {keyword.arg for keyword in call.keywords}
        and ast.unparse(call.func) not in NOT_ROWS
    ]

    assert unnamed == []
