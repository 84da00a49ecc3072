"""Values as people read them: long names, long words, counts of nothing, numbers below nought."""

from audits.dossiers import outline
from audits.dossiers.blocks import Facts, say
from audits.dossiers.wording import BREAK, breakable, brief, counted, country, decimal, percent
from audits.packs import Pack
from tests.audits.dossiers.samples import of_kind


def test_a_name_that_a_narrow_column_cannot_hold_ends_in_an_ellipsis():
    assert brief("Ines Ferreira") == "Ines Ferreira"
    assert brief("Ines Ferreira " * 20, 30) == "Ines Ferreira Ines Ferreira I…"


def test_a_long_file_name_breaks_after_its_separators():
    name = "model_card-of-the-score_version_3.2_final_signed_by_the_board_2026-11-20.pdf"

    pieces = breakable(name).split(BREAK)

    assert "".join(pieces) == name
    assert {"model_", "card-", "3.", "20."} <= set(pieces)


def test_a_word_without_separators_breaks_every_twelve_letters():
    assert [len(piece) for piece in breakable("ß" * 70).split(BREAK)] == [12, 12, 12, 12, 12, 10]


def test_an_ordinary_word_is_left_alone():
    assert (
        breakable("https://example.org/evidence/model-card.pdf")
        == "https://example.org/evidence/model-card.pdf"
    )


def test_none_is_said_in_a_word():
    assert counted(0, "duty is overdue", "duties are overdue") == "No duty is overdue"
    assert counted(2, "duty is overdue", "duties are overdue") == "2 duties are overdue"


def test_numbers_below_nought_have_a_minus_and_no_hyphen():
    assert decimal(-0.25) == "\u22120.250"
    assert percent(-0.2402) == "\u221224.02\u202f%"


def test_a_country_is_named_and_not_coded():
    assert [country(code) for code in ("DK", "GR", "Denmark", "")] == ["Denmark", "Greece", "Denmark", ""]


def test_documents_name_the_country_of_establishment():
    told = of_kind("system")
    told["organisation"]["establishment"] = "MT"

    (section, *_) = outline(Pack.from_json(told))

    facts = dict(next(block.rows for block in section.clauses[2].blocks if isinstance(block, Facts)))
    assert facts["Established in"] == say("Malta")
