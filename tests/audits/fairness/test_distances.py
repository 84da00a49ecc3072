"""The ends of a distance hold what was found, and are moved only where drawing is biased."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from audits.fairness.disparities import spread
from audits.fairness.distances import held
from tests.audits.fairness.samples import assess, selected

TAILS = (0.025, 0.975)
SHARE = st.floats(min_value=0, max_value=1)


def drawn(rates: np.ndarray, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Return difference and ratio of these groups in two thousand draws, and as they are."""
    counted = np.random.default_rng(20261121).binomial(people, rates, (2000, len(rates))) / people
    return np.stack(spread(counted), axis=-1), np.stack(spread(rates[None]), axis=-1)[0]


def percentiles(draws: np.ndarray) -> np.ndarray:
    return np.moveaxis(np.quantile(draws, TAILS, axis=0), 0, -1)


def test_of_many_groups_that_lie_close_together_the_ends_hold_what_was_found():
    draws, stood = drawn(np.linspace(0.4, 0.5, 50), 60)
    plain = percentiles(draws)

    ends = held(plain, draws, stood, np.array([np.inf, 1.0]))

    assert plain[0, 0] > stood[0]
    assert plain[1, 1] < stood[1]
    assert (ends[:, 0] <= stood).all()
    assert (stood <= ends[:, 1]).all()


def test_of_few_groups_that_lie_apart_the_percentiles_stay_as_the_row_bootstrap_has_them():
    draws, stood = drawn(np.array([0.2, 0.35, 0.5]), 1000)

    assert (held(percentiles(draws), draws, stood) == percentiles(draws)).all()


def test_the_range_of_groups_is_held_more_often_than_by_percentiles():
    rng, rates = np.random.default_rng(7), np.linspace(0.3, 0.4, 5)
    plainly = moved = 0
    for _ in range(200):
        found = rng.binomial(100, rates) / 100
        draws = np.stack(spread(rng.binomial(100, found, (500, 5)) / 100), axis=-1)
        plain = percentiles(draws)
        ends = held(plain, draws, np.stack(spread(found[None]), axis=-1)[0])
        plainly += plain[0, 0] <= 0.1 <= plain[0, 1]
        moved += ends[0, 0] <= 0.1 <= ends[0, 1]

    assert moved > plainly


@given(draws=arrays(float, (60, 2), elements=SHARE), stood=arrays(float, 2, elements=SHARE))
def test_ends_are_in_order_within_what_is_possible_and_around_what_was_found(draws, stood):
    ends = held(percentiles(draws), draws, stood, 1.0)

    assert (ends >= 0).all()
    assert (ends <= 1).all()
    assert (ends[:, 0] <= stood).all()
    assert (stood <= ends[:, 1]).all()


def test_what_has_no_bounds_keeps_none():
    none = np.full((3, 1), np.nan)

    assert np.isnan(held(np.full((1, 2), np.nan), none, np.array([0.3]))).all()


def test_every_printed_interval_of_fifty_groups_holds_its_value():
    groups = {f"g{i:02}": (12 + i % 9, 40) for i in range(50)}

    found = assess(selected(**groups)).as_json()

    printed = [
        (found["disparities"][measure][kind], interval)
        for measure, kinds in found["intervals"]["disparities"].items()
        for kind, interval in kinds.items()
        if interval is not None
    ] + [(one["value"], one["interval"]) for one in found["readings"] if one["interval"] is not None]
    assert len(printed) > 2
    assert all(low <= value <= high for value, (low, high) in printed)
