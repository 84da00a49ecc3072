"""Names beside a chart: as many letters as there is room for, whatever their width."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.charts import drawing
from audits.charts.drawing import NAME, short, width


def test_a_name_that_fits_is_left_alone():
    assert short("African-American") == "African-American"


@pytest.mark.parametrize(
    "name", ["African-American, 65 and over", "W" * 40, "Ελληνικά ονόματα ομάδων", "i" * 200]
)
def test_a_name_that_does_not_fit_ends_in_an_ellipsis_where_it_stops(name: str):
    cut = short(name)

    assert cut.endswith("…")
    assert cut[:-1] == name[: len(cut) - 1].rstrip()
    assert width(cut) <= NAME


def test_narrow_letters_leave_room_for_more_of_them_than_wide_ones():
    assert len(short("i" * 200)) > 2 * len(short("W" * 200))


def test_letters_that_the_typeface_lacks_are_taken_to_be_wide():
    assert short("ש" * 60) == short("W" * 60).replace("W", "ש")


@given(st.text(string.ascii_letters + "ąćęłńóśźżάέήίόύώабвгд", min_size=1, max_size=120))
def test_as_many_letters_are_kept_as_there_is_room_for(name):
    cut = short(name)

    kept = len(cut.removesuffix("…"))
    assert width(cut) <= NAME
    assert cut == name or width(f"{name[: kept + 1]}…") > NAME


def test_a_name_of_thousands_of_letters_is_measured_a_few_times(monkeypatch):
    measured = []
    monkeypatch.setattr(drawing, "width", lambda text: measured.append(text) or width(text))

    assert short("The long name of a group " * 200).startswith("The long name")

    assert len(measured) < 20
