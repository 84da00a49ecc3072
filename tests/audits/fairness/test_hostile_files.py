"""Broken, lying and oversized files are refused in a sentence that names what to change."""

import random
from pathlib import Path

import duckdb
import pytest

from audits.fairness import Spec, Unreadable, count
from tests.audits.fairness.samples import counted

HEADER = "g,y,p\n"
SPEC = Spec(outcome="y", prediction="p", by=("g",))


def parquet(folder: Path, select: str) -> Path:
    path = folder / "log.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (b"", "file", "is empty"),
        (HEADER, "file", "no rows"),
        ("g,y,p", "file", "no rows"),
        ("\n\n", "file", "no header line"),
        (bytes(range(256)) * 20, "file", "binary content"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "file", "binary content"),
        (HEADER + "a\0b,1,1\n", "file", "binary content"),
        (HEADER + "a,1,1\n" * 300_000 + "a\0b,1,0\n", "by", "NUL"),
        (HEADER + "x" * 5_000_000 + ",1,1\n", "file", "line 2"),
        (HEADER + "a,1,1\nb,1\n", "file", "line 3 has 2 values where the header has 3"),
        (HEADER + "a,1,1\nb,1,0,9\n", "file", "line 3 has 4 values"),
        (HEADER + '"a,1,1\nb,1,0\n', "file", "line 2"),
        (b"PK\x03\x04" + bytes(50), "file", "zip"),
        (b"\x1f\x8b" + bytes(50), "file", "gzip"),
        (b"PAR1" + bytes(range(250)) + b"PAR1", "file", "damaged"),
        ("g,z,p\na,1,1\n", "outcome", "there is no column 'y'"),
        ("g,y,q\na,1,1\n", "prediction", "there is no column 'p'"),
        ("G,y,p\na,1,1\n", "by", "there is no column 'g'"),
        ("g,y,p,p\na,1,1,0\n", "prediction", "2 columns named 'p'"),
        (HEADER + "".join(f"g{i},1,0\n" for i in range(100_000)), "by", "more than 200"),
        (HEADER + "a,1,0\n" * 25_000 + "".join(f"g{i},1,0\n" for i in range(100_000)), "by", "more than 200"),
        (HEADER + "".join(f"a,{i}.5,0\n" for i in range(300)), "outcome", "300 different numbers"),
        (HEADER + "".join(f"a,w{i},0\n" for i in range(300)), "outcome", "say which counts as positive"),
    ],
)
def test_a_file_that_cannot_be_measured_says_why(tmp_path, content, field, words):
    with pytest.raises(Unreadable) as refusal:
        counted(tmp_path, content)

    assert refusal.value.field == field
    assert words in refusal.value.message


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(Unreadable, match="there is no file"):
        count(tmp_path / "gone.csv", SPEC)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffg;y;p\nSão;1;0\nb;0;1\n".encode(), "utf-8"),
        ("g\ty\tp\nSão\t1\t0\nb\t0\t1\n".encode("latin-1"), "latin-1"),
        ("g,y,p\r\nSão,1,0\r\nb,0,1\r\n".encode("utf-16"), "utf-16"),
        ('"g"|"y"|"p"\n"São"|"1"|"0"\n"b"|"0"|"1"\n'.encode(), "utf-8"),
    ],
)
def test_encodings_and_delimiters_are_told_from_the_bytes(tmp_path, content, encoding):
    cells = counted(tmp_path, content)

    assert [cell.group for cell in cells.cells] == [("São",), ("b",)]
    assert cells.dataset["encoding"] == encoding


def test_a_file_that_stops_being_utf8_late_is_read_as_latin_1_and_says_so(tmp_path):
    content = (HEADER + "a,1,1\n" * 300_000).encode() + "São,1,0\n".encode("latin-1")

    cells = counted(tmp_path, content)

    assert ("São",) in [cell.group for cell in cells.cells]
    assert any("Latin-1" in note for note in cells.notes)


def test_a_letter_cut_by_the_first_look_does_not_make_it_latin_1(tmp_path):
    from audits.fairness.files import HEAD

    line = "a,1,1\n"
    lead = HEADER + line * ((HEAD - len(HEADER)) // len(line) - 1)
    cells = counted(tmp_path, lead + "x" * (HEAD - len(lead) - 1) + "é,1,0\n")

    assert cells.dataset["encoding"] == "utf-8"


def test_a_header_that_no_reader_could_hold_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="no header line"):
        counted(tmp_path, "x" * 200_000 + "\n1\n")


