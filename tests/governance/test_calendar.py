"""Schedules keep to the clock on the wall, through both nights on which it is turned."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.calendar import BadCalendar, check, due_times

VIENNA = "Europe/Vienna"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def due(cron: str, after: datetime, until: datetime, zone: str = VIENNA) -> list[str]:
    """Return the due times as the clock there shows them, with their distance from UTC."""
    return [f"{t.astimezone(ZoneInfo(zone)):%d. %H:%M%z}" for t in due_times(cron, zone, after, until)]


def test_a_daily_rule_comes_at_the_same_hour_in_summer_and_winter():
    assert due("0 6 * * *", utc(2026, 10, 24, 12), utc(2026, 10, 26, 12)) == [
        "25. 06:00+0100",
        "26. 06:00+0100",
    ]
    assert due_times("0 6 * * *", VIENNA, utc(2026, 7, 1), utc(2026, 7, 2)) == (utc(2026, 7, 1, 4),)


def test_a_daily_rule_in_the_hour_that_comes_twice_is_due_once_in_the_first():
    assert due("30 2 * * *", utc(2026, 10, 24, 12), utc(2026, 10, 25, 12)) == ["25. 02:30+0200"]


def test_a_daily_rule_in_the_hour_that_is_skipped_is_due_an_hour_later():
    assert due("30 2 * * *", utc(2026, 3, 28, 12), utc(2026, 3, 29, 12)) == ["29. 03:30+0200"]


def test_a_rule_of_every_half_hour_never_waits_longer_and_never_comes_twice():
    for night in (utc(2026, 10, 24, 22), utc(2026, 3, 28, 22)):
        times = due_times("*/30 * * * *", VIENNA, night, night + timedelta(hours=8))

        assert len(times) == 16
        assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(minutes=30)}


def test_hours_written_out_count_as_every_hour():
    hours = ",".join(map(str, range(24)))

    assert len(due_times(f"0 {hours} * * *", VIENNA, utc(2026, 10, 24, 22), utc(2026, 10, 25, 22))) == 24


def test_the_first_end_is_left_out_and_the_last_is_in():
    assert due_times("0 * * * *", "UTC", utc(2026, 1, 1, 1), utc(2026, 1, 1, 3)) == (
        utc(2026, 1, 1, 2),
        utc(2026, 1, 1, 3),
    )


def test_nothing_is_due_between_a_moment_and_itself_or_backwards():
    assert due_times("* * * * *", "UTC", utc(2026, 1, 1), utc(2026, 1, 1)) == ()
    assert due_times("* * * * *", "UTC", utc(2026, 1, 2), utc(2026, 1, 1)) == ()


def test_a_date_that_never_comes_is_never_due():
    assert due_times("0 0 30 2 *", "UTC", utc(2026, 1, 1), utc(2027, 1, 1)) == ()


def test_a_country_that_skipped_a_day_skips_it_once():
    # Samoa went from 29 to 31 December 2011; what was due on the 30th is due a day later on the clock.
    times = due_times("0 9 * * *", "Pacific/Apia", utc(2011, 12, 28), utc(2012, 1, 2))

    assert len(times) == len(set(times))
    assert [t.astimezone(ZoneInfo("Pacific/Apia")).day for t in times] == [28, 29, 31, 1, 2]


@settings(deadline=None)  # the machine may be busy; time is not what is tested
@given(
    st.sampled_from(["30 2 * * *", "0 0 * * 1", "15 */6 * * *", "*/20 * * * *", "0 9 1 * *"]),
    st.sampled_from([VIENNA, "America/New_York", "Australia/Lord_Howe", "UTC"]),
    st.integers(0, 330 * 24 * 60).map(lambda minutes: utc(2026, 1, 1) + timedelta(minutes=minutes)),
    st.lists(st.integers(1, 72 * 60), min_size=1, max_size=4),
)
def test_looking_in_pieces_finds_the_same_as_looking_at_once(cron, zone, start, pieces):
    moments = [start]
    for minutes in pieces:
        moments.append(moments[-1] + timedelta(minutes=minutes))

    at_once = due_times(cron, zone, moments[0], moments[-1])

    piecewise = [t for a, b in pairwise(moments) for t in due_times(cron, zone, a, b)]
    assert list(at_once) == piecewise


@pytest.mark.parametrize(
    ("cron", "zone", "words"),
    [
        ("every day", "UTC", "five fields"),
        ("* * * * * *", "UTC", "five fields"),
        ("61 * * * *", "UTC", "not a cron expression"),
        ("R 2 * * *", "UTC", "chance"),
        ("H 2 * * *", "UTC", "chance"),
        ("0 2 * * *", "Mars/Olympus", "no time zone"),
        ("0 2 * * *", "../../etc/passwd", "no time zone"),
        ("0 2 * * *", "", "no time zone"),
    ],
)
def test_what_means_nothing_is_refused_in_words(cron, zone, words):
    with pytest.raises(BadCalendar, match=words):
        check(cron, zone)


def test_names_of_days_and_months_are_understood():
    check("0 6 * MAR-OCT THU", VIENNA)
