"""One table in every form that can be read gives the same cells; its form is told from the bytes."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import feather, ipc, parquet

from audits.fairness import Spec, Unreadable, count

COMPAS = Path(__file__).resolve().parents[3] / "script" / "demo_data" / "compas_race_counts.csv"
SPEC = Spec(outcome="y_true", prediction="y_pred", by=("race",), count="n")
PLAIN = Spec(outcome="y", prediction="p", by=("g",))


def table() -> pa.Table:
    return arrow_csv.read_csv(COMPAS)


def as_csv(path: Path) -> None:
    path.write_bytes(COMPAS.read_bytes())


def as_tsv_in_utf16(path: Path) -> None:
    path.write_bytes(COMPAS.read_text().replace(",", "\t").encode("utf-16"))


def as_parquet(path: Path) -> None:
    parquet.write_table(table(), path)


def as_feather(path: Path) -> None:
    feather.write_feather(table(), path)


def as_arrow(path: Path) -> None:
    with ipc.new_file(path, table().schema) as writer:
        writer.write_table(table(), max_chunksize=5)


def as_arrow_with_a_dictionary(path: Path) -> None:
    coded = table().set_column(
        table().schema.get_field_index("race"), "race", table()["race"].dictionary_encode()
    )
    with ipc.new_file(path, coded.schema) as writer:
        writer.write_table(coded)


def as_a_compressed_stream(path: Path) -> None:
    with ipc.new_stream(path, table().schema, options=ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table(), max_chunksize=5)


def as_a_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    with COMPAS.open(newline="") as lines:
        for row in csv.reader(lines):
            book.active.append([int(word) if word.isdigit() else word for word in row])
    book.save(path)


def as_the_second_sheet_below_a_title(path: Path) -> None:
    as_a_workbook(path)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    book.active.insert_rows(1, 2)
    book.active["A1"] = "Broward County"
    book.create_sheet("Read me", 0)["A1"] = "Counts are on the next sheet."
    book.save(path)


def counted(path: Path, spec: Spec = SPEC):
    return count(path, spec)


@pytest.mark.parametrize(
    ("write", "form"),
    [
        (as_csv, "text"),
        (as_tsv_in_utf16, "text"),
        (as_parquet, "parquet"),
        (as_feather, "arrow"),
        (as_arrow, "arrow"),
        (as_arrow_with_a_dictionary, "arrow"),
        (as_a_compressed_stream, "arrow-stream"),
        (as_a_workbook, "xlsx"),
        (as_the_second_sheet_below_a_title, "xlsx"),
    ],
)
def test_one_table_in_any_form_under_any_name_gives_the_same_cells(tmp_path, write, form):
    path = tmp_path / "log.pdf"
    write(path)

    cells, expected = counted(path), counted(COMPAS)

    assert cells.cells == expected.cells
    assert cells.labels == expected.labels
    assert cells.dataset["format"] == form
    assert cells.n == 7214


def test_a_workbook_names_the_sheet_it_was_read_from(tmp_path):
    as_the_second_sheet_below_a_title(tmp_path / "book")

    assert counted(tmp_path / "book").dataset["sheet"] == "Sheet"


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_values_of_a_workbook_are_spelt_as_in_a_text(tmp_path):
    day = date(2026, 3, 1)
    path = workbook(
        tmp_path / "b",
        ("g", "y", "p", None, "note"),
        (True, 1, 0, None, "x"),
        (day, 0, 1.0, None, "y"),
        (None, 1, 1, None, None),
        (None, None, None, None, None),
    )

    cells = count(path, PLAIN)

    assert [cell.group for cell in cells.cells] == [("2026-03-01",), ("true",), (None,)]
    assert cells.dataset["rows"] == 3


def test_an_error_in_a_workbook_is_a_missing_value(tmp_path):
    path = workbook(tmp_path / "b", ("g", "y", "p"), ("a", 1, 1), ("#N/A", 0, 0))

    assert [cell.group for cell in count(path, PLAIN).cells] == [("a",), (None,)]


@pytest.mark.parametrize(
    ("rows", "field", "words"),
    [
        ([("g", "y"), ("a", 1)], "prediction", "there is no column 'p'"),
        ([("g", "y", "p", "p"), ("a", 1, 0, 0)], "prediction", "2 columns named 'p'"),
        ([("g", "y", "p")], "file", "no rows"),
        ([], "file", "without a header line"),
    ],
)
def test_a_workbook_that_does_not_fit_says_what_to_change(tmp_path, rows, field, words):
    with pytest.raises(Unreadable) as refusal:
        count(workbook(tmp_path / "b", *rows), PLAIN)

    assert refusal.value.field == field
    assert words in refusal.value.message


def repacked(path: Path, changes: dict[str, bytes]) -> None:
    """Write a workbook anew with other parts."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (parts | changes).items():
            new.writestr(name, content)


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"
t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


