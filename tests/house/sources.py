"""The project's own files, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("governance", "risk", "audits", "config")
PURE = ("governance/vocabulary.py", "governance/calendar.py", "governance/chain.py", "risk/engine",
        "audits/fairness", "audits/charts", "audits/scoring", "audits/sheets")  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """Return a path as seen from the top of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> tuple[Path, ...]:
    """Return every module of the four packages but the migrations."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    """Return a module as Python sees it."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    """Yield every function of a module, methods and inner ones too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def public_functions(path: Path) -> Iterator[Function]:
    """Yield the functions at the top of a module that others may call."""
    return (node for node in tree(path).body if isinstance(node, Function) and not node.name.startswith("_"))


def within(path: Path, folders: tuple[str, ...]) -> bool:
    """Say whether a module is one of these files or lies in one of these folders."""
    name = name_of(path)
    return any(name == folder or name.startswith(f"{folder}/") for folder in folders)


def storey(name: str) -> tuple[Path, ...]:
    """Return the modules of one storey, such as `actions`, in all packages."""
    return tuple(
        path for path in modules() if name in (path.parent.name, path.stem) or f"/{name}/" in name_of(path)
    )
