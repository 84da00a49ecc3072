"""Saying what one thinks of what moved: confirmed one by one or in bulk, or contested with a reason."""

import pytest
from django.db import IntegrityError, transaction

from governance.models import AISystem, TrailEntry
from risk.actions import answers, moves
from risk.actions.answers import Statement
from risk.models import Move, Position
from tests.callers import verbs
from tests.risk.adopting import CV, IMAGES, adopt, judged


@pytest.fixture
def two(house, earlier, now):
    """Return two moves that wait."""
    for said in (CV, IMAGES):
        judged(house, said, now)
    adopt(house, now)
    return list(Move.objects.select_related("system").order_by("system__reference"))


def test_many_are_confirmed_at_once_with_an_entry_for_each(two, lawyer, now):
    done = moves.confirm(moves=two, by=lawyer, at=now)

    assert done == 2
    for move in two:
        move.refresh_from_db()
        assert (move.state, move.ruled_by, move.ruled_at) == ("confirmed", lawyer, now)
        entry = TrailEntry.objects.get(verb="change.confirmed", subject=move.system.reference)
        assert (entry.before, entry.after["state"]) == ({"state": "waiting"}, "confirmed")


def test_what_was_confirmed_is_not_confirmed_again(two, lawyer, now):
    moves.confirm(moves=two[:1], by=lawyer, at=now)
    entries = TrailEntry.objects.count()

    assert moves.confirm(moves=two[:1], by=lawyer, at=now) == 0
    assert TrailEntry.objects.count() == entries


def test_a_move_is_contested_with_its_reason(two, lawyer, now):
    moves.contest(move=two[0], reason=" Art. 6(3)(a) takes it out. ", by=lawyer, at=now)

    two[0].refresh_from_db()
    assert (two[0].state, two[0].reason, two[0].ruled_by) == (
        "contested",
        "Art. 6(3)(a) takes it out.",
        lawyer,
    )
    assert verbs(two[0].system.reference)[-3:] == [
        "change.contested", "finding.contested", "system.contested",
    ]  # fmt: skip


def test_a_contested_move_is_a_position_on_the_new_finding(two, lawyer, now):
    moves.contest(move=two[0], reason="Art. 6(3)(a) takes it out.", by=lawyer, at=now)

    (position,) = Position.objects.filter(classification=two[0].after)
    assert (position.stance, position.reasons, position.by) == (
        "contested", "Art. 6(3)(a) takes it out.", lawyer,
    )  # fmt: skip
    assert AISystem.objects.get(pk=two[0].system_id).is_contested


def test_a_finding_that_another_has_replaced_is_contested_in_the_report_only(two, lawyer, now):
    version = two[0].after.version
    answers.state(version=version, statements={"use.areas": Statement([])}, by=lawyer, at=now)

    moves.contest(move=two[0], reason="No.", by=lawyer, at=now)

    assert not Position.objects.exists()
    assert Move.objects.get(pk=two[0].pk).state == "contested"


def test_without_a_reason_nothing_is_contested(two, lawyer, now):
    with pytest.raises(moves.NoReason):
        moves.contest(move=two[0], reason=" ", by=lawyer, at=now)


def test_what_somebody_confirmed_is_not_contested(two, lawyer, now):
    moves.confirm(moves=two, by=lawyer, at=now)

    with pytest.raises(moves.NotWaiting):
        moves.contest(move=two[0], reason="No.", by=lawyer, at=now)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "confirmed"},
        {"state": "contested", "reason": ""},
        {"after": None},
        {"problem": "It does not fit."},
    ],
)
def test_the_database_refuses_a_move_that_contradicts_itself(two, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.filter(pk=two[0].pk).update(**fields)
