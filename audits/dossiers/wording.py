"""Values as people read them: dates, shares, digests, answers."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from governance.countries import NAMES

THIN, MINUS = "\u202f", "\u2212"
DASH = "\u2013"
NOT_KNOWN = "Not known"
LONGEST_FIELD = 1_500
LONGEST_PARAGRAPH = 120_000
PIECE, BREAK = 12, "\u200b"
ENDLESS = re.compile(r"\S{64,}")
# Where a file's name or an address may end a line, then pieces of what has no such place.
PIECES = re.compile(rf"[^\W_]{{1,{PIECE}}}[_\W]*|[_\W]+")
NAME_SHOWN = 60
DIGEST_GROUP, GROUPS_A_LINE = 8, 4
# Named here: the C library's names change with the locale of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


TIERS = {
    "high": "High-risk",
    "minimal": "Minimal risk",
    "transparency": "Transparency duties",
    "out_of_scope": "Out of scope",
}

LAWS = {
    "2024-1689": "Regulation (EU) 2024/1689 as published on 12 July 2024",
    "2026-1744": "Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744",
}


def law(edition: str) -> str:
    """Return the state of the law that an edition of the rulebook holds, as a lawyer cites it."""
    return LAWS.get(edition) or f"Regulation (EU) 2024/1689, edition {edition}"


def tier(word: str) -> str:
    """Return a tier in the words that lists use; nothing for none."""
    return TIERS.get(word) or capital(word)


def country(code: str) -> str:
    """Return Denmark for DK; other text comes back as it was."""
    return NAMES.get(code, code)


def day(iso: str) -> str:
    """Return 2 December 2027 for 2027-12-02 or any time on it; other text comes back as it was."""
    try:
        moment = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def minute(iso: str) -> str:
    """Return 20 November 2026, 14:05 UTC for an ISO time; other text comes back as it was."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    zone = f" {moment.tzname()}" if moment.tzinfo else ""
    return f"{day(iso)}, {moment:%H:%M}{zone.replace('+00:00', '')}"


def thousands(number: float) -> str:
    """Return 7 214 for 7214, with thin spaces that do not break."""
    return f"{number:,.0f}".replace(",", THIN)


def several(count: int, one: str, more: str) -> str:
    """Return a count with its noun: 1 system, 7 214 systems."""
    return f"{thousands(count)} {one if count == 1 else more}"


def counted(count: int, one: str, more: str) -> str:
    """Return a count with its noun at the beginning of a sentence, where none is a word: No system, 1 system."""
    return several(count, one, more) if count else f"No {one}"


def percent(share: object, places: int = 2) -> str:
    """Return 44.85 % for 0.4485; a dash where there is no number."""
    if not isinstance(share, int | float):
        return DASH
    return f"{share * 100:.{places}f}{THIN}%".replace("-", MINUS)


def decimal(value: object, places: int = 3) -> str:
    """Return a number with fixed places; a dash where there is none."""
    return f"{value:.{places}f}".replace("-", MINUS) if isinstance(value, int | float) else DASH


def spaced(digest: str) -> str:
    """Return a hexadecimal digest in groups that an eye can compare, four to a line."""
    groups = [digest[i : i + DIGEST_GROUP] for i in range(0, len(digest), DIGEST_GROUP)]
    lines = ["\u00a0".join(groups[i : i + GROUPS_A_LINE]) for i in range(0, len(groups), GROUPS_A_LINE)]
    return " ".join(lines)


def answer(value: object, labels: Sequence[str] = ()) -> str:
    """Return a stored answer as a person would say it, by its labels where it has some."""
    if labels:
        return "; ".join(labels)
    match value:
        case None:
            return NOT_KNOWN
        case bool():
            return "Yes" if value else "No"
        case str():
            return plain(day(value)) if value else NOT_KNOWN
        case Sequence():
            return ", ".join(map(answer, value)) or "None of these"
    return str(value)


def plain(word: str) -> str:
    """Return a stored word in plain letters: no underscores."""
    return word.replace("_", " ") if " " not in word else word


def capital(word: str) -> str:
    """Return a stored word as it stands at the beginning of a line."""
    text = plain(word)
    return text[:1].upper() + text[1:]


def cut(text: str, limit: int = LONGEST_FIELD) -> str:
    """Return text that a page can hold; what is cut off is counted and stays in the attached record."""
    if len(text) <= limit:
        return breakable(text)
    left = f"{thousands(len(text) - limit)} more characters in the attached record"
    return f"{breakable(text[:limit].rstrip())} … [{left}]"


def shortened(text: str, limit: int) -> str:
    """Return text on one line that ends in an ellipsis where it had to end early."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def brief(name: str, limit: int = NAME_SHOWN) -> str:
    """Return a name that a narrow column can hold; the attached record has all of it."""
    return breakable(shortened(name, limit))


def breakable(text: str) -> str:
    """Return text with places to break in words that no line could hold; a page would seek for minutes."""
    return ENDLESS.sub(lambda word: BREAK.join(PIECES.findall(word[0])), text)