def test_a_workbook_with_entities_of_its_own_is_not_read(tmp_path):
    path = workbook(tmp_path / "b", ("g", "y", "p"), ("a", 1, 1))
    repacked(path, {"xl/worksheets/sheet1.xml": ENTITIES})

    with pytest.raises(Unreadable, match="damaged workbook"):
        count(path, PLAIN)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is(tmp_path):
    path = workbook(tmp_path / "b", ("g", "y", "p"), ("a", 1, 1))
    repacked(path, {"xl/sharedStrings.xml": bytes(200 << 20)})
    assert path.stat().st_size < 1 << 20

    with pytest.raises(Unreadable, match="unpacks to more"):
        count(path, PLAIN)


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_a_workbook_that_is_cut_off_is_refused(tmp_path, cut):
    path = workbook(tmp_path / "b", ("g", "y", "p"), ("a", 1, 1))
    path.write_bytes(path.read_bytes()[:cut])

    with pytest.raises(Unreadable, match="damaged workbook"):
        count(path, PLAIN)


@pytest.mark.parametrize("entry", ["mimetype", "a.csv"])
def test_an_archive_that_is_no_workbook_is_refused(tmp_path, entry):
    with zipfile.ZipFile(tmp_path / "a", "w") as archive:
        archive.writestr(entry, "g,y,p\n")

    with pytest.raises(Unreadable, match="zip"):
        count(tmp_path / "a", PLAIN)


@pytest.mark.parametrize(
    ("head", "words"), [(b"FEA1", "version 2"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx")]
)
def test_relatives_of_what_can_be_read_are_told_what_to_become(tmp_path, head, words):
    (tmp_path / "a").write_bytes(head + bytes(600))

    with pytest.raises(Unreadable, match=words):
        count(tmp_path / "a", PLAIN)


@pytest.mark.parametrize("write", [as_arrow, as_a_compressed_stream])
def test_arrow_with_any_bytes_changed_is_counted_or_refused(tmp_path, write):
    import random

    path = tmp_path / "a"
    write(path)
    whole = path.read_bytes()
    for seed in range(80):
        chance, broken = random.Random(seed), bytearray(whole)
        for _ in range(chance.choice([1, 4, 16])):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        path.write_bytes(broken[: chance.randrange(8, len(broken))] if seed % 4 == 0 else broken)
        try:
            count(path, SPEC)
        except Unreadable as refusal:
            assert str(tmp_path) not in refusal.message  # noqa: PT017 - either way is right


def test_arrow_without_a_column_names_its_role(tmp_path):
    as_arrow(tmp_path / "a")

    with pytest.raises(Unreadable) as refusal:
        count(tmp_path / "a", Spec(outcome="y_true", prediction="y_prde", by=("race",)))

    assert refusal.value.field == "prediction"
    assert "Did you mean 'y_pred'?" in refusal.value.message


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("Łódź", "utf-16-le", "utf-16-le"),
        ("Łódź", "utf-16-be", "utf-16-be"),
        ("Łódź", "utf-16", "utf-16"),
        ("Łódź", "utf-8", "utf-8"),
        ("Łódź", "iso8859-2", "latin-2"),
        ("Plzeň střed", "utf-8-sig", "utf-8"),
        ("Škoda", "iso8859-2", "latin-2"),
        ("Besançon", "iso8859-1", "latin-1"),
        ("España €", "cp1252", "windows-1252"),
        ("Müller “x”", "cp1252", "windows-1252"),
    ],
)
def test_an_encoding_is_told_from_the_bytes_and_stated(tmp_path, text, codec, name):
    path = tmp_path / "log"
    path.write_bytes(("g,y,p\n" + f"{text},1,0\nb,0,1\n" * 40).encode(codec))

    cells = count(path, PLAIN)

    assert {cell.group for cell in cells.cells} == {(text,), ("b",)}
    assert cells.dataset["encoding"] == name
    stated = [note for note in cells.notes if "not UTF-8" in note]
    assert len(stated) == (name in {"latin-1", "latin-2", "windows-1252"})


def test_what_is_no_utf16_throughout_is_refused(tmp_path):
    (tmp_path / "a").write_bytes("g,y,p\na,1,1\n".encode("utf-16-le") + b"\x3d\xd8" * 3)

    with pytest.raises(Unreadable, match="no utf-16-le text throughout"):
        count(tmp_path / "a", PLAIN)


def test_a_workbook_saved_by_another_program_is_known_by_any_of_its_first_parts(tmp_path):
    written = io.BytesIO()
    workbook(tmp_path / "b", ("g", "y", "p"), ("a", 1, 1))
    with zipfile.ZipFile(tmp_path / "b") as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist(), reverse=True):
            new.writestr(name, old.read(name))
    (tmp_path / "b").write_bytes(written.getvalue())

    assert count(tmp_path / "b", PLAIN).n == 1
