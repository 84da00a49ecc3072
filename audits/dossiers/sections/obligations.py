"""The section on obligations: what is owed, by whom, until when, in both readings of the date."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Mark,
    Paragraph,
    Point,
    Section,
    Table,
    Text,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.opinion import read_opinion, read_provision
from audits.dossiers.places import Place
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import brief, capital, cut, day, plain
from audits.packs.pack import Pack
from audits.packs.parts import Gap, OwedDuty

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
SETTLED = ("met", "fallen_away")
MOST_NOTES = 40
READINGS = "Where the law is read in two ways both dates are given, the effective reading first."


def obligations_section(pack: Pack, place: Place) -> Section:
    """Write the section on obligations, one clause for each operator role."""
    owed = tuple(_aged(duty, pack.document.created_at) for duty in _recorded(pack))
    points = _points(pack, place, owed)
    notes = _notes(owed)
    roles = dict.fromkeys(duty.role for duty in owed)
    by_role = [_of_role(role, tuple(duty for duty in owed if duty.role == role), notes) for role in roles]
    clauses = (_overview(owed, lacking(points)), *by_role, *_noted(notes))
    return Section(
        place.number, "Obligations and dates", _lead(owed), numbered(place.number, clauses), points
    )


def _recorded(pack: Pack) -> tuple[OwedDuty, ...]:
    return pack.obligations or tuple(map(_from_finding, read_opinion(pack.finding).obligations))


def _aged(duty: OwedDuty, at: str) -> OwedDuty:
    """Return the duty as overdue when its day had passed on the day of freezing."""
    late = duty.state == "open" and "" < duty.due_effective < at[:10]
    return replace(duty, state="overdue") if late else duty


def _notes(owed: tuple[OwedDuty, ...]) -> dict[str, int]:
    """Return what is said of dates and fines, each once and with a number: most duties share them."""
    said = (note for duty in owed for note in (duty.due_note, duty.fine) if note)
    return {note: number for number, note in enumerate(dict.fromkeys(said), start=1)}


def _lead(owed: tuple[OwedDuty, ...]) -> Text:
    if not owed:
        return say("No obligation is recorded.")
    dates = sorted(_due(duty) for duty in owed if duty.state not in SETTLED and _due(duty))
    first = f" The earliest open one is due on {day(dates[0])}." if dates else ""
    return say(f"{len(owed)} {'obligation' if len(owed) == 1 else 'obligations'}.{first}")


def _due(duty: OwedDuty) -> str:
    return min(filter(None, (duty.due_effective, duty.due_literal)), default="")


def _points(pack: Pack, place: Place, owed: tuple[OwedDuty, ...]) -> tuple[Point, ...]:
    none = "" if owed or pack.finding else "No obligations are recorded."
    orphans = sum(1 for duty in owed if not duty.owner and duty.state not in SETTLED)
    ownerless = f"{orphans} of {len(owed)} obligations have no owner." if orphans else ""
    late = (duty for duty in owed if duty.state == "overdue")
    gaps = tuple(Gap(section=place.number, what=_overdue(duty), owner=duty.owner) for duty in late)
    return (
        point(pack, place, "Obligations derived from the finding", none),
        *((point(pack, place, "An owner for each obligation", ownerless),) if owed else ()),
        *((Point("No obligation overdue", gaps),) if owed else ()),
        *recorded(pack, place),
    )


def _overdue(duty: OwedDuty) -> str:
    return (
        f"Overdue since {day(duty.due_effective)}: {cut(duty.title, 200)} ({cut(duty.provision.cite, 80)})."
    )


def _overview(owed: tuple[OwedDuty, ...], gaps: tuple[Gap, ...]) -> Clause:
    if not owed:
        blocks: tuple[Block, ...] = (Paragraph(say("The register holds no obligation for this version.")),)
        return Clause("Overview", (*blocks, *notices(gaps)))
    states = Counter(duty.state for duty in owed)
    counted = ", ".join(f"{count} {plain(state)}" for state, count in sorted(states.items()))
    blocks = (Paragraph(say(f"State of the obligations: {counted}. {READINGS}")),)
    return Clause("Overview", (*blocks, *notices(gaps)))


def _noted(notes: dict[str, int]) -> tuple[Clause, ...]:
    """Return what the tables refer to by a number, once for all of them."""
    rows = tuple((f"Note {number}", say(cut(note, 900))) for note, number in list(notes.items())[:MOST_NOTES])
    return (Clause("Notes to the tables", (Facts(rows),)),) if rows else ()


def _of_role(role: str, owed: tuple[OwedDuty, ...], notes: dict[str, int]) -> Clause:
    word = (capital(role) or "Any role").lower()
    rows, left = capped(tuple(_row(duty, notes) for duty in owed))
    return Clause(f"As {word}", (Table(f"Obligations as {word}", COLUMNS, rows, wide=True, note=left),))


def _row(duty: OwedDuty, notes: dict[str, int]) -> tuple[Cell, ...]:
    says = " ".join(filter(None, (cut(duty.says, 900), _terms(duty, notes))))
    title = Cell(say(cut(duty.title, 300), "strong"), say(says))
    owner = cell(brief(duty.owner)) if duty.owner else Cell(say("Nobody named", "quiet"))
    return (title, Cell(cited(duty.provision)), _dates(duty, notes), owner, Cell(mark=_state(duty)))


def _terms(duty: OwedDuty, notes: dict[str, int]) -> str:
    evidence = "; ".join(duty.evidence)
    fine = f"note {notes[duty.fine]}" if duty.fine else ""
    terms = {"Recurs": duty.recurrence, "Limit": duty.limit, "Fine": fine, "Evidence": evidence}
    return " ".join(f"{name}: {cut(value, 300).rstrip('.')}." for name, value in terms.items() if value)


def _dates(duty: OwedDuty, notes: dict[str, int]) -> Cell:
    literal = f"literally {day(duty.due_literal)}" if duty.due_literal not in ("", duty.due_effective) else ""
    note = f"note {notes[duty.due_note]}" if duty.due_note else ""
    return cell(day(duty.due_effective) or "No date", ", ".join(filter(None, (literal, note))))


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
