"""What must hold whatever the data: order, splitting, naming and the form of the file change nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.fairness import Cell, Cells, Spec, count
from audits.fairness.disparities import disparities, headline, spread
from audits.fairness.margins import margins
from audits.fairness.measures import BY_GROUP, value

words = st.sampled_from(["a", "b", "c", None])
digits = st.sampled_from([0, 1, None])
cell = st.tuples(st.tuples(words, words), digits, digits, st.integers(1, 10**6)).map(lambda part: Cell(*part))
tables = st.lists(cell, min_size=1, max_size=40)
BY = ("g", "h")
unhurried = settings(deadline=None)  # the machine may be busy; time is not what is tested


def values(cells: Cells) -> dict[str, list[float]]:
    """Return every measure by group name."""
    laid_out = margins(cells)
    columns = np.stack([value(m, laid_out.tables) for m in BY_GROUP], axis=1)
    return {name: row.tolist() for name, row in zip(laid_out.names, columns, strict=True)}


def equal(one: dict[str, list[float]], other: dict[str, list[float]]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[k], other[k], equal_nan=True) for k in one)


@unhurried
@given(tables, st.randoms())
def test_the_order_of_rows_is_irrelevant(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert Cells(BY, tuple(shuffled)) == Cells(BY, tuple(rows))


@unhurried
@given(tables, st.data())
def test_a_count_split_in_two_rows_is_the_same_count(rows, data):
    split = []
    for row in rows:
        part = data.draw(st.integers(0, row.n))
        split += [row._replace(n=part), row._replace(n=row.n - part)]

    assert Cells(BY, tuple(split)) == Cells(BY, tuple(rows))


@unhurried
@given(tables)
def test_cells_survive_json(rows):
    cells = Cells(BY, tuple(rows), {"prediction": {"1": ("yes",), "0": ()}}, 1, {"rows": 3}, ("a note",))

    assert Cells.from_json(cells.as_json()) == cells


@unhurried
@given(tables)
def test_new_names_for_groups_change_names_only(rows):
    renamed = {"a": "z", "b": "y", "c": "x", None: None}
    others = [row._replace(group=tuple(renamed[word] for word in row.group)) for row in rows]

    ours, theirs = values(Cells(BY, tuple(rows))), values(Cells(BY, tuple(others)))

    translated = {
        "|".join({"a": "z", "b": "y", "c": "x"}.get(w, w) for w in name.split("|")): v
        for name, v in ours.items()
    }
    assert equal(translated, theirs)


@unhurried
@given(tables)
def test_one_column_alone_counts_the_same_people(rows):
    cells = Cells(BY, tuple(rows))

    alone = cells.along(("h",))

    assert alone.n == cells.n
    assert alone == Cells(("h",), tuple(row._replace(group=row.group[1:]) for row in rows))


@unhurried
@given(tables)
def test_shares_lie_between_zero_and_one_and_complements_add_up(rows):
    laid_out = margins(Cells(BY, tuple(rows))).tables

    for name in set(BY_GROUP):
        rates = value(name, laid_out)
        assert np.all(np.isnan(rates) | ((rates >= 0) & (rates <= 1)))
    for one, other in (("tpr", "fnr"), ("fpr", "tnr"), ("precision", "fdr"), ("npv", "for")):
        total = value(one, laid_out) + value(other, laid_out)
        assert np.allclose(total[~np.isnan(total)], 1, atol=1e-12)


@unhurried
@given(tables)
def test_disparities_are_null_exactly_when_they_have_a_reason(rows):
    found, reasons = disparities(margins(Cells(BY, tuple(rows))).tables)
    named, more = headline(found)

    nulls = {
        f"/disparities/{m}/{kind}"
        for m, d in found.items()
        for kind in ("difference", "ratio")
        if d[kind] is None
    }
    assert nulls == set(reasons)
    assert {f"/headline/{name}" for name, v in named.items() if v is None} == set(more)


@unhurried
@given(st.lists(st.floats(0, 1), min_size=2, max_size=8))
def test_an_undefined_group_leaves_both_ends(rates):
    with_gap = np.array([*rates, np.nan])

    assert np.array_equal(spread(with_gap), spread(np.array(rates)), equal_nan=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(cell.map(lambda c: c._replace(n=c.n % 7 + 1)), min_size=1, max_size=12))
def test_a_file_of_rows_and_a_file_of_counts_give_the_same_cells(rows):
    def line(row: Cell) -> str:
        return ",".join("" if v is None else str(v) for v in (*row.group, row.outcome, row.prediction))

    # Without a value the column could not be recognised as yes or no; one row of each keeps it evident.
    rows = [*rows, Cell(("a", "a"), 0, 0, 1), Cell(("a", "a"), 1, 1, 1)]
    with TemporaryDirectory() as folder:
        one, other = Path(folder) / "rows.csv", Path(folder) / "counts.csv"
        one.write_text("g,h,y,p\n" + "".join(f"{line(row)}\n" * row.n for row in rows))
        other.write_text("g,h,y,p,n\n" + "".join(f"{line(row)},{row.n}\n" for row in rows))

        by_rows = count(one, Spec(outcome="y", prediction="p", by=BY))
        by_counts = count(other, Spec(outcome="y", prediction="p", by=BY, count="n"))

    assert by_rows.cells == by_counts.cells == Cells(BY, tuple(rows)).cells
