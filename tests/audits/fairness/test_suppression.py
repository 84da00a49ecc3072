"""Small groups are hidden in a way that no sum or difference of what is shown undoes."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.fairness import Cell, Cells
from audits.fairness.disclosure import hidden as hidden_of
from audits.fairness.margins import margins
from audits.fairness.suppression import hidden_groups, small_groups
from tests.audits.fairness.samples import assess, selected, spec

MINIMUM = 10
WORDS = "abc"
unhurried = settings(deadline=None, max_examples=60)
tables = st.dictionaries(
    st.tuples(st.sampled_from(WORDS), st.sampled_from("xy"), st.sampled_from([None, "k"])),
    st.one_of(st.integers(1, 9), st.integers(10, 400)),
    min_size=1,
)


def hidden(**sizes: int) -> set[str]:
    """Return the groups whose numbers faces may not show."""
    (names,) = hidden_groups(selected(**{name: (n // 2, n) for name, n in sizes.items()}), spec())
    return set(names)


def follows(secret: Sequence[int], known: Sequence[Sequence[int]]) -> bool:
    """Return whether a row is a sum of multiples of others, by elimination in exact fractions."""
    rows = [[Fraction(part) for part in row] for row in known]
    left = [Fraction(part) for part in secret]
    for place in range(len(left)):
        pivot = next((row for row in rows if row[place]), None)
        if pivot is None:
            continue
        rows = [_less(row, pivot, place) for row in rows if row is not pivot]
        left = _less(left, pivot, place)
    return not any(left)


def _less(row: Sequence[Fraction], pivot: Sequence[Fraction], place: int) -> list[Fraction]:
    return [a - row[place] / pivot[place] * b for a, b in zip(row, pivot, strict=True)]


def test_large_groups_are_shown():
    assert hidden(a=100, b=10) == set()


def test_one_small_group_hides_the_next_smallest_too():
    assert hidden(a=100, b=50, tiny=4) == {"tiny", "b"}


def test_small_groups_that_hide_each_other_need_no_other():
    assert hidden(a=100, b=50, one=7, two=8) == {"one", "two"}


def test_small_groups_that_together_are_still_few_take_another_with_them():
    assert hidden(a=100, b=50, one=2, two=3) == {"one", "two", "b"}


def test_a_group_below_the_inference_minimum_is_listed_and_shown():
    (small,) = small_groups(margins(selected(a=(50, 100), b=(10, 20))), spec(), frozenset())

    assert (small.group, small.display, small.inference) == ("b", False, True)


def test_a_single_column_gives_no_small_combination_away():
    # Shown were 100, 80 and 12 of the combinations, and all women: 103. The difference would be the three.
    sizes = {("f", "young"): 100, ("f", "old"): 3, ("m", "young"): 80, ("m", "old"): 12}

    whole, sex, age = hidden_of(sizes, MINIMUM)

    assert (sex, age) == (frozenset(), frozenset())
    assert whole == sizes.keys()


def test_a_group_hidden_in_one_column_is_not_the_sum_of_shown_combinations():
    sizes = {(r, s): n for r, n in (("a", 300), ("b", 60), ("c", 3)) for s in "fm"}

    whole, race, _ = hidden_of(sizes, MINIMUM)

    assert race == {("c",), ("b",)}
    assert {("c", "f"), ("c", "m"), ("b", "f"), ("b", "m")} <= whole


@unhurried
@given(tables)
def test_whatever_the_sizes_no_small_group_follows_from_what_is_shown(sizes):
    divisions = hidden_of(sizes, MINIMUM)
    groups = list(sizes)
    sums = [[1] * len(groups)]
    secrets = []
    for place, gone in enumerate(divisions, start=-1):
        parts = [group if place < 0 else (group[place],) for group in groups]
        for part in dict.fromkeys(parts):
            row = [int(one == part) for one in parts]
            people = sum(n for n, inside in zip(sizes.values(), row, strict=True) if inside)
            secrets += [row] if people < MINIMUM else []
            sums += [] if part in gone else [row]

    if len(groups) > 1 and sum(sizes.values()) >= MINIMUM:
        assert not any(follows(secret, sums) for secret in secrets)
    assert all(part in divisions[0] for part, n in sizes.items() if n < MINIMUM)


def test_a_result_marks_what_is_hidden_in_every_division():
    cells = Cells(
        ("race", "sex"),
        tuple(
            Cell((race, sex), None, decided, n)
            for race, n in (("a", 300), ("b", 60), ("c", 2))
            for sex in "fm"
            for decided in (0, 1)
        ),
    )

    found = assess(cells)

    assert {one["group"] for one in found.suppressed if one["display"]} == {"b|f", "b|m", "c|f", "c|m"}
    by_race = {one["group"]: one["complementary"] for one in found.by_column["race"]["suppressed"]}
    assert by_race == {"b": True, "c": False}
    assert not found.by_column["sex"]["suppressed"]
