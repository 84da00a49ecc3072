"""Countries in words."""

from governance.countries import MEMBER_STATES, NAMES, told


def test_the_list_is_whole():
    assert len(NAMES) == 249
    assert len(MEMBER_STATES) == 27
    assert set(NAMES) >= MEMBER_STATES


def test_a_country_is_said_to_be_in_the_union_or_not():
    assert told("FR") == "France, in the Union"
    assert told("US") == "United States, outside the Union"
    assert told("XX") == "XX, outside the Union"
