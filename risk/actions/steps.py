"""The parts of a judgement that its actions share: the finding drawn up, and what is owed brought into step.

They plan and change rows in memory; the actions write them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from governance.models import SystemVersion, User
from risk.engine import Edition, classify, parse_facts
from risk.models import Classification, Obligation

# What a finding decides of a duty; owner, state and evidence are people's.
TOLD = (
    "role", "title", "says", "provision", "due_effective", "due_literal", "due_note", "recurrence", "limit",
    "fine", "note", "expects", "because", "concerns", "edition",
)  # fmt: skip
SETTLED = ("state", "settled_at", "settled_by", "settled_reason", "evidence")


@dataclass
class Steps:
    """What brings a system's obligations into step: rows to add and to change, keys that open and fall."""

    added: list[Obligation] = field(default_factory=list)
    changed: list[Obligation] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return what the trail tells of it: nothing where only words or days of open duties changed."""
        if not (self.opened or self.fallen):
            return {}
        return {"opened": sorted(self.opened), "fallen_away": sorted(self.fallen)}


def draw_up(
    version: SystemVersion, edition: Edition, raw: dict[str, Any], *, on: date, by: User, at: datetime
) -> Classification:
    """Return the classification of a version that an edition arrives at, not stored yet.

    Raises: risk.engine.FactErrors, where an answer does not fit the edition.
    """
    finding = classify(parse_facts(raw, edition), edition, on).as_record()
    days = [change["on"] for change in cast("list[dict[str, str]]", finding["upcoming"])]
    return Classification(
        version=version,
        edition=edition.id,
        on_date=on,
        facts=raw,
        finding=finding,
        tier=str(finding["tier"]),
        next_change_date=_day(min(days, default=None)),
        by=by,
        at=at,
        system_revision=version.system.revision,
    )


def plan(classification: Classification, rows: Iterable[Obligation], *, by: User, at: datetime) -> Steps:
    """Return what is to be written so that a system owes what a finding says.

    A duty that was met and is still owed stays met; evidence is never lost.
    Shape: `rows` are all obligations of the system, locked; those returned are changed in memory only.
    """
    steps, system = Steps(), classification.version.system
    standing = {row.key: row for row in rows}
    owed = {f"{told['id']}:{told['role']}": told for told in classification.finding["obligations"]}
    for key, told in owed.items():
        fields = _fields(told, classification.edition)
        row = standing.get(key)
        if row is None:
            steps.added.append(Obligation(system=system, key=key, owner=system.owner, **fields))
            steps.opened.append(key)
            continue
        if row.state == Obligation.State.FALLEN_AWAY:
            fields |= _reopened(row)
            steps.opened.append(key)
        if _change(row, fields):
            steps.changed.append(row)
    for key in standing.keys() - owed.keys():
        if standing[key].state != Obligation.State.FALLEN_AWAY:
            _change(standing[key], _fallen(classification.edition, by, at))
            steps.changed.append(standing[key])
            steps.fallen.append(key)
    return steps


def _change(row: Obligation, fields: dict[str, Any]) -> bool:
    """Set the fields and say whether any of them was different."""
    different = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _fields(told: dict[str, Any], edition: str) -> dict[str, Any]:
    due, fine = told["due"], told["fine"]
    return {
        "role": told["role"],
        "title": told["title"],
        "says": told["says"],
        "provision": told["provision"],
        "due_effective": _day(due["effective"]),
        "due_literal": _day(due["literal"]),
        "due_note": due["note"],
        "recurrence": told["recurrence"],
        "limit": told["limit"],
        "fine": f"{fine['says']} ({fine['provision']['cite']})" if fine else "",
        "note": told["note"],
        "expects": told["evidence"],
        "because": told["because"],
        "concerns": told["concerns"],
        "edition": edition,
    }


def _fallen(edition: str, by: User, at: datetime) -> dict[str, Any]:
    reason = f"The finding of {at.date():%-d %B %Y} under {edition} no longer gives this duty."
    return {
        "state": Obligation.State.FALLEN_AWAY,
        "settled_at": at,
        "settled_by": by,
        "settled_reason": reason,
    }


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _reopened(row: Obligation) -> dict[str, Any]:
    """Return what makes a fallen duty open again, with the reason it once fell kept beside its evidence."""
    history = "\n".join(part for part in (row.evidence, f"Earlier: {row.settled_reason}") if part)
    return {
        "state": Obligation.State.OPEN,
        "settled_at": None,
        "settled_by": None,
        "settled_reason": "",
        "evidence": history,
    }
