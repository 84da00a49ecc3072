"""Two documents as one: nothing is lost, nothing is invented, and what changed is found to the word."""

from hypothesis import given
from hypothesis import strategies as st

from audits.dossiers import outline
from audits.dossiers.redline import Line, State, compared, lines, read_pieces
from audits.dossiers.redline.lines import Shape
from tests.audits.dossiers import samples

WORDS = st.lists(st.sampled_from(["risk", "high", "Art.", "27", "ß", " ", "the person"]), max_size=6).map(
    " ".join
)


@st.composite
def documents(draw):
    shape = draw(st.sampled_from(Shape))
    width = draw(st.integers(1, 3)) if shape in (Shape.ROW, Shape.HEAD) else 2 if shape is Shape.FACT else 1
    return Line(shape, tuple(draw(WORDS) for _ in range(width)))


TEXTS = st.lists(documents(), max_size=12).map(tuple)


@given(TEXTS, TEXTS)
def test_without_what_was_added_it_is_the_earlier_without_what_was_removed_the_later(before, after):
    pieces = compared(before, after)

    assert tuple(Line(p.shape, p.before) for p in pieces if p.state is not State.ADDED) == before
    assert tuple(Line(p.shape, p.after) for p in pieces if p.state is not State.REMOVED) == after


@given(TEXTS)
def test_a_document_compared_with_itself_has_not_changed(document):
    assert {piece.state for piece in compared(document, document)} <= {State.SAME}


@given(TEXTS, TEXTS)
def test_pieces_are_read_back_from_what_is_stored(before, after):
    pieces = compared(before, after)

    assert read_pieces([piece.as_json() for piece in pieces]) == pieces


def test_a_word_that_changed_is_shown_within_its_sentence():
    before = (Line(Shape.TEXT, ("The provider keeps logs for six months after the end.",)),)
    after = (Line(Shape.TEXT, ("The provider keeps logs for twelve months after the end.",)),)

    (piece,) = compared(before, after)

    assert piece.state is State.CHANGED
    assert [(s.state.value, s.text) for s in piece.fields[0] if s.state is not State.SAME] == [
        ("removed", "six"),
        ("added", "twelve"),
    ]


def test_a_row_inserted_into_a_table_leaves_the_others_as_they_were():
    rows = [Line(Shape.ROW, (f"Duty {n}", "open")) for n in range(4)]
    more = [*rows[:2], Line(Shape.ROW, ("Another duty", "open")), *rows[2:]]

    states = [piece.state for piece in compared(rows, more)]

    assert states == [State.SAME, State.SAME, State.ADDED, State.SAME, State.SAME]


def test_a_value_that_changed_stays_beside_its_name():
    before = (Line(Shape.FACT, ("Owner", "Ada")), Line(Shape.FACT, ("Version", "1")))
    after = (Line(Shape.FACT, ("Owner", "Grace")), Line(Shape.FACT, ("Version", "1")))

    changed, same = compared(before, after)

    assert (changed.before, changed.after) == (("Owner", "Ada"), ("Owner", "Grace"))
    assert same.state is State.SAME


def test_a_whole_dossier_is_taken_apart_into_all_its_words():
    sections = outline(samples.pack("compas"))

    told = lines(sections)

    assert [line.fields[0] for line in told if line.shape is Shape.SECTION] == [s.title for s in sections]
    assert sum(line.shape is Shape.CLAUSE for line in told) == sum(len(s.clauses) for s in sections)
    assert any(line.shape is Shape.ROW and "African-American" in line.fields[0] for line in told)


def test_a_text_of_a_million_words_is_replaced_as_a_whole():
    before, after = (Line(Shape.TEXT, (f"{word} " * 300_000,)) for word in ("high", "low"))

    (piece,) = compared((before,), (after,))

    assert [stretch.state for stretch in piece.fields[0]] == [State.REMOVED, State.ADDED]
