"""The workbook: every field a row, and never a formula."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from audits import blanks
from audits.sheets import Entry, Said, fill
from audits.sheets.workbook import workbook

FORM = blanks.load("registration_a")


def pages(**said: str):
    entries = {name: Entry(Said(value), "Ada", "2026-11-20", 2) for name, value in said.items()}
    content = workbook(fill(FORM, entries, {}), "SHT-0001")
    return load_workbook(BytesIO(content)).active


def content(page, field: str):
    return next(row[3] for row in page.iter_rows(min_row=3) if row[0].value == field)


def test_every_field_has_a_row_with_its_provision():
    page = pages()

    assert page["A1"].value == "Registration of a high-risk system, SHT-0001"
    assert [row[0].value for row in page.iter_rows(min_row=3)] == list(FORM.fields)
    assert page["B3"].value == "Annex VIII, Section A(1)"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://evil.example")'])
def test_what_looks_like_a_formula_stays_text(start):
    cell = content(pages(purpose=start), "purpose")

    assert (cell.value, cell.data_type) == (start, "s")
    assert cell.quotePrefix


def test_letters_that_xml_forbids_are_left_out_and_endless_text_is_cut():
    page = pages(purpose="a\x00b\x0bc", logic="x" * 40_000)

    assert content(page, "purpose").value == "abc"
    assert content(page, "logic").value == "x" * 32_766 + "…"


def test_letters_of_all_languages_survive():
    word = "Ċens għall-Ελλάδα и България 🙂"

    assert content(pages(purpose=word), "purpose").value == word
