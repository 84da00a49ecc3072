"""Small groups are hidden from the page in a way that subtraction does not undo."""

from audits.fairness.margins import margins
from audits.fairness.suppression import small_groups
from tests.audits.fairness.samples import selected, spec


def hidden(**sizes: int) -> set[str]:
    """Return the groups whose numbers faces may not show."""
    cells = selected(**{name: (n // 2, n) for name, n in sizes.items()})
    return {small.group for small in small_groups(margins(cells), spec()) if small.display}


def test_large_groups_are_shown():
    assert hidden(a=100, b=10) == set()


def test_one_small_group_hides_the_next_smallest_too():
    assert hidden(a=100, b=50, tiny=4) == {"tiny", "b"}


def test_small_groups_that_hide_each_other_need_no_other():
    assert hidden(a=100, b=50, one=7, two=8) == {"one", "two"}


def test_small_groups_that_together_are_still_few_take_another_with_them():
    assert hidden(a=100, b=50, one=2, two=3) == {"one", "two", "b"}


def test_a_group_below_the_inference_minimum_is_listed_and_shown():
    (small,) = small_groups(margins(selected(a=(50, 100), b=(10, 20))), spec())

    assert (small.group, small.display, small.inference) == ("b", False, True)
