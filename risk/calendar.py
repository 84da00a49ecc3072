"""Days as calendar programs read them: iCalendar text (RFC 5545), all-day events, nothing else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FOLD = 75
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """One day on which something falls due; `uid` never changes, so that a program updates and does not double."""

    uid: str
    on: date
    summary: str
    description: str = ""
    url: str = ""


def render(name: str, events: Iterable[Event], stamped: datetime) -> str:
    """Return a calendar as text, ready to be served as text/calendar in UTF-8.

    Units: all-day events; `stamped` is an aware time, written in UTC.
    """
    stamp = f"{stamped.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Annex//Obligations//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for event in events for line in _event(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """Return a value of type TEXT: backslash, semicolon, comma and line breaks escaped, controls left out.

    Source: RFC 5545, 3.3.11.
    """
    plain = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for raw, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(raw, safe)
    return plain


def folded(line: str) -> str:
    """Return a content line in pieces of at most 75 octets, never cutting a character in two.

    Source: RFC 5545, 3.1; each further piece begins with a space that counts.
    """
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + width
    return "\r\n".join([*pieces, piece])


def _event(event: Event, stamp: str) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{FORBIDDEN.sub('', event.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