def test_more_combinations_than_can_be_counted_are_refused(tmp_path):
    columns = tuple("abcd")
    lines = "".join(
        f"{i % 190},{i % 181},{i % 173},{i % 167},1,0\n".replace(",", "w,", 4) for i in range(150_000)
    )
    path = tmp_path / "wide.csv"
    path.write_text("a,b,c,d,y,p\n" + lines)

    with pytest.raises(Unreadable) as refusal:
        count(path, Spec(outcome="y", prediction="p", by=columns))

    assert (refusal.value.field, "combinations" in refusal.value.message) == ("by", True)


def test_more_groups_than_can_be_compared_are_refused(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("a,b,y,p\n" + "".join(f"{i % 29}w,{i % 31}w,1,0\n" for i in range(900)))

    with pytest.raises(Unreadable, match="899 groups, more than 500"):
        count(path, Spec(outcome="y", prediction="p", by=("a", "b")))


def test_evident_labels_beside_a_hundred_others_are_asked_about(tmp_path):
    with pytest.raises(Unreadable, match="choose a column of labels"):
        counted(tmp_path, HEADER + "".join(f"a,w{i},0\n" for i in range(300)), positive=("w1",))


@pytest.mark.parametrize(("favourable", "digit"), [("1", 1), ("0", 0), ("1.0", 1)])
def test_a_favourable_value_that_happens_never_to_be_predicted_is_still_understood(
    tmp_path, favourable, digit
):
    assert counted(tmp_path, HEADER + "a,1,0\n", favourable=favourable).favourable == digit


def test_a_favourable_value_that_shares_its_side_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="set it apart with --positive") as refusal:
        counted(tmp_path, HEADER + "a,x,x\na,y,y\na,z,z\n", positive=("x",), favourable="y")

    assert refusal.value.field == "favourable"


def test_blanks_around_column_names_and_quoted_delimiters_do_no_harm(tmp_path):
    cells = counted(tmp_path, 'g , y,p\n"a, b",1,0\n')

    assert cells.cells[0].group == ("a, b",)


def test_a_name_with_wildcards_and_quotes_reads_that_file_and_no_other(tmp_path):
    (tmp_path / "log1.csv").write_text(HEADER + "other,1,1\n")
    odd = tmp_path / "lo*g[1]'?.csv"
    odd.write_text(HEADER + "mine,1,1\n")

    assert {cell.group for cell in count(odd, SPEC).cells} == {("mine",)}


def test_columns_named_like_commands_are_only_names(tmp_path):
    name = 'g"; DROP TABLE x; --'
    with duckdb.connect() as connection:
        connection.execute(f"""COPY (SELECT 'a' AS "{name.replace('"', '""')}", 1 AS y, 0 AS p)
            TO '{tmp_path}/odd.parquet' (FORMAT parquet)""")

    cells = count(tmp_path / "odd.parquet", Spec(outcome="y", prediction="p", by=(name,)))

    assert cells.cells[0].group == ("a",)


def test_parquet_types_are_read_as_their_words(tmp_path):
    path = parquet(
        tmp_path,
        "SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i % 2 = 0 END AS g, (i % 2)::DOUBLE AS y, i % 5 = 0 AS p "
        "FROM range(300) t(i)",
    )

    cells = count(path, SPEC)

    assert {cell.group for cell in cells.cells} == {("true",), ("false",), (None,)}
    assert cells.labels == {
        "outcome": {"1": ("1.0",), "0": ("0.0",)},
        "prediction": {"1": ("true",), "0": ("false",)},
    }


def test_not_a_number_is_a_missing_value_in_parquet(tmp_path):
    path = parquet(
        tmp_path,
        "SELECT 'a' AS g, 1 AS y, CASE WHEN i = 0 THEN 'nan'::DOUBLE ELSE 0.7 END AS p FROM range(3) t(i)",
    )

    cells = count(path, Spec(outcome="y", prediction="p", by=("g",), score_threshold=0.5))

    assert {(cell.prediction, cell.n) for cell in cells.cells} == {(None, 1), (1, 2)}


def test_infinite_scores_are_refused(tmp_path):
    path = parquet(tmp_path, "SELECT 'a' AS g, 1 AS y, 'inf'::DOUBLE AS p")

    with pytest.raises(Unreadable, match="'inf'"):
        count(path, Spec(outcome="y", prediction="p", by=("g",), score_threshold=0.5))


def test_lists_and_structs_are_no_groups(tmp_path):
    path = parquet(tmp_path, "SELECT ['a'] AS g, 1 AS y, 0 AS p")

    with pytest.raises(Unreadable, match="not plain ones"):
        count(path, SPEC)


