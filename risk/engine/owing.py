"""What is owed: role by finding by date."""

from collections.abc import Mapping
from datetime import date

from risk.engine.circuit import OPEN, YES
from risk.engine.conditions import named
from risk.engine.edition import NATIONAL, Fine, Kind, Obligation, Rule
from risk.engine.findings import Due, Owed, day
from risk.engine.judgement import Judgement
from risk.engine.wording import plain

SIZE = "organisation.size"


def owed(judged: Judgement) -> tuple[Owed, ...]:
    """Return the obligations that are owed, the earliest effective day first, sleeping ones last.

    Source: each obligation's own provision; Arts. 111 and 113 for the days.
    """
    state, duties = judged.state, judged.edition.obligations
    nodes = judged.edition.circuit.obligations
    found = [_owed(judged, duties[name]) for name, node in nodes.items() if state[node] == YES]
    return tuple(sorted(found, key=lambda duty: duty.due.effective or date.max))


def possible(judged: Judgement) -> tuple[str, ...]:
    """Return the ids of obligations that depend on an answer not given yet.

    Source: each obligation's own provision.
    """
    state, nodes = judged.state, judged.edition.circuit.obligations
    return tuple([name for name, node in nodes.items() if state[node] == OPEN])


def _owed(judged: Judgement, duty: Obligation) -> Owed:
    because = tuple(name for name in duty.because if judged.rule(name) == YES)
    return Owed(
        id=duty.id,
        title=duty.title,
        says=duty.says,
        role=duty.role,
        provision=duty.provision,
        due=_due(judged, duty, because),
        recurrence=duty.recurrence,
        limit=duty.limit,
        fine=_fine(judged, _ceiling(judged, duty)),
        evidence=duty.evidence,
        because=because,
        note=duty.note,
        concerns=duty.concerns.value,
    )


def _due(judged: Judgement, duty: Obligation, because: tuple[str, ...]) -> Due:
    rules = [judged.edition.rules[name] for name in because]
    days = [(rule, _begins(duty, rule)) for rule in rules]
    graced = [_graced(judged, rule, begins) for rule, begins in days]
    effective, note = min(graced, key=lambda pair: pair[0] or date.max)
    held = _role_begins(judged, duty.role)
    effective = max(effective, held) if effective else None
    if note or effective is None or duty.literal is None or not held <= duty.literal.on < effective:
        return Due(effective, None, note)
    return Due(effective, duty.literal.on, duty.literal.note)


def _role_begins(judged: Judgement, role: str) -> date:
    """Return the first day on which somebody is in a role: who becomes provider by Art. 25 is none before."""
    whole = judged.edition.rules[f"role.{role}"]
    grounds = [judged.edition.rules[name] for name in named(whole.when) if name in judged.edition.rules]
    held = [rule for rule in grounds if rule.kind == Kind.ROLE and judged.rule(rule.id) == YES] or [whole]
    return min(rule.applies_from.on if rule.applies_from else date.min for rule in held)


def _begins(duty: Obligation, rule: Rule) -> date:
    own = duty.applies_from.on if duty.applies_from else date.min
    return max(own, rule.applies_from.on if rule.applies_from else date.min)


def _graced(judged: Judgement, rule: Rule, begins: date) -> tuple[date | None, str]:
    for name in rule.grace:
        if judged.rule(name) == YES:
            grace = judged.edition.rules[name]
            return (grace.until.on if grace.until else None), grace.says
    return begins, ""


def _ceiling(judged: Judgement, duty: Obligation) -> Fine | None:
    own = duty.fine.id if duty.fine else NATIONAL
    standing_in = (fine for fine in judged.edition.fines.values() if own in fine.replaces)
    return next((fine for fine in standing_in if judged.rule(fine.because) == YES), duty.fine)


def _fine(judged: Judgement, fine: Fine | None) -> Mapping[str, object] | None:
    if fine is None:
        return None
    size = judged.facts.answers.get(SIZE)
    which = "lower" if isinstance(size, str) and size in fine.lower_for else "higher"
    amount = f"Up to EUR {fine.amount:,}".replace(",", " ")
    share = f" or {fine.percent} % of worldwide annual turnover, whichever is {which}" if fine.percent else ""
    begins = fine.applies_from.on if fine.applies_from else None
    later = f"; nobody is fined before {plain(begins)}" if begins and judged.on < begins else ""
    return {
        "id": fine.id, "amount": fine.amount, "percent": fine.percent, "whichever": which,
        "applies_from": day(begins), "says": f"{amount}{share}{later}", "provision": fine.provision.as_json(),
    }  # fmt: skip
