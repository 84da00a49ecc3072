"""Calendars in RFC 5545, read back by an independent parser and held to the rules themselves."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from risk.calendar import FOLD, FORBIDDEN, Event, escaped, folded, render

STAMP = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


def unfolded(text: str) -> list[str]:
    """Undo the folding as RFC 5545, 3.1 tells a reader to."""
    return text.replace("\r\n ", "").split("\r\n")


@given(WORDS)
def test_no_piece_is_longer_than_75_octets_and_nothing_is_lost(words):
    line = f"SUMMARY:{escaped(words)}"

    pieces = folded(line).split("\r\n")

    assert all(len(piece.encode()) <= FOLD for piece in pieces)
    assert unfolded(folded(line)) == [line]


@pytest.mark.parametrize(
    ("plain", "safe"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("back\\slash", "back\\\\slash"),
        ("two\nlines\r\nthree", "two\\nlines\\nthree"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("END:VEVENT", "END:VEVENT"),
    ],
)
def test_text_is_escaped_as_the_rfc_says(plain, safe):
    assert escaped(plain) == safe


@pytest.fixture(scope="module")
def icalendar():
    """Return a parser that others wrote."""
    return pytest.importorskip("icalendar")


@given(WORDS, WORDS)
def test_an_independent_parser_reads_what_was_written(icalendar, summary, description):
    event = Event("1@annex", date(2027, 12, 2), summary, description, "https://annex.example.org/o/1/")

    (read,) = icalendar.Calendar.from_ical(render("Duties", [event], STAMP)).walk("VEVENT")

    assert str(read["summary"]) == plain(summary)
    assert str(read.get("description", "")) == plain(description)
    assert read["dtstart"].dt == date(2027, 12, 2)
    assert read["dtend"].dt == date(2027, 12, 3)
    assert read["dtstamp"].dt == STAMP


def plain(text: str) -> str:
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def test_words_cannot_open_an_event_of_their_own():
    text = render("x", [Event("1@annex", date(2027, 1, 1), "a\r\nEND:VEVENT\r\nBEGIN:VEVENT")], STAMP)

    assert unfolded(text).count("BEGIN:VEVENT") == 1


def test_every_line_ends_as_the_rfc_says():
    text = render("Duties", [Event("1@annex", date(2027, 1, 1), "One")], STAMP)

    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
