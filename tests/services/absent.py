"""What happens when a test needs something this machine lacks."""

import os
from typing import NoReturn

import pytest


def under_ci() -> bool:
    return os.environ.get("CI") == "true"


def absent(reason: str) -> NoReturn:
    """Skip the test with a reason, which pytest reports on one line; fail it under CI."""
    if under_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
