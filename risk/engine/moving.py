"""What moved between two findings on the same system: tier, rules, obligations, days."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Json = Mapping[str, Any]
Because = Callable[["Moved"], tuple[str, ...]]

LATER = ", not yet"
PROHIBITED = "prohibited"
OF_THE_TIER = frozenset({PROHIBITED, "high_risk", "transparency"})
# The states of a rule between which nothing changed for anybody; a day to come is announced by itself.
IDLE = frozenset({"", "fails", f"open{LATER}"})
OWED = ("title", "says", "recurrence", "limit", "note")


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that is not as it was: a rule's state, a duty, or a day to come.

    what: `rule` (was and now are states); of duties `opened`, `fallen`, `dated` (was and now are days),
    `amended`; of days on which the law will change `announced`, `rescheduled`, `withdrawn`. `by` names the
    points that moved it.
    """

    what: str
    id: str
    title: str
    provision: Json
    was: str = ""
    now: str = ""
    role: str = ""
    by: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "what": self.what, "id": self.id, "title": self.title, "provision": dict(self.provision),
            "was": self.was, "now": self.now, "role": self.role, "by": list(self.by),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movement:
    """Everything that moved, and in one list why: each reason once, with its provision."""

    tier: tuple[str, str]
    parts: tuple[Moved, ...]
    why: tuple[Mapping[str, str], ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.parts) or self.tier[0] != self.tier[1]

    def because(self, reason: Because, days: Iterable[Mapping[str, str]] = ()) -> "Movement":
        """Return the same with the points named that moved each part; days that have come stand first in `why`.

        Source: the amending points in the editions' own entries; Art. 113 for the days.
        """
        parts = tuple(replace(part, by=reason(part)) for part in self.parts)
        days = tuple(days)
        told = {day["cite"] for day in days}
        points = Counter(point for part in parts for point in part.by if point not in told)
        why = (*days, *({"cite": point, "says": ""} for point, _ in points.most_common()))
        return replace(self, parts=parts, why=why)

    def as_json(self) -> dict[str, object]:
        return {"parts": [part.as_json() for part in self.parts], "why": [dict(one) for one in self.why]}


def movement(before: Json, after: Json) -> Movement:
    """Return what moved from one finding to another, both as JSON.

    A rule that fails now and was not there before has not moved; a day that simply passed is no withdrawal.
    Source: none in the Act; a comparison of two opinions.
    """
    parts = (*_rules(before, after), *_duties(before, after), *_days(before, after))
    return Movement((before["tier"], after["tier"]), parts)


def passed(before: Json, after: Json) -> tuple[Json, ...]:
    """Return the changes that the earlier finding saw coming and whose day has come by the later one.

    Source: Art. 113.
    """
    return tuple(change for change in before["upcoming"] if before["on"] < change["on"] <= after["on"])


def _rules(before: Json, after: Json) -> Iterable[Moved]:
    old, new = ({rule["rule"]: rule for rule in finding["findings"]} for finding in (before, after))
    for name in dict.fromkeys([*old, *new]):
        was, now = _state(old.get(name)), _state(new.get(name))
        told = new.get(name) or old[name]
        if was != now and not _is_idle({was, now}, told["kind"]):
            yield Moved("rule", name, told["title"], told["provision"], was, now)


def _is_idle(states: set[str], kind: str) -> bool:
    """Say whether nothing changed for anybody; that a rule is open matters where it could make the tier."""
    return states <= (IDLE if kind in OF_THE_TIER else IDLE | {"open"})


def _state(rule: Json | None) -> str:
    """Return a rule's state, and whether its day is still to come where the tier hangs on that."""
    if rule is None:
        return ""
    hangs = rule["state"] == "holds" or (rule["state"] == "open" and rule["kind"] == PROHIBITED)
    return str(rule["state"]) if rule["applies"] or not hangs else f"{rule['state']}{LATER}"


def _duties(before: Json, after: Json) -> Iterable[Moved]:
    old, new = _owed(before), _owed(after)
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        told = now or old[key]
        part = Moved("", told["id"], told["title"], told["provision"], role=told["role"])
        if was is None:
            yield replace(part, what="opened", now=_due(told))
        elif now is None:
            yield replace(part, what="fallen", was=_due(told))
        elif _due(was) != _due(now):
            yield replace(part, what="dated", was=_due(was), now=_due(now))
        elif any(was[name] != now[name] for name in OWED) or _fine(was) != _fine(now):
            yield replace(part, what="amended")


def _owed(finding: Json) -> dict[str, Json]:
    return {f"{duty['id']}:{duty['role']}": duty for duty in finding["obligations"]}


def _due(duty: Json) -> str:
    """Return a duty's day, and the day by the letter where there is one; empty while it sleeps."""
    effective, literal = duty["due"]["effective"] or "", duty["due"]["literal"]
    return f"{effective} (by the letter {literal})" if literal else effective


def _fine(duty: Json) -> str:
    """Return a ceiling without the day from which anybody is fined, which comes to pass by itself."""
    fine = duty["fine"]
    return f"{fine['amount']} {fine['percent']} {fine['whichever']}" if fine else ""


def _coming(finding: Json) -> dict[tuple[str, str], Json]:
    return {(change["rule"], change["on"]): change for change in finding["upcoming"]}


def _days(before: Json, after: Json) -> Iterable[Moved]:
    old, new = _coming(before), _coming(after)
    gone = {key: change for key, change in old.items() if key not in new and key[1] > after["on"]}
    for (rule, on), change in new.items():
        if (rule, on) not in old:
            # One day of a rule that another takes the place of has been moved, not withdrawn.
            was = next((key for key in gone if key[0] == rule), None)
            what = "rescheduled" if was else "announced"
            yield Moved(what, rule, change["title"], change["provision"], was[1] if was else "", on)
            if was:
                del gone[was]
    for (rule, on), change in gone.items():
        yield Moved("withdrawn", rule, change["title"], change["provision"], was=on)
