"""Section 3: what is owed, by whom, until when, in both readings of the date."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Mark,
    Paragraph,
    Section,
    Table,
    Text,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.opinion import read_opinion, read_provision
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.gaps import gap, gaps_of, notices
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import capital, cut, day, plain
from audits.packs.pack import Pack
from audits.packs.parts import Gap, OwedDuty

NUMBER = 3
STATES = {
    "met": Mark("Met", Tone.GOOD),
    "open": Mark("Open", Tone.OPEN),
    "overdue": Mark("Overdue", Tone.BAD),
    "fallen_away": Mark("Fallen away", Tone.PLAIN),
}
COLUMNS = (
    Column("Obligation", 44),
    Column("Provision", 15),
    Column("Due", 18),
    Column("Owner", 13),
    Column("State", 10),
)
READINGS = "Where the law is read in two ways both dates are given, the effective reading first."


def obligations_section(pack: Pack) -> Section:
    """Write the section on obligations, one clause for each operator role."""
    owed = pack.obligations or tuple(map(_from_finding, read_opinion(pack.finding).obligations))
    gaps = gaps_of(pack, NUMBER, _missing(pack, owed))
    clauses = [_overview(owed, gaps)]
    roles = dict.fromkeys(duty.role for duty in owed)
    clauses += [_of_role(role, tuple(duty for duty in owed if duty.role == role)) for role in roles]
    return Section(NUMBER, "Obligations and dates", _lead(owed), numbered(NUMBER, clauses), gaps)


def _lead(owed: tuple[OwedDuty, ...]) -> Text:
    if not owed:
        return say("No obligation is recorded.")
    dates = sorted(_due(duty) for duty in owed if duty.state not in ("met", "fallen_away") and _due(duty))
    first = f" The first is due on {day(dates[0])}." if dates else ""
    return say(f"{len(owed)} {'obligation' if len(owed) == 1 else 'obligations'}.{first}")


def _due(duty: OwedDuty) -> str:
    return min(filter(None, (duty.due_effective, duty.due_literal)), default="")


def _missing(pack: Pack, owed: tuple[OwedDuty, ...]) -> list[Gap]:
    if not owed:
        return [gap(pack, NUMBER, "No obligations are recorded.")] if not pack.finding else []
    orphans = sum(1 for duty in owed if not duty.owner and duty.state not in ("met", "fallen_away"))
    if not orphans:
        return []
    return [gap(pack, NUMBER, f"{orphans} of {len(owed)} obligations have no owner.")]


def _overview(owed: tuple[OwedDuty, ...], gaps: tuple[Gap, ...]) -> Clause:
    blocks: list[Block] = []
    if owed:
        states = Counter(duty.state for duty in owed)
        counted = ", ".join(f"{count} {plain(state)}" for state, count in sorted(states.items()))
        blocks.append(Paragraph(say(f"State of the obligations: {counted}. {READINGS}")))
    else:
        blocks.append(Paragraph(say("The register holds no obligation for this version of the system.")))
    return Clause("Overview", (*blocks, *notices(gaps)))


def _of_role(role: str, owed: tuple[OwedDuty, ...]) -> Clause:
    word = capital(role) or "Any role"
    rows, note = capped(tuple(map(_row, owed)))
    return Clause(
        f"As {word.lower()}", (Table(f"Obligations as {word.lower()}", COLUMNS, rows, wide=True, note=note),)
    )


def _row(duty: OwedDuty) -> tuple[Cell, ...]:
    says = " ".join(filter(None, (cut(duty.says, 900), _terms(duty))))
    title = Cell(say(cut(duty.title, 300), "strong"), say(says))
    owner = cell(cut(duty.owner, 120)) if duty.owner else Cell(say("Nobody named", "quiet"))
    return (title, Cell(cited(duty.provision)), _dates(duty), owner, Cell(mark=_state(duty)))


def _terms(duty: OwedDuty) -> str:
    terms = {
        "Dates": duty.due_note,
        "Recurs": duty.recurrence,
        "Limit": duty.limit,
        "Evidence": "; ".join(duty.evidence),
        "Fine": duty.fine,
    }
    return " ".join(f"{name}: {cut(value, 300).rstrip('.')}." for name, value in terms.items() if value)


def _dates(duty: OwedDuty) -> Cell:
    literal = f"literally {day(duty.due_literal)}" if duty.due_literal not in ("", duty.due_effective) else ""
    return cell(day(duty.due_effective) or "No date", literal)


def _state(duty: OwedDuty) -> Mark:
    return STATES.get(duty.state) or Mark(capital(duty.state), Tone.OPEN)


def _from_finding(raw: Mapping[str, Any]) -> OwedDuty:
    """Read an obligation as the finding derives it, for a record that keeps none of its own."""
    due = raw.get("due") or {}
    names = ("id", "title", "says", "role", "recurrence", "limit")
    words: dict[str, Any] = {name: str(raw.get(name) or "") for name in names}
    return OwedDuty(
        **words,
        fine=_fine(raw.get("fine")),
        provision=read_provision(raw.get("provision")),
        due_effective=str(due.get("effective") or ""),
        due_literal=str(due.get("literal") or ""),
        due_note=str(due.get("note") or ""),
    )


def _fine(raw: object) -> str:
    """Return a fine in words, whether it is stated as a text or in parts."""
    if isinstance(raw, Mapping):
        return ", ".join(f"{plain(str(name))} {value}" for name, value in raw.items() if value)
    return str(raw or "")
