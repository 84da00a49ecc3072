"""A digest that was taken when a file was written holds as long as it is that file, and not a moment longer."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from audits.fairness import Hashed, Spec, count, count_apart
from audits.fairness.hashed import hashed, mark

ROWS = b"y,p,g\n1,0,a\n0,1,b\n"
OTHERS = b"y,p,g\n1,0,b\n0,1,a\n"
SPEC = Spec(outcome="y", prediction="p", by=("g",))


@pytest.fixture
def path(tmp_path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_bytes(ROWS)
    return path


def write_over(path: Path) -> None:
    """Put other bytes into a file and set its time back."""
    before = path.stat()
    path.write_bytes(OTHERS)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_another_in_its_place(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(OTHERS)
    other.rename(path)


def lengthen(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"1,1,a\n")


@pytest.mark.parametrize("counted", [count, count_apart])
def test_a_file_that_is_marked_as_it_was_is_not_hashed_again(path, counted):
    cells = counted(path, SPEC, before=Hashed("taken before", mark(path)))

    assert cells.dataset["sha256"] == "taken before"
    assert cells.dataset["bytes"] == len(ROWS)


@pytest.mark.parametrize("alter", [write_over, put_another_in_its_place, lengthen])
def test_a_file_that_was_altered_is_hashed_again(path, alter):
    before = Hashed("taken before", mark(path))

    alter(path)

    found = count(path, SPEC, before=before).dataset["sha256"]
    assert found == sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("alter", [write_over, put_another_in_its_place, lengthen])
def test_a_file_that_is_altered_while_it_is_read_is_hashed_again(path, alter):
    with hashed(path, Hashed("taken before", mark(path))) as digest:
        alter(path)

        assert digest() == sha256(path.read_bytes()).hexdigest()


def test_a_file_of_which_nothing_is_known_is_hashed(path):
    for before in (None, Hashed("taken before", "")):
        assert count(path, SPEC, before=before).dataset["sha256"] == sha256(ROWS).hexdigest()
