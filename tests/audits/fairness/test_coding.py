"""Texts grouped as numbers: the same cells as from the texts themselves, whatever the first look did not see."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audits.fairness import Cells, Spec, count, counting
from audits.fairness.coding import Codes, codes_for
from audits.fairness.counting import FIRST_LOOK

SPEC = Spec(outcome="y", prediction="p", by=("sex", "race"), favourable="yes")
ROWS = 3 * FIRST_LOOK
SEEN = {
    "sex": "CASE WHEN i % 3 = 0 THEN 'Ms ''A''' ELSE 'Mr {x}' END",
    "race": "'race ' || (i % 5)",
    "y": "i % 2",
    "p": "CASE WHEN i % 7 < 3 THEN 'yes' ELSE 'no' END",
}


def written(path: Path, **columns: str) -> Path:
    picked = ", ".join(f"{text} AS {name}" for name, text in (SEEN | columns).items())
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {picked} FROM range({ROWS}) t(i)) TO '{path}' (FORMAT parquet)")
    return path


def as_texts(path: Path) -> list[tuple[Any, ...]]:
    """The same counts by the plainest query there is."""
    with duckdb.connect() as connection:
        return connection.execute(
            "SELECT sex::TEXT, race::TEXT, y::INT, (p = 'yes')::INT, count(*) "
            f"FROM read_parquet('{path}') GROUP BY ALL"
        ).fetchall()


def counts(cells: Cells) -> dict[tuple[Any, ...], int]:
    return {(*cell.group, cell.outcome, cell.prediction): cell.n for cell in cells.cells}


CASES: Mapping[str, dict[str, str]] = {
    "all words seen at once": {},
    "a word that comes late": {"sex": f"CASE WHEN i > {2 * FIRST_LOOK} THEN 'X' ELSE 'Y' END"},
    "missing texts": {"race": "CASE WHEN i % 5 > 0 THEN 'race ' || (i % 5) END"},
    "missing outcomes": {"y": "CASE WHEN i % 11 > 0 THEN i % 2 END"},
    "missing predictions": {"p": "CASE i % 4 WHEN 0 THEN 'yes' WHEN 1 THEN 'no' END"},
    "one word at first": {"race": f"CASE WHEN i < {2 * FIRST_LOOK} THEN 'one' ELSE 'race ' || (i % 4) END"},
    "more words than fit": {"race": "'race ' || (i % 150)"},
    "numbers for groups": {"race": "(i % 5)::DOUBLE"},
    "yes and no as such": {"y": "i % 2 = 1"},
}  # fmt: skip


@pytest.mark.parametrize("columns", CASES.values(), ids=CASES)
def test_codes_count_what_texts_count(tmp_path, monkeypatch, columns):
    monkeypatch.setattr(counting, "CODED_FROM", 0)
    path = written(tmp_path / "rows", **columns)

    cells = count(path, SPEC)

    assert counts(cells) == {tuple(words): n for *words, n in as_texts(path)}
    assert cells.dataset["rows"] == ROWS


@pytest.mark.parametrize("columns", CASES.values(), ids=CASES)
def test_codes_change_nothing_that_is_kept(tmp_path, monkeypatch, columns):
    path = written(tmp_path / "rows", **columns)
    plainly = count(path, SPEC)

    monkeypatch.setattr(counting, "CODED_FROM", 0)

    assert count(path, SPEC).as_json() == plainly.as_json()


def test_zero_below_zero_is_zero(tmp_path):
    path = written(tmp_path / "rows", race="CASE WHEN i % 2 = 0 THEN -0.0::DOUBLE ELSE 0.0::DOUBLE END")

    cells = count(path, SPEC)

    assert {cell.group[1] for cell in cells.cells} == {"0.0"}


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"a": ["x" * 1000]},
        {"a": ["null\0byte"]},
        {"a": [None]},
        {"a": [str(i) for i in range(300)]},
        {"a": [str(i) for i in range(17)], "b": [str(i) for i in range(9)]},
    ],
)
def test_what_does_not_fit_has_no_codes(seen):
    assert codes_for(seen) is None


def test_every_column_has_bits_of_its_own():
    codes = codes_for({"a": ["x", "y", "z"], "b": ["q", None, "r"], "c": ["only"]})

    assert codes == Codes({"a": ("x", "y", "z"), "b": ("q", "r"), "c": ("only",)})
    with duckdb.connect() as connection:
        told = connection.execute(
            f"SELECT a, b, c, code, {codes.word('a', 'code')}, {codes.word('b', 'code')}, {codes.word('c', 'code')} "
            f"FROM (SELECT *, {codes.number} AS code FROM (VALUES ('x', 'q', 'only'), ('z', 'r', 'only'), "
            "('y', 'other', 'only'), (NULL, 'q', 'only')) t(a, b, c))"
        ).fetchall()
    assert [row[4:] == row[:3] for row in told] == [True, True, False, False]
    assert [row[3] is None for row in told] == [False, False, True, True]
