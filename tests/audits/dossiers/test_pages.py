"""Pages as a typographer reads them: no page almost empty, no line of one word, a cover that stays one page."""

import re

import pytest

from audits.dossiers import Pack
from audits.dossiers.cover import cover_of
from audits.dossiers.coverage import Coverage
from tests.audits.dossiers import hostile
from tests.audits.dossiers.samples import of_kind, pack, pdf, rendered
from tests.audits.dossiers.test_rendering import text

# Names of three hundred letters in Greek, Bulgarian and Maltese, on the shorter of the two papers.
LONG = tuple((name * 4)[:300] for name in (hostile.GREEK, hostile.BULGARIAN, hostile.MALTESE))
LEAST_WORDS = 40


@pytest.fixture(scope="module")
def long_names() -> bytes:
    told = hostile.all_named(of_kind("system"), *LONG).as_json()
    return rendered(Pack.from_json({**told, "letterhead": {"paper": "Letter"}}))


def pages(content: bytes) -> list[str]:
    return text(content, "-layout").rstrip("\f").split("\f")


def test_long_names_leave_no_page_with_a_heading_alone(long_names):
    sparse = [page for page in pages(long_names)[:-1] if len(page.split()) < LEAST_WORDS]

    assert sparse == []


def test_the_cover_of_a_long_name_stays_one_page(long_names):
    first, second = pages(long_names)[:2]

    assert "Record, SHA-256" in first
    assert "The record from which this document was made" in first
    assert second.split()[-4:-2] == ["Page", "2"]


def test_a_line_before_a_link_does_not_end_after_one_word():
    assert "This finding is a reasoned opinion under one dated edition" in text(pdf("compas"))


@pytest.mark.parametrize(("filled", "tenths"), [(0, 0), (9, 4), (20, 10)])
def test_the_cover_draws_how_much_is_filled(filled: int, tenths: int):
    rows = dict(cover_of(pack("compas"), Coverage(filled, 20)).rows)

    assert rows["Complete"][-1].style == f"meter t{tenths}"


WORD_AT = re.compile(r'<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)"[^>]*>([^<]*)</word>')
# In points, of an A4 sheet: where text begins and ends, and how far a table's first column of 40 per cent reaches.
TEXT_BEGINS, TEXT_ENDS = 181, 539
COLUMN_ENDS = TEXT_BEGINS + (TEXT_ENDS - TEXT_BEGINS) * 0.4
PADDING, HEIGHT = 10, 5


def ends_of(content: bytes, word: str) -> tuple[float, float]:
    """Return where this word begins, and where the one after it ends, from left to right."""
    found = [
        (float(a), float(y), float(b), said) for a, y, b, said in WORD_AT.findall(text(content, "-bbox"))
    ]
    place = next(i for i, (_, _, _, said) in enumerate(found) if said == word)
    (begins, top, _, _), (_, beside, ends, _) = found[place : place + 2]
    assert abs(top - beside) < HEIGHT
    return begins, ends


@pytest.mark.parametrize("name", [hostile.HEBREW.split()[0], hostile.ARABIC.split()[0]])
def test_words_from_right_to_left_begin_at_the_right_edge_of_their_field(name):
    """The owner stands in a list of facts; a component in the first column of a table."""
    told = of_kind("system")
    told["system"]["owner"] = f"{name} Erik"
    told["components"][0] |= {"name": f"{name} zwei"}

    content = rendered(Pack.from_json(told))

    assert TEXT_ENDS - PADDING < ends_of(content, "Erik")[1] <= TEXT_ENDS
    assert COLUMN_ENDS - PADDING < ends_of(content, "zwei")[1] <= COLUMN_ENDS
