"""Ends of a distance between groups: drawing anew scatters groups that lie close together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audits.fairness.disparities import spread
from audits.fairness.estimating.estimates import ends_of_distance

DISTANCES = st.floats(min_value=0, max_value=100)


def test_groups_that_are_alike_are_not_told_apart_by_an_interval():
    means = np.array([0.0, 0.01, -0.01, 0.02, 0.0])
    drawn = np.random.default_rng(20261121).normal(means, 0.5, (2000, len(means)))
    distances, _ = spread(drawn)
    stood = float(spread(means)[0])

    low, high = ends_of_distance(distances, stood)

    assert np.quantile(distances, 0.025) > stood
    assert low <= stood <= high


@given(draws=st.lists(DISTANCES, min_size=40, max_size=200), stood=DISTANCES)
def test_the_ends_hold_what_was_found_and_never_fall_below_nought(draws, stood):
    low, high = ends_of_distance(np.array(draws), stood)

    assert 0 <= low <= stood <= high


def test_without_a_draw_that_has_a_value_there_are_no_ends():
    assert np.isnan(ends_of_distance(np.array([np.nan, np.nan]), 0.3)).all()
