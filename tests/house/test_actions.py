"""Every action has the same shape: keyword-only, atomic, told who and when, and it writes one trail entry."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import Function, functions, name_of, public_functions, storey, tree
from tests.house.writes import writes_in

# Parts of actions that run inside an action's transaction and leave the trail to it.
PARTS_OF_ACTIONS = frozenset(
    {"governance/actions/references.py", "governance/actions/revisions.py", "risk/actions/steps.py"}
)
# The first person founds the organisation; there is nobody before them.
WITHOUT_BY = frozenset({"found"})


def arguments(function: Function) -> dict[str, str]:
    """Return what a function takes by keyword only, each with its annotation."""
    return {
        argument.arg: ast.unparse(argument.annotation or ast.Constant(""))
        for argument in function.args.kwonlyargs
    }


def is_atomic(function: Function) -> bool:
    return any(ast.unparse(decorator) == "transaction.atomic" for decorator in function.decorator_list)


def actions() -> list[tuple[str, Path, Function]]:
    """Return every public function of an actions module that is told `at`, is atomic, or writes."""
    return [
        (f"{name_of(path)}::{function.name}", path, function)
        for path in storey("actions")
        if name_of(path) not in PARTS_OF_ACTIONS
        for function in public_functions(path)
        if "at" in arguments(function) or is_atomic(function) or any(writes_in(function))
    ]


def calls(function: Function, path: Path) -> Iterator[ast.Call]:
    """Yield every call in a function and in the private functions of its module that it calls."""
    private = {other.name: other for other in functions(path) if other.name.startswith("_")}
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield node
            if (
                isinstance(node.func, ast.Name)
                and node.func.id in private
                and private[node.func.id] is not function
            ):
                yield from calls(private[node.func.id], path)


def records(call: ast.Call) -> bool:
    return ast.unparse(call.func) in {"trail.record", "trail.record_all"}


def delegates(call: ast.Call) -> bool:
    """Say whether a call hands `by` and `at` on, as one does to another action."""
    return {"by", "at"} <= {keyword.arg for keyword in call.keywords}


every_action = pytest.mark.parametrize(
    ("path", "function"), [pytest.param(path, function, id=name) for name, path, function in actions()]
)


@every_action
def test_an_action_takes_its_arguments_by_keyword(path, function):
    assert not function.args.args
    assert not function.args.posonlyargs


@every_action
def test_an_action_is_told_who_and_when(path, function):
    taken = arguments(function)

    assert taken["at"] == "datetime"
    assert function.name in WITHOUT_BY or taken["by"] == "User"


@every_action
def test_an_action_is_one_transaction(path, function):
    assert is_atomic(function)


@every_action
def test_an_action_writes_one_entry_or_leaves_it_to_another_action(path, function):
    made = list(calls(function, path))
    entries = [call for call in made if records(call)]

    assert len({call.lineno for call in entries}) <= 1, "one entry an action"
    assert entries or any(delegates(call) for call in made), "an action that leaves no trace"


def test_no_action_asks_the_time():
    for path in storey("actions"):
        source = ast.unparse(tree(path))

        assert "timezone.now(" not in source, name_of(path)
        assert "datetime.now(" not in source, name_of(path)


def test_no_action_rings_a_worker():
    for path in storey("actions"):
        imported = {node.module for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)}

        assert not {module for module in imported if module and "tasks" in module.split(".")}, name_of(path)