def test_parquet_with_any_bytes_changed_is_counted_or_refused_and_never_crashes(tmp_path):
    path = parquet(
        tmp_path, "SELECT chr(97 + (i % 3)::INT) AS g, i % 2 AS y, i % 5 = 0 AS p FROM range(500) t(i)"
    )
    whole = path.read_bytes()
    for seed in range(60):
        chance, broken = random.Random(seed), bytearray(whole)
        for _ in range(chance.choice([1, 4, 16])):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        path.write_bytes(broken[: chance.randrange(8, len(broken))] if seed % 4 == 0 else broken)
        try:
            count(path, SPEC)
        except Unreadable as refusal:
            assert str(tmp_path) not in refusal.message  # noqa: PT017 - either way is right


@pytest.mark.parametrize("text", ["-1", "x", "", "2.5", "inf", "99999999999999999999"])
def test_counts_that_are_no_counts_are_refused(tmp_path, text):
    with pytest.raises(Unreadable, match="1 rows of 'n'") as refusal:
        counted(tmp_path, f"g,y,p,n\na,1,0,{text}\nb,1,0,4\n", count="n")

    assert refusal.value.field == "count"


def test_counts_written_as_numbers_with_points_are_counts(tmp_path):
    assert counted(tmp_path, "g,y,p,n\na,1,0,3.0\nb,1,0,1e3\nc,1,1,0\n", count="n").n == 1003


def test_counts_that_are_all_zero_count_nobody(tmp_path):
    with pytest.raises(Unreadable, match="every row of 'n' is zero"):
        counted(tmp_path, "g,y,p,n\na,1,0,0\n", count="n")


def test_more_people_than_can_be_added_exactly_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="more people") as refusal:
        counted(tmp_path, f"g,y,p,n\na,1,0,{9 * 10**15}\nb,1,0,{9 * 10**15}\n", count="n")

    assert refusal.value.field == "count"


def test_decimal_commas_are_understood_where_the_delimiter_is_none(tmp_path):
    cells = counted(tmp_path, "g;y;p\na;1;0,7\nb;0;0,2\n", score_threshold=0.5)

    assert [cell.prediction for cell in cells.cells] == [1, 0]


def test_a_threshold_for_something_that_is_no_number_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="'high'") as refusal:
        counted(tmp_path, HEADER + "a,1,high\nb,0,low\n", score_threshold=0.5)

    assert refusal.value.field == "prediction"


def test_a_score_here_and_there_that_is_no_number_is_counted_and_pointed_out(tmp_path):
    cells = counted(tmp_path, HEADER + "a,1,high\nb,0,0.2\n", score_threshold=0.5)

    assert cells.missing()["prediction"] == 1
    assert any("1 rows hold no finite number ('high')" in note for note in cells.notes)


def test_bands_for_something_that_is_no_number_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="'old'") as refusal:
        counted(tmp_path, HEADER + "old,1,1\n30,0,0\n", edges={"g": (25.0,)})

    assert refusal.value.field == "edges"


def test_a_positive_value_that_never_occurs_is_a_slip_and_refused(tmp_path):
    with pytest.raises(Unreadable, match="occurs in neither column") as refusal:
        counted(tmp_path, HEADER + "a,1,0\n", positive=("yse",))

    assert refusal.value.field == "positive"


def test_texts_read_as_missing_can_be_stated(tmp_path):
    content = HEADER + "NA,1,0\nunknown,0,1\n"

    usual, stated = counted(tmp_path, content), counted(tmp_path, content, missing=("", "unknown"))

    assert [cell.group for cell in usual.cells] == [("unknown",), (None,)]
    assert [cell.group for cell in stated.cells] == [("NA",), (None,)]


def test_outcome_and_prediction_in_one_column_measure_selection_only(tmp_path):
    cells = counted(tmp_path, HEADER + "a,1,1\nb,0,0\n", outcome="p")

    assert {cell.outcome for cell in cells.cells} == {None}
    assert any("same column" in note for note in cells.notes)


