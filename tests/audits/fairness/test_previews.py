"""A preview tells what a file holds without showing anybody in it, and proposes what each column is for."""

from pathlib import Path

import duckdb
import openpyxl
import pytest

from audits.fairness import Unreadable, preview_apart
from audits.fairness.columns import Preview
from audits.fairness.previews import preview
from audits.fairness.special import special_category


def looked_at(folder: Path, content: str | bytes) -> Preview:
    path = folder / "log"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return preview(path)


def column(found: Preview, name: str):
    return next(one for one in found.columns if one.name == name)


def lines(header: str, *rows: tuple[str, int]) -> str:
    return header + "\n" + "".join(f"{row}\n" * n for row, n in rows)


def test_columns_are_told_with_type_distinct_and_missing_values(tmp_path):
    found = looked_at(
        tmp_path, lines("sex,y,s,note", ("f,1,0.25,", 12), ("m,0,0.5,NA", 15), (",1,1e-3,x", 3))
    )

    told = [(one.name, one.type, one.distinct, one.missing) for one in found.columns]
    assert told == [
        ("sex", "text", 2, 3), ("y", "whole number", 2, 0), ("s", "number", 3, 0), ("note", "text", 2, 27),
    ]  # fmt: skip
    assert (found.rows, found.all_rows) == (30, True)


def test_only_values_that_ten_rows_share_are_shown(tmp_path):
    found = looked_at(tmp_path, lines("sex", ("f", 10), ("m", 30), ("Ada Lovelace", 9)))

    assert column(found, "sex").values == (("m", 30), ("f", 10))


def test_a_column_of_many_values_shows_none_even_where_ten_share_one(tmp_path):
    names = [(f"Person {i}", 1) for i in range(201)]

    found = looked_at(tmp_path, lines("person", ("Jan Jansen", 50), *names))

    assert (column(found, "person").values, column(found, "person").distinct) == ((), 202)
    assert "Jan Jansen" not in str(found.as_json())


def test_numbers_are_told_by_quartiles_to_two_digits(tmp_path):
    found = looked_at(tmp_path, "age\n" + "".join(f"{1000 + i}\n" for i in range(101)))

    assert column(found, "age").quartiles == (1000.0, 1000.0, 1100.0)


@pytest.mark.parametrize(("rows", "told"), [(39, None), (40, (0.5, 0.5, 0.5))])
def test_quartiles_of_few_rows_are_not_told(tmp_path, rows, told):
    found = looked_at(tmp_path, lines("share,word", ("0.5,x", rows), (",y", 5)))

    assert column(found, "share").quartiles == told
    assert column(found, "word").quartiles is None


def test_a_text_that_somebody_wrote_is_not_shown(tmp_path):
    found = looked_at(
        tmp_path, lines("remark", ("He told us that he is ill and asked for more time to pay it back", 20))
    )

    assert column(found, "remark").values == ()


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("y_true", "01", "outcome"),
        ("two_year_recid", "01", "outcome"),
        ("y_pred", "01", "prediction"),
        ("hired", ("yes", "no"), "prediction"),
        ("risk_score", [str(i / 7) for i in range(60)], "score"),
        ("predicted_probability", [str(i / 7) for i in range(60)], "score"),
        ("sample_weight", [str(i / 7) for i in range(60)], "weight"),
        ("n", [str(i) for i in range(60)], "count"),
        ("Geschlecht", ("m", "w"), "group"),
        ("age", [str(i) for i in range(60)], "group"),
        ("branch", ("north", "south"), "group"),
        ("applicant_id", [str(i) for i in range(60)], None),
        ("remark", [f"word {i}" for i in range(300)], None),
        ("score", "01", None),
        ("y", [str(i) for i in range(300)], None),
    ],
)
def test_a_role_is_proposed_from_the_name_and_what_is_there(tmp_path, name, values, role):
    found = looked_at(tmp_path, name + ",z\n" + "".join(f"{value},1\n" for value in values))

    assert column(found, name).role == role


