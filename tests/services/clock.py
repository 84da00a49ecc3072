"""A clock that stands still for the tests that ask for it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> Iterator[datetime]:
    """Stop Python's clock on a Monday morning in September 2026; the database's clock goes on."""
    with time_machine.travel(NOW, tick=False):
        yield NOW
