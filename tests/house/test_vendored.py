"""What we carry that others wrote is what we say it is."""

import hashlib
import tomllib

import pytest

from tests.house.sources import ROOT, name_of

LISTS = sorted(
    path for folder in ("static", "tests/vendor") for path in (ROOT / folder).rglob("SOURCES.toml")
)
# What a list need not name: itself.
UNLISTED = frozenset({"SOURCES.toml"})


@pytest.mark.parametrize("sources", LISTS, ids=name_of)
def test_every_vendored_file_has_the_digest_we_noted(sources):
    noted = {entry["path"]: entry["sha256"] for entry in tomllib.loads(sources.read_text())["file"]}
    here = {
        path.relative_to(sources.parent).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sources.parent.rglob("*")
        if path.is_file() and path.name not in UNLISTED
    }

    assert here == noted


def test_there_are_lists_to_compare():
    assert LISTS
