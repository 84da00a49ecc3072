"""Text that would be markup, a seal, a turn of direction, or far too long: it stays text and costs little."""

import time

import pytest

from audits.dossiers import Outcome, Pack, verify
from audits.dossiers.rendering import page_source
from tests.audits.dossiers import hostile
from tests.audits.dossiers.samples import raw, rendered, with_obligations
from tests.audits.dossiers.test_rendering import text


def test_markup_in_names_is_printed_and_never_becomes_markup():
    source = page_source(hostile.named(hostile.MARKUP))

    assert "<script" not in source
    assert "<img" not in source
    assert "alert(1)" in text(hostile.pdf(hostile.MARKUP))


def test_a_seal_in_a_name_does_not_confuse_the_seal():
    assert verify(hostile.pdf(hostile.SEAL)).outcome is Outcome.INTACT


@pytest.mark.parametrize("name", [hostile.GREEK, hostile.BULGARIAN, hostile.MALTESE, hostile.IRISH])
def test_letters_of_the_union_are_drawn_and_can_be_searched(name: str):
    said = " ".join(text(hostile.pdf(name)).split())

    assert name.split(maxsplit=1)[0] in said
    assert "[U+" not in said


def test_controls_and_unknown_letters_are_shown_as_numbers():
    controls, chinese = (text(hostile.pdf(name)) for name in (hostile.CONTROLS, hostile.CHINESE))

    assert "[U+202E]" in controls
    assert "[U+0007]" in controls
    assert "[U+98CE]" in chinese


def test_five_hundred_obligations_are_all_printed():
    content = rendered(with_obligations(500))

    said = " ".join(text(content, "-raw").split())
    assert all(f"({number})" in said for number in range(1, 501))
    assert verify(content).outcome is Outcome.INTACT


@pytest.mark.parametrize(
    ("long", "seconds"),
    [("The score is read beside the file. " * 3000, 90), ("x" * 100_000, 60), ("lorem ipsum " * 400_000, 60)],
    ids=["100 kB of sentences", "one word of 100 kB", "5 MB"],
)
def test_very_long_text_is_held_to_what_pages_can_carry(long: str, seconds: int):
    changed = raw("probation")
    changed["system"]["purpose"] = changed["answers"][0]["note"] = changed["obligations"][0]["says"] = long
    began = time.process_time()

    content = rendered(Pack.from_json(changed))

    assert time.process_time() - began < seconds
    assert "more characters in the attached record" in " ".join(text(content).split())
    assert verify(content).outcome is Outcome.INTACT


def test_rows_beyond_the_limit_are_counted_and_left_to_the_attachment():
    changed = raw("empty")
    changed["answers"] = [{"fact": f"f{i}", "question": "Q?", "answer": True} for i in range(2_500)]

    source = page_source(Pack.from_json(changed))

    assert "500 more rows are in the attached record" in source
    assert source.count("<tr>") < 2_200
