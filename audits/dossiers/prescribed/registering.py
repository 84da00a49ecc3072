"""A section of Annex VIII: its points, where it goes, and what has changed since it was submitted."""

from audits.dossiers.blocks import (
    Block,
    Clause,
    Facts,
    Items,
    Notice,
    Paragraph,
    Section,
    Text,
    Tone,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.prescribed.duty import of_duty
from audits.dossiers.prescribed.owing import owed_in_words
from audits.dossiers.prescribed.points import Writer, of_points
from audits.dossiers.wording import cut, day
from audits.packs.pack import Pack
from audits.packs.sheets import Sheet

PUBLIC = "It goes to the public part of the EU database (Art. 71(4))."
NON_PUBLIC = (
    "It goes to the secure non-public section, which only the Commission and the authorities of Art. 74(8) see, "
    "with the reduced set of points (Art. 49(4))."
)
NOT_HERE = "By the finding it is not owed, and nobody has begun it."


def section_of(letter: str, title: str) -> Writer:
    """Return a writer of one section of Annex VIII."""
    kind = f"registration_{letter.lower()}"

    def chosen(pack: Pack) -> Sheet | None:
        return next((one for one in pack.registration if one.kind == kind), None)

    anchor = f"annex-viii-{letter.lower()}"
    points = of_points(title, "The numbers are those of the section.", anchor, of=chosen, prefix=letter)
    duty = of_duty(title, of=chosen)

    def write(pack: Pack, place: Place) -> Section:
        sheet = chosen(pack)
        if sheet is None:
            clause = Clause("Not part of this document", (Paragraph(say(NOT_HERE), "quiet"),))
            return Section(place.number, title, say(""), numbered(place.number, (clause,)))
        told, asked = duty(pack, place), points(pack, place)
        lead = say(f"{owed_in_words(sheet)} {NON_PUBLIC if sheet.reduced else PUBLIC}")
        clauses = (*asked.clauses, *numbered(place.number, (*told.clauses, _submitted(sheet))))
        return Section(place.number, title, lead, clauses, asked.points)

    return write


def _submitted(sheet: Sheet) -> Clause:
    if not sheet.number:
        return Clause(
            "Submission", (Paragraph(say("No submission to the EU database is recorded."), "quiet"),)
        )
    rows: tuple[tuple[str, Text], ...] = (
        ("Registration number", say(cut(sheet.number, 120))),
        ("Last submitted", say(day(sheet.submitted_on))),
    )
    blocks: tuple[Block, ...] = (Facts(rows), *_moved(sheet))
    return Clause("Submission", blocks)


def _moved(sheet: Sheet) -> tuple[Block, ...]:
    if not sheet.changed_since:
        return (Paragraph(say("Nothing has changed since.")),)
    count = len(sheet.changed_since)
    fields = "field says" if count == 1 else "fields say"
    told = f"{count} {fields} something else by now; the entry has to be kept up to date."
    return (
        Notice("Changed", say(told), Tone.CARE),
        Items(tuple(say(cut(one, 300)) for one in sheet.changed_since)),
    )
