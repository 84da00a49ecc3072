"""A variable that a template of ours names and nobody gave it fails the test that rendered it."""

import logging
from collections.abc import Iterator

import pytest
from django.conf import settings

LOGGER = logging.getLogger("django.template")
COMPLAINT = "Exception while resolving variable '%s' in template '%s'."


def is_ours(template: str) -> bool:
    """Say whether a template lies in templates/, not in a package we use."""
    return (settings.BASE_DIR / "templates" / template).is_file()


class Undefined(logging.Handler):
    """Collects what Django only logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == COMPLAINT and isinstance(record.args, tuple):
            variable, template = map(str, record.args)
            if template == "unknown" or is_ours(template):
                self.found.add(f"{variable} in {template}")


@pytest.fixture(autouse=True)
def undefined_variables() -> Iterator[Undefined]:
    """Fail the test when a template named something nobody gave it."""
    handler, level, propagate = Undefined(), LOGGER.level, LOGGER.propagate
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.DEBUG)
    LOGGER.propagate = False
    yield handler
    LOGGER.removeHandler(handler)
    LOGGER.setLevel(level)
    LOGGER.propagate = propagate
    assert not handler.found, "undefined in a template: " + ", ".join(sorted(handler.found))
