"""An assessment is read leniently, and its gravest verdict is the one that runs and disparities go by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.dossiers.measured import GRAVEST, Reading, gravest, interval_of, read_measured
from audits.fairness.breaches import GRAVEST_FIRST
from tests.audits.dossiers.samples import raw

RESULT = raw("compas")["fairness"][0]["result"]


def reading(verdict: str) -> Reading:
    return read_measured({"readings": [{"verdict": verdict}]}).readings[0]


def test_verdicts_are_as_grave_in_a_dossier_as_anywhere_else():
    assert list(GRAVEST) == [verdict.value for verdict in GRAVEST_FIRST]


def test_the_gravest_reading_is_the_first_of_the_gravest_verdict():
    first, second = reading("disparity_supported"), reading("disparity_supported")

    assert gravest([reading("not_assessable"), first, second]) is first
    assert gravest([]) is None


def test_a_word_of_a_later_annex_is_less_grave_than_any_known_one():
    known = reading("within_tolerance_demonstrated")

    assert gravest([reading("a_word_of_2031"), known]) is known


@given(st.sets(st.sampled_from(sorted(RESULT))))
def test_an_assessment_that_lacks_any_of_its_parts_is_read_as_far_as_it_goes(absent):
    found = read_measured({name: part for name, part in RESULT.items() if name not in absent})

    assert bool(found.readings) == ("readings" not in absent)
    assert bool(found.by_group) == ("by_group" not in absent)
    assert found.hidden == read_measured(RESULT).hidden or "suppressed" in absent


@pytest.mark.parametrize(
    ("missing", "rows"),
    [(7, 7), ({"outcome": 2, "prediction": 3, "columns": {"sex": 9}}, 5), ({"outcome": None}, 0), (None, 0)],
)
def test_missing_values_are_those_of_outcome_and_prediction(missing, rows):
    assert read_measured({"missing": missing}).missing_rows == rows


@pytest.mark.parametrize("ends", [[0.1, 0.4], {"low": 0.1, "high": 0.4}])
def test_an_interval_is_read_in_either_form_and_two_nothings_stand_for_none(ends):
    part = {"intervals": {"overall": {"tpr": ends}, "by_group": {"blue": {"fpr": ends}}}}

    assert interval_of(part, None, "tpr") == interval_of(part, "blue", "fpr") == (0.1, 0.4)
    assert interval_of(part, "green", "fpr") == interval_of({}, None, "tpr") == (None, None)
