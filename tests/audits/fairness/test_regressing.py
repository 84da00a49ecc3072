"""Since the approved run: worse, better, or no more than chance and tolerance allow."""

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from audits.fairness.regressing import Course, are_apart, change, difference, readings_by_key

FINE, SUPPORTED = "no_evidence_of_disparity", "disparity_supported"


def reading(value, interval=None, *, kind="ratio", verdict=FINE):
    return {
        "by": ["sex"],
        "measure": "tpr",
        "kind": kind,
        "verdict": verdict,
        "value": value,
        "interval": interval,
    }


@pytest.mark.parametrize(
    ("before", "now", "course"),
    [
        (reading(0.95, (0.93, 0.97)), reading(0.80, (0.78, 0.82)), Course.WORSE),
        (reading(0.95, (0.93, 0.97)), reading(0.91, (0.90, 0.92)), Course.AS_BEFORE),
        (reading(0.95, (0.80, 0.99)), reading(0.80, (0.70, 0.90)), Course.AS_BEFORE),
        (reading(0.80, (0.78, 0.82)), reading(0.95, (0.93, 0.97)), Course.BETTER),
        (reading(0.95), reading(0.80), Course.AS_BEFORE),
        (reading(0.95), reading(0.94, verdict="disparity_borderline"), Course.WORSE),
        (reading(0.95, verdict=SUPPORTED), reading(0.94, verdict="disparity_borderline"), Course.AS_BEFORE),
        (reading(0.95), reading(0.95, verdict="inconclusive_underpowered"), Course.AS_BEFORE),
        (reading(0.95), reading(None, verdict="not_assessable"), Course.UNCLEAR),
        (reading(None, verdict="not_assessable"), reading(0.5), Course.UNCLEAR),
        (reading(None, verdict="not_assessable"), reading(0.5, verdict=SUPPORTED), Course.WORSE),
        (None, reading(0.5, verdict=SUPPORTED), Course.NEW),
    ],
    ids=[
        "lower ratio, apart", "within the tolerance", "intervals touch", "higher ratio, apart", "no intervals",
        "graver verdict", "less grave", "too small now", "not said now", "not said then", "not said then, found",
        "not measured then",
    ],
)  # fmt: skip
def test_what_became_of_a_reading(before, now, course):
    assert change(before, now, tolerance=0.05).course == course


def test_a_difference_is_worse_when_it_grows_and_a_ratio_when_it_falls():
    wider = change(
        reading(0.05, (0.04, 0.06), kind="difference"), reading(0.2, (0.18, 0.22), kind="difference"), 0.05
    )
    lower = change(reading(0.95, (0.94, 0.96)), reading(0.8, (0.78, 0.82)), 0.05)

    for found in (wider, lower):
        assert found.course == Course.WORSE
        assert found.worse_by == pytest.approx(0.15)
        assert found.apart
        assert found.interval[0] < found.worse_by < found.interval[1]
        assert found.interval[0] > 0


def test_of_two_rates_with_wilson_intervals_the_interval_of_the_difference_is_newcombe_s():
    (one, one_of), (two, two_of) = (30, 120), (66, 150)
    first, second = (proportion_confint(k, n, method="wilson") for k, n in ((one, one_of), (two, two_of)))

    found = difference((one / one_of, first), (two / two_of, second))

    expected = confint_proportions_2indep(two, two_of, one, one_of, compare="diff", method="newcomb")
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [((0.1, 0.2), (0.3, 0.4), True), ((0.3, 0.4), (0.1, 0.2), True), ((0.1, 0.3), (0.3, 0.4), False),
     (None, (0.1, 0.2), False), ((None, 0.2), (0.3, 0.4), False)],
)  # fmt: skip
def test_intervals_that_touch_or_are_unknown_are_not_apart(one, other, apart):
    assert are_apart(one, other) == apart


def test_an_unknown_bound_gives_no_interval_of_the_difference():
    assert difference((0.5, None), (0.6, (0.5, 0.7))) is None
    assert difference((None, None), (0.6, (0.5, 0.7))) is None


def test_readings_are_known_by_division_measure_and_kind():
    told = reading(0.5)

    assert readings_by_key({"readings": [told]}) == {(("sex",), "tpr", "ratio"): told}
