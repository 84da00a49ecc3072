"""Whether a prescribed document is owed, in a sentence that also says when it is not due yet."""

from audits.dossiers.blocks import Mark, Tone
from audits.dossiers.wording import cut, day
from audits.packs.sheets import Sheet

STANDINGS = {
    "owed": Mark("Owed", Tone.CARE),
    "possible": Mark("Open", Tone.OPEN),
    "not_owed": Mark("Not owed", Tone.PLAIN),
    "not_open": Mark("Not open", Tone.BAD),
    "not_known": Mark("Not known", Tone.OPEN),
}
WAITS = Mark("Not due yet", Tone.OPEN)


def waits(sheet: Sheet) -> bool:
    """Say whether the duty sleeps: it falls due only with an event that the law names, not on a day."""
    return (
        sheet.standing == "owed" and bool(sheet.due_note) and not (sheet.due_effective or sheet.due_literal)
    )


def standing_mark(sheet: Sheet) -> Mark:
    """Return the standing in a word."""
    return WAITS if waits(sheet) else STANDINGS.get(sheet.standing, STANDINGS["not_known"])


def owed_in_words(sheet: Sheet) -> str:
    """Return whether the document is owed and from when; nobody must overlook that nothing is due yet."""
    if waits(sheet):
        return f"{cut(sheet.due_note, 600)} Until then it is not due."
    due = f" Due on {day(sheet.due_effective)}." if sheet.due_effective else ""
    return f"{cut(sheet.sentence)}{due}"
