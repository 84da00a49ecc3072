"""Tests marked `shared` read the folder beside the repository, which a user's clone does not have."""

from pathlib import Path

import pytest

from tests.services.absent import absent

SHARED = Path(__file__).resolve().parents[3] / "shared"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        absent("reads ../shared, which is not here")


@pytest.fixture
def shared() -> Path:
    """Return the folder beside the repository; for tests marked `shared`."""
    return SHARED
