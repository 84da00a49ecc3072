"""A redline cut to what changed: where it stands, what was skipped, one line around it."""

from audits.dossiers.redline import Line, State, compared
from audits.dossiers.redline.hunks import hunks
from audits.dossiers.redline.lines import Shape


def document(*owners: str) -> tuple[Line, ...]:
    """Return a section with a clause, and a paragraph for each owner."""
    said = (Line(Shape.TEXT, (f"The owner is {owner}.",)) for owner in owners)
    return (Line(Shape.SECTION, ("Obligations",)), Line(Shape.CLAUSE, ("As provider",)), *said)


def test_documents_that_say_the_same_have_nothing_to_show():
    same = document("Ada", "Bob")

    assert hunks(compared(same, same)) == ()


def test_a_change_stands_with_one_line_around_it_under_its_section_and_clause():
    before, after = document("Ada", "Bob", "Eve", "Kim"), document("Ada", "Bob", "Ines", "Kim")

    (found,) = hunks(compared(before, after))

    assert found.where == ("Obligations", "As provider")
    assert found.skipped == 3
    assert [piece.after[0] for piece in found.pieces if piece.state is not State.REMOVED] == [
        "The owner is Bob.", "The owner is Ines.", "The owner is Kim.",
    ]  # fmt: skip


def test_changes_far_apart_are_shown_apart_and_those_beside_each_other_together():
    names = [f"person {i}" for i in range(12)]
    far, near = [*names], [*names]
    far[1] = far[10] = "somebody else"
    near[4] = near[6] = "somebody else"

    assert len(hunks(compared(document(*names), document(*far)))) == 2
    assert len(hunks(compared(document(*names), document(*near)))) == 1


def test_what_is_skipped_and_what_is_shown_are_all_lines_up_to_the_last_change():
    names = [f"person {i}" for i in range(12)]
    pieces = compared(document(*names), document(*names[:-1], "somebody else"))

    (found,) = hunks(pieces)

    assert found.skipped + len(found.pieces) == len(pieces)
