"""Lists and bands as people type them are read back to what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.fairness import Misstated
from audits.forms.bands import bands_in_words, read_bands
from audits.forms.lists import joined, listed

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("race, sex", ["race", "sex"]),
        (" race ,, sex ,", ["race", "sex"]),
        ('"race, self-declared", sex', ["race, self-declared", "sex"]),
        ("", []),
    ],
)
def test_a_list_is_parted_by_commas_outside_of_quotes(words, parts):
    assert listed(words) == parts


@given(st.lists(NAMES, max_size=4))
def test_whatever_columns_are_called_a_list_of_them_is_read_back(names):
    assert listed(joined(names)) == names


def test_bands_are_read_back_also_of_a_column_with_odd_signs():
    edges = {"age": (25.0, 45.0), "income; net: yearly": (20000.0,)}

    assert read_bands(bands_in_words(edges)) == {name: list(cuts) for name, cuts in edges.items()}


@pytest.mark.parametrize("words", ["age: 25, old", "25, 45", ": 25", "age:"])
def test_what_is_no_band_is_refused_with_what_was_typed(words):
    with pytest.raises(Misstated):
        read_bands(words)
