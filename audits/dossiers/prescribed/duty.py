"""The section on who owes a prescribed document, and why; what else the law says of it."""

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Items,
    Margin,
    Mark,
    Notice,
    Paragraph,
    Section,
    Table,
    Text,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.prescribed.owing import owed_in_words, standing_mark
from audits.dossiers.prescribed.points import Chosen, Writer
from audits.dossiers.sections.citing import cited
from audits.dossiers.wording import brief, capital, cut, day, law
from audits.packs.pack import Pack
from audits.packs.sheets import Sheet, SheetReason

COLUMNS = (Column("Ground", 62), Column("Provision", 22), Column("On record", 16))
WORDS = {"Yes": Tone.CARE, "No": Tone.PLAIN, "Open": Tone.OPEN}


def of_duty(title: str, *, of: Chosen) -> Writer:
    """Return a writer of the section that says who owes the document, and why."""

    def write(pack: Pack, place: Place) -> Section:
        sheet = of(pack)
        if sheet is None:
            clause = Clause(
                "Nothing to say", (Paragraph(say("No such document is in this record."), "quiet"),)
            )
            return Section(place.number, title, say(""), numbered(place.number, (clause,)))
        clauses = (_owing(sheet), _around(sheet), _state(sheet))
        lead = say(f"{owed_in_words(sheet)} It falls on the {_roles(sheet)}.")
        return Section(place.number, title, lead, numbered(place.number, clauses))

    return write


def _roles(sheet: Sheet) -> str:
    return " or the ".join(role.replace("_", " ") for role in sheet.owed_by) or "operator"


def _owing(sheet: Sheet) -> Clause:
    rows = tuple(map(_reason, sheet.reasons))
    blocks: list[Block] = (
        [Table("What the finding, the answers and the register say", COLUMNS, rows)] if rows else []
    )
    if sheet.due_effective or sheet.due_literal or sheet.due_note:
        blocks.append(Facts(tuple(_dates(sheet))))
    margin = Margin(cited(sheet.basis), standing_mark(sheet))
    return Clause(
        "Who owes it, and why", tuple(blocks) or (Paragraph(say("No ground is recorded.")),), margin
    )


def _reason(one: SheetReason) -> tuple[Cell, ...]:
    tone = WORDS.get(one.word, Tone.OPEN)
    return (cell(cut(one.says, 600)), Cell(cited(one.provision)), Cell(mark=Mark(one.word, tone)))


def _dates(sheet: Sheet) -> list[tuple[str, Text]]:
    rows = [("Due", say(day(sheet.due_effective) or "No date"))]
    if sheet.due_literal not in ("", sheet.due_effective):
        rows.append(("By the letter", say(day(sheet.due_literal))))
    if sheet.due_note:
        rows.append(("Of that day", say(cut(sheet.due_note, 900))))
    return rows


def _around(sheet: Sheet) -> Clause:
    items = tuple(say(cut(note)) for note in sheet.notes)
    return Clause("What the law adds", (Items(items),) if items else (Paragraph(say("Nothing more.")),))


def _state(sheet: Sheet) -> Clause:
    finished = ", ".join(filter(None, (brief(sheet.finished_by, 120), day(sheet.finished_at))))
    rows: tuple[tuple[str, Text], ...] = (
        ("Document", say(sheet.reference or "Not begun: what it says comes from the record")),
        ("State", say(capital(sheet.state) or "Not begun")),
        ("Finished", say(finished or "Not yet")),
        ("Answers for it", say(brief(sheet.owner, 120) or "Nobody named")),
        ("Form", say(f"{sheet.short}, {law(sheet.edition)}")),
    )
    return Clause("This document", (Facts(rows), *_elsewhere(sheet)))


def _elsewhere(sheet: Sheet) -> tuple[Block, ...]:
    """Say so where a finished document keeps to another state of the law than the finding."""
    if sheet.judged_under in ("", sheet.edition):
        return ()
    told = f"The finding rests on {law(sheet.judged_under)}. A new document begins with a copy of this one."
    return (Notice("Another state of the law", say(told), Tone.CARE),)
