"""When a recurring task is due: a cron expression on the clock of one place, summer time included."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import croniter
from croniter.croniter import CroniterError

SLACK = timedelta(days=1)  # more than any clock has ever been turned in one night
FIELDS = 5
HOURS = 24
# Rhythms that need no cron: the last three fields of an expression.
RHYTHMS = {
    "day": "* * *",
    "week": "* * 1",
    "month": "1 * *",
    "quarter": "1 1,4,7,10 *",
    "year": "1 1 *",
}
BY_CHANCE = re.compile(r"(?<![a-z])[rh](?![a-z])", re.IGNORECASE)  # croniter's own R and H


class BadCalendar(ValueError):
    """A cron expression or a time zone that means nothing; the message says which."""


def due_times(cron: str, zone: str, after: datetime, until: datetime) -> tuple[datetime, ...]:
    """Return every instant after the one and up to the other at which the expression is due, in UTC, rising.

    An hour that is skipped in spring: what was due in it is due an hour later on the clock, once. An hour
    that comes twice in autumn: what names its hours is due in the first, what runs every hour is due in both.
    Units: aware datetimes in, UTC out.
    Raises: BadCalendar.
    """
    clock = _clock(zone)
    every_hour = _runs_every_hour(cron)
    return tuple(
        sorted(
            {
                instant
                for wall in _wall_times(cron, after.astimezone(clock), until.astimezone(clock))
                for instant in _instants(wall, clock, both=every_hour)
                if after < instant <= until
            }
        )
    )


def recurring(every: str, at: time) -> str:
    """Return the cron expression of a rhythm at a time of day: weeks begin on Monday, the rest on their first.

    Raises: BadCalendar, when there is no such rhythm.
    """
    if every not in RHYTHMS:
        raise BadCalendar(f"There is no rhythm '{every}'; there are {', '.join(RHYTHMS)}.")
    return f"{at.minute} {at.hour} {RHYTHMS[every]}"


def check(cron: str, zone: str) -> None:
    """Refuse an expression or a zone that means nothing.

    Raises: BadCalendar.
    """
    _clock(zone)
    _runs_every_hour(cron)


def _clock(zone: str) -> ZoneInfo:
    """Return the clock of a place named as in the IANA database."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadCalendar(f"There is no time zone '{zone}'; write it like Europe/Vienna.") from error


def _runs_every_hour(cron: str) -> bool:
    """Return whether the expression leaves no hour out."""
    if BY_CHANCE.search(cron):
        raise BadCalendar(f"'{cron}' leaves the time to chance; state it.")
    if len(cron.split()) != FIELDS:
        raise BadCalendar(f"'{cron}' needs five fields: minute, hour, day, month, weekday.")
    try:
        hours = croniter.expand(cron)[0][1]
    except CroniterError as error:
        raise BadCalendar(f"'{cron}' is not a cron expression: {error}.") from error
    return hours == ["*"] or len(hours) == HOURS


def _wall_times(cron: str, after: datetime, until: datetime) -> Iterator[datetime]:
    """Yield what the clock on the wall shows each time, from a day before to a day after."""
    steps = croniter(cron, after.replace(tzinfo=None) - SLACK, ret_type=datetime)
    last = until.replace(tzinfo=None) + SLACK
    try:
        while (wall := steps.get_next(datetime)) <= last:
            yield wall
    except CroniterError:
        return  # croniter gives up on dates that never come, such as 30 February


def _instants(wall: datetime, clock: ZoneInfo, *, both: bool) -> Iterator[datetime]:
    """Yield the instants at which the clock shows this; a skipped time counts by the clock before it."""
    yield wall.replace(tzinfo=clock).astimezone(UTC)
    again = wall.replace(tzinfo=clock, fold=1).astimezone(UTC)
    if both and again.astimezone(clock).replace(tzinfo=None) == wall:
        yield again
