"""What may stay together on a page, and where a line may end."""

from audits.dossiers.blocks import Column, Facts, Items, Run, Table, cell, say

COLUMNS = (Column("Duty", 80), Column("Owner", 20))


def table(owner: str, rows: int = 3) -> Table:
    return Table("Duties", COLUMNS, tuple((cell(f"Duty {i}"), cell(owner)) for i in range(rows)))


def test_a_table_of_few_lines_stays_together():
    assert table("Ines Ferreira").short
    assert not table("Ines Ferreira", rows=8).short


def test_a_table_of_few_rows_that_fill_a_page_may_break():
    assert table("Ines " * 60).lines > 30
    assert not table("Ines " * 60).short


def test_the_longest_field_of_a_row_decides_how_many_lines_it_takes():
    assert table("", rows=4).lines == 4
    assert Table("", COLUMNS, ((cell("x" * 200), cell("x")),)).lines == 3


def test_lists_of_long_sentences_may_break():
    assert Items((say("A short sentence."),)).short
    assert not Items((say("word " * 600),)).short
    assert not Facts((("Purpose", say("word " * 600)),)).short


def test_the_space_before_a_link_is_set_apart():
    assert (Run("see ").words, Run("see ").gap) == ("see", True)
    assert (Run("see").words, Run("see").gap) == ("see", False)
