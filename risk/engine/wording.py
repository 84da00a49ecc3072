"""The one plain sentence above every finding."""

from dataclasses import dataclass
from datetime import date

from governance.vocabulary import Tier
from risk.engine.edition import Kind, Rule
from risk.engine.findings import Owed, Upcoming
from risk.engine.grounds import behind, bound_before, first_day, no_system, outside, taken_out
from risk.engine.judgement import Judgement
from risk.engine.tiers import Verdict

NOTHING_FOUND = "no prohibited practice, no high-risk use and no transparency duty was found"
SAID = {
    Tier.PROHIBITED: "prohibited",
    Tier.HIGH: "high-risk",
    Tier.TRANSPARENCY: "subject to transparency duties",
    Tier.MINIMAL: "of minimal risk",
    Tier.OUT_OF_SCOPE: "outside the Act",
}


def plain(day: date) -> str:
    """Return a date as people write it: 2 December 2026.

    Source: the usage of the Official Journal.
    """
    return f"{day.day} {day:%B} {day.year}"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a headline says besides the tier: how many answers are open, what is owed, what is to come."""

    answers: int
    obligations: tuple[Owed, ...]
    upcoming: tuple[Upcoming, ...]


def headline(judged: Judgement, reached: Verdict, outlook: Outlook) -> str:
    """Return a few plain sentences: the tier, the provisions behind it, models, and a prohibition to come.

    Source: the rules that hold.
    """
    models = behind(judged, Kind.GPAI)
    also = f" Duties for models as well: {_listed(models)}." if models else ""
    return _sentence(judged, reached, outlook) + also + _banned_later(outlook)


def _sentence(judged: Judgement, reached: Verdict, outlook: Outlook) -> str:
    match reached.tier:
        case Tier.UNDETERMINED:
            return _undetermined(reached, outlook.answers)
        case Tier.MINIMAL:
            return _minimal(judged)
        case Tier.OUT_OF_SCOPE:
            return f"Outside the Act{_until(judged, outlook)}: {_listed(outside(judged))}."
        case Tier.PROHIBITED:
            return f"Prohibited: {_listed(behind(judged, Kind.PROHIBITED))}."
        case Tier.HIGH:
            return f"High-risk: {_listed(behind(judged, Kind.HIGH_RISK))}{_begins(judged, outlook)}."
        case _:
            kept_out = _taken_out(judged)
            also = f" {kept_out[0].upper()}{kept_out[1:]}." if kept_out else ""
            return f"Transparency duties: {_listed(behind(judged, Kind.TRANSPARENCY))}.{also}"


def _minimal(judged: Judgement) -> str:
    if apart := no_system(judged):
        return f"No system to judge: {_listed(apart)}."
    return f"Minimal risk: {_taken_out(judged) or NOTHING_FOUND}."


def _undetermined(reached: Verdict, answers: int) -> str:
    words = [SAID[tier] for tier in reached.could]
    could = f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
    many = "1 answer" if answers == 1 else f"{answers} answers"
    if reached.at_least is Tier.MINIMAL:
        return f"Undetermined: could be {could}, depending on {many}."
    return f"At least {SAID[reached.at_least]}; could be {could}, depending on {many}."


def _listed(rules: list[Rule]) -> str:
    return "; ".join(f"{rule.title[0].lower()}{rule.title[1:]} ({rule.provision.cite})" for rule in rules)


def _taken_out(judged: Judgement) -> str:
    uses, exceptions = taken_out(judged)
    return f"{_listed(uses)}, but not high-risk: {_listed(exceptions)}" if uses and exceptions else ""


def _begins(judged: Judgement, outlook: Outlook) -> str:
    first, asleep = first_day(judged, outlook.obligations)
    if asleep:
        return f". {asleep.rstrip('.')}"
    if first is None or first <= judged.on:
        return ""
    early = bound_before(judged, outlook.obligations, first)
    listed = "; ".join(f"{duty.title[0].lower()}{duty.title[1:]} ({duty.provision.cite})" for duty in early)
    return f"; the duties apply from {plain(first)}" + (f", and before them: {listed}" if early else "")


def _until(judged: Judgement, outlook: Outlook) -> str:
    """Return until when all that keeps a record outside the Act holds, where a day is known for it."""
    keeping = {rule.id for rule in outside(judged)}
    ends = {change.rule: change.on for change in outlook.upcoming if change.rule in keeping}
    return f" until {plain(max(ends.values()))}" if ends.keys() == keeping else ""


def _banned_later(outlook: Outlook) -> str:
    bans = [
        change for change in outlook.upcoming if change.becomes is Tier.PROHIBITED and change.state == "holds"
    ]
    return f" It becomes prohibited on {plain(bans[0].on)} ({bans[0].provision.cite})." if bans else ""
