"""Accessibility by axe-core, every rule on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[1] / "vendor/axe-core/axe.min.js"


def describe(violation: dict[str, Any]) -> str:
    """Return one violation as lines a person can act on."""
    places = "\n".join(f"    {node['target'][0]}  {node['html'][:160]}" for node in violation["nodes"])
    return f"{violation['impact']}: {violation['help']} ({violation['id']}, {violation['helpUrl']})\n{places}"


@pytest.fixture(scope="session")
def axe() -> Callable[["Page"], None]:
    """Return a function that asserts that axe finds nothing on a page."""
    source = SOURCE.read_text()

    def check(page: "Page") -> None:
        # evaluate() works under our Content-Security-Policy, where a script tag would be refused.
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        violations = page.evaluate("async () => (await axe.run(document)).violations")
        assert not violations, f"axe on {page.url}:\n" + "\n".join(map(describe, violations))

    return check