def test_progress_tells_of_bytes_and_of_the_count(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(HEADER + "a,1,1\n")
    told = []

    count(path, SPEC, lambda *step: told.append(step))

    assert told == [("count", 0, 12), ("digest", 12, 12), ("count", 12, 12)]


def test_the_digest_is_that_of_the_file(tmp_path):
    from hashlib import sha256

    content = (HEADER + "a,1,1\n").encode()

    assert counted(tmp_path, content).dataset["sha256"] == sha256(content).hexdigest()
    assert counted(tmp_path, content).dataset["rows"] == 1


def test_a_small_file_of_endless_rows_is_refused_before_they_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("audits.fairness.counting.MOST_ROWS", 1_000_000)
    path = parquet(tmp_path, "SELECT 'a' AS g, 1 AS y, 1 AS p FROM range(1000001)")
    assert path.stat().st_size < 10_000

    with pytest.raises(Unreadable, match="1,000,001 rows") as refusal:
        count(path, SPEC)

    assert refusal.value.field == "file"


def test_a_header_of_endless_columns_is_refused_before_a_query_is_made_of_it(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(HEADER.strip() + ",x" * 100_000 + "\n")

    with pytest.raises(Unreadable, match="100,003 columns"):
        count(path, SPEC)


@pytest.mark.parametrize("kind", ["FLOAT", "DOUBLE", "DECIMAL(4,2)", "VARCHAR"])
def test_a_score_of_exactly_the_threshold_passes_in_whatever_type_it_is_stored(tmp_path, kind):
    path = parquet(tmp_path, f"SELECT 'a' AS g, 1 AS y, CAST(0.7 AS {kind}) AS p")

    cells = count(path, Spec(outcome="y", prediction="p", by=("g",), score_threshold=0.7))

    assert [cell.prediction for cell in cells.cells] == [1]


@pytest.mark.parametrize("kind", ["FLOAT", "DOUBLE", "INTEGER", "BIGINT", "VARCHAR"])
def test_weights_and_counts_are_read_in_whatever_type_they_are_stored(tmp_path, kind):
    path = parquet(
        tmp_path, f"SELECT 'a' AS g, 1 AS y, 1 AS p, CAST(2 AS {kind}) AS w, CAST(3 AS {kind}) AS n"
    )

    (cell,) = count(path, Spec(outcome="y", prediction="p", by=("g",), weight="w", count="n")).cells

    assert (cell.n, cell.weight, cell.squared, cell.weights) == (3, 6.0, 12.0, ((2.0, 3),))


@pytest.mark.parametrize(
    "content",
    [
        "g,y,p\r\na,1,1\nb,0,1\r\na,0,0\nb,1,0\r\n",
        "g,y,p\na,1,1\r\nb,0,1\na,0,0\r\nb,1,0\n",
        "g,y,p\r\na,1,1\rb,0,1\na,0,0\r\nb,1,0",
    ],
)
def test_lines_that_end_in_different_ways_are_lines(tmp_path, content):
    found = counted(tmp_path, content)

    assert [(cell.group, cell.outcome, cell.prediction, cell.n) for cell in found.cells] == [
        (("a",), 0, 0, 1), (("a",), 1, 1, 1), (("b",), 0, 1, 1), (("b",), 1, 0, 1),
    ]  # fmt: skip


def test_a_decimal_is_spelt_as_in_a_text(tmp_path):
    rows = "VALUES (0.25::DECIMAL(4, 2), 1, 1), (-0.5::DECIMAL(4, 2), 1, 0), (10.5::DECIMAL(4, 2), 0, 1)"
    path = parquet(tmp_path, f"SELECT * FROM ({rows}) t(g, y, p)")

    assert {cell.group for cell in count(path, SPEC).cells} == {("0.25",), ("-0.50",), ("10.50",)}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_header_whose_first_name_takes_two_lines_is_no_row(tmp_path, mark, ending):
    content = f'{mark}"g{ending}two",y,p{ending}a,1,1{ending}b,0,0{ending}'

    cells = counted(tmp_path, content, by=(f"g{ending}two",), positive=("1",)).cells

    assert [cell[:4] for cell in cells] == [(("a",), 1, 1, 1), (("b",), 0, 0, 1)]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_an_endless_last_line_is_refused_and_not_left_out(tmp_path, end):
    rows = HEADER.encode() + b"a,1,1\nb,0,0\n" * 30

    with pytest.raises(Unreadable, match=r"ends in a line of more than 2,097,152 bytes") as refusal:
        counted(tmp_path, rows + b"x" * 40_000_000 + b",1,0" + end)

    assert refusal.value.field == "file"


def test_a_value_too_long_to_be_a_name_is_refused_by_its_column(tmp_path):
    with pytest.raises(Unreadable, match=r"'g' holds a value of 1,001 letters") as refusal:
        counted(tmp_path, HEADER + "a" * 1001 + ",1,1\nb,0,0\n")

    assert refusal.value.field == "by"
    with pytest.raises(Unreadable, match=r"'y' holds a value of 1,001 letters"):
        counted(tmp_path, HEADER + "a," + "1" * 1001 + ",1\nb,0,0\n")
    assert counted(tmp_path, HEADER + "a" * 1000 + ",1,1\nb,0,0\n").n == 2
