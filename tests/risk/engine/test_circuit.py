"""Three values: the truth tables of Kleene, and the one gate that is ours."""

import pytest

from risk.engine.circuit import NO, OPEN, YES, Gate, runner
from risk.engine.compiling import check
from risk.engine.conditions import Test

VALUES = (NO, OPEN, YES)


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_all_any_and_not_follow_kleene(left, right):
    state = [left, right]

    assert runner(Gate("all", (0, 1)))(state) == min(left, right)
    assert runner(Gate("any", (0, 1)))(state) == max(left, right)
    assert runner(Gate("not", (0,)))(state) == {NO: YES, OPEN: OPEN, YES: NO}[left]


@pytest.mark.parametrize("plain", VALUES)
def test_an_exclusion_defeats_only_once_established(plain):
    gate = runner(Gate("defeat", (0, 1)))

    assert gate([plain, NO]) == plain
    assert gate([plain, OPEN]) == plain
    assert gate([plain, YES]) == NO


def test_what_cannot_be_compared_is_said_so():
    with pytest.raises(TypeError, match="cannot compare 'soon' with 3"):
        check(Test("market.placed_on", "<", 3.0))("soon")