def test_spellings_that_would_be_two_groups_are_pointed_out(tmp_path):
    found = looked_at(tmp_path, lines("sex", ("male", 8), (" Male", 7), ("female", 9)))

    (warning,) = column(found, "sex").warnings
    assert warning == "'male', ' Male' differ only by case or blanks and would be several groups."


def test_numbers_that_need_bands_are_pointed_out(tmp_path):
    found = looked_at(tmp_path, "age\n" + "".join(f"{i}\n" for i in range(18, 90)))

    assert column(found, "age").warnings == ("72 different numbers: as groups they need bands (edges).",)


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("race", "racial or ethnic origin"),
        ("RaceEthnicity", "racial or ethnic origin"),
        ("applicant_ethnic_group", "racial or ethnic origin"),
        ("Religionszugehörigkeit", "religious or philosophical beliefs"),
        ("geloof", "religious or philosophical beliefs"),
        ("political_party", "political opinions"),
        ("union_member", "trade union membership"),
        ("isDisabled", "data concerning health"),
        ("Gesundheit", "data concerning health"),
        ("sexual_orientation", "sex life or sexual orientation"),
        ("genetic_marker", "genetic data"),
        ("sex", None),
        ("age", None),
        ("trace_id", None),
        ("embrace", None),
        ("nationality", None),
    ],
)
def test_names_that_speak_of_special_categories_are_known(name, category):
    assert special_category(name) == category


def test_a_special_category_asks_for_a_legal_basis_before_a_run(tmp_path):
    found = column(looked_at(tmp_path, lines("religion", ("a", 20), ("b", 20))), "religion")

    assert found.special == "religious or philosophical beliefs"
    assert "legal basis" in found.warnings[0]


def test_types_of_parquet_come_in_plain_words(tmp_path):
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'a' AS t, 1 AS i, 2.5::DOUBLE AS d, true AS b, DATE '2026-01-01' AS on_day, "
            f"TIMESTAMP '2026-01-01' AS at, [1] AS l, 1.5::DECIMAL(4,1) AS m) TO '{tmp_path}/a' (FORMAT parquet)"
        )

    assert [one.type for one in preview(tmp_path / "a").columns] == [
        "text", "whole number", "number", "yes or no", "date", "moment", "integer[]", "number",
    ]  # fmt: skip


def test_a_workbook_is_previewed_from_its_first_sheet_with_a_header(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(("sex", "y"))
    for _ in range(12):
        book.active.append(("f", 1))
    book.save(tmp_path / "b.xlsx")

    found = preview(tmp_path / "b.xlsx")

    assert (found.form["format"], found.form["sheet"]) == ("xlsx", "Sheet")
    assert column(found, "sex").values == (("f", 12),)


def test_only_the_first_rows_of_a_long_file_are_looked_at_and_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("audits.fairness.previews.MOST_ROWS", 20)

    found = looked_at(tmp_path, lines("sex", ("f", 100)))

    assert (found.rows, found.all_rows) == (20, False)
    assert found.warnings == ("Only the first 20 rows were looked at.",)


def test_a_guessed_encoding_is_stated_even_when_it_shows_late(tmp_path):
    content = b"sex\n" + b"f\n" * 700_000 + "männlich\n".encode("latin-1") * 10

    found = looked_at(tmp_path, content)

    assert found.form["encoding"] == "latin-1"
    assert column(found, "sex").values[1] == ("männlich", 10)
    assert any("Latin-1" in warning for warning in found.warnings)


def test_a_preview_read_apart_is_the_one_read_here(tmp_path):
    here = looked_at(tmp_path, lines("sex,y", ("f,1", 20), ("m,0", 20)))

    assert preview_apart(tmp_path / "log") == here


@pytest.mark.parametrize("content", ["", "\0\0\0", "a,b\n1\n1,2,3\n", b"PAR1" + bytes(200)])
def test_what_is_no_table_is_refused(tmp_path, content):
    with pytest.raises(Unreadable):
        looked_at(tmp_path, content)
