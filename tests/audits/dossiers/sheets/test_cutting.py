"""Where a dossier is cut: by what it says, never by the machine, and nothing is lost or said twice."""

from dataclasses import replace

import pytest

from audits.dossiers.blocks import Cell, Chart, Clause, Column, Paragraph, Section, Table, say
from audits.dossiers.kinds import outline_of
from audits.dossiers.sheets.cutting import LEAST_ROWS, SHEET, Sheet, cut, heaviest, likely_pages
from audits.dossiers.sheets.weighing import PAGE, clause_weight
from audits.packs import settled
from tests.audits.dossiers.samples import pack, with_obligations

COLUMNS = (Column("Name", 30), Column("Value", 70))


def table(rows: int, caption: str = "Values") -> Table:
    said = tuple((Cell(say(f"row {i}")), Cell(say("value"))) for i in range(rows))
    return Table(caption, COLUMNS, said, note="A note below it.")


def section(number: int, *clauses: Clause) -> Section:
    numbered = tuple(replace(clause, number=f"{number}.{i}") for i, clause in enumerate(clauses, start=1))
    return Section(number, f"Section {number}", say("What it is about."), numbered)


def clauses_in(sheet: Sheet) -> list[Clause]:
    return [clause for part in sheet.parts for clause in part.clauses]


def tables_in(sheet: Sheet) -> list[Table]:
    blocks = (block for clause in clauses_in(sheet) for block in clause.blocks)
    return [block for block in blocks if isinstance(block, Table)]


def long_ones(count: int = 60) -> tuple[Section, ...]:
    text = Paragraph(say("A sentence that says something. " * 60))
    return tuple(
        section(n, *(Clause(f"Clause {i}", (text,) * 4) for i in range(3))) for n in range(1, count + 1)
    )


@pytest.mark.parametrize("name", ["probation", "portfolio", "empty"])
def test_a_short_dossier_stays_in_one_piece(name: str):
    sections = outline_of(pack(name)).write(settled(pack(name)))

    (sheet,) = cut(sections)

    assert [part.section for part in sheet.parts] == list(sections)
    assert all(part.begins and part.clauses == part.section.clauses for part in sheet.parts)


def test_a_long_one_is_cut_before_sections_into_sheets_of_about_one_size():
    sections = long_ones()

    sheets = cut(sections)

    heights = [sum(map(clause_weight, clauses_in(sheet))) for sheet in sheets]
    assert len(sheets) > 3
    assert all(part.begins for sheet in sheets for part in sheet.parts)
    assert max(heights) < 1.3 * SHEET
    assert [part.number for sheet in sheets for part in sheet.parts] == list(range(1, len(sections) + 1))


def test_a_long_section_is_cut_before_a_clause_and_its_heading_not_said_again():
    text = Paragraph(say("A sentence that says something. " * 60))
    sheets = cut((section(1, *(Clause(f"Clause {i}", (text,) * 4) for i in range(120))),))

    numbers = [clause.number for sheet in sheets for clause in clauses_in(sheet)]
    assert numbers == [f"1.{i}" for i in range(1, 121)]
    assert [part.begins for sheet in sheets for part in sheet.parts] == [True] + [False] * (len(sheets) - 1)


def test_a_table_that_no_sheet_holds_is_cut_between_rows_and_every_row_is_there_once():
    whole = table(2000)

    sheets = cut((section(1, Clause("Before", ()), Clause("Long", (whole,))),))

    parts = [part for sheet in sheets for part in tables_in(sheet)]
    assert len(parts) == len(sheets) > 4
    assert tuple(row for part in parts for row in part.rows) == whole.rows
    assert [part.caption for part in parts] == ["Values"] + [""] * (len(parts) - 1)
    assert [part.note for part in parts] == [""] * (len(parts) - 1) + ["A note below it."]
    assert all(part.columns == COLUMNS and len(part.rows) >= LEAST_ROWS for part in parts)
    assert [clause.title for sheet in sheets[1:] for clause in clauses_in(sheet)] == [""] * (len(sheets) - 1)


def test_what_must_stay_on_one_page_is_never_cut():
    clauses = (Clause(f"Clause {i}", (table(20),), whole=True) for i in range(120))

    sheets = cut((section(1, *clauses),))

    assert len(sheets) > 2
    assert all(len(part.rows) == 20 for sheet in sheets for part in tables_in(sheet))


def test_tables_and_figures_are_counted_on_from_sheet_to_sheet():
    clauses = tuple(Clause(f"Clause {i}", (table(40), Chart({}, "fpr", "Drawn"))) for i in range(60))

    sheets = cut((section(1, *clauses),))

    before = [(sheet.tables, sheet.figures) for sheet in sheets]
    captions = [sum(bool(part.caption) for part in tables_in(sheet)) for sheet in sheets]
    assert before[0] == (0, 0)
    assert [tables for tables, _ in before] == [sum(captions[:i]) for i in range(len(sheets))]
    assert before[-1][1] > before[1][1] > 0


def test_the_longest_clause_is_named_with_its_pages():
    sections = (section(1, Clause("Short", ())), section(2, Clause("Long", (table(1000),))))

    assert heaviest(sections) == ("2.1 Long", round(clause_weight(sections[1].clauses[0]) / PAGE))
    assert heaviest(()) == ("", 0)


def test_the_page_on_which_something_begins_is_guessed_in_order():
    told = with_obligations(1500)
    sheets = cut(outline_of(told).write(settled(told)))

    pages = likely_pages(sheets, listed=50)

    assert pages["section-1"] == 3
    in_order = [pages[part.anchor] for sheet in sheets for part in sheet.parts if part.begins]
    assert in_order == sorted(in_order)
