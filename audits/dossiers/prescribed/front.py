"""The cover of a prescribed document: whether it is finished stands there first, then whether it is owed."""

from collections.abc import Callable
from dataclasses import replace

from audits.dossiers.blocks import Mark, Tone, say
from audits.dossiers.fronts import Front, system_front
from audits.dossiers.prescribed.owing import owed_in_words
from audits.dossiers.prescribed.points import Chosen
from audits.dossiers.wording import law
from audits.packs.pack import Pack
from audits.packs.sheets import Sheet

STATES = {
    "finished": Mark("Finished", Tone.GOOD),
    "draft": Mark("Draft", Tone.OPEN),
    "": Mark("Not begun", Tone.OPEN),
}


def front_of(of: Chosen) -> Callable[[Pack], Front]:
    """Return what the cover says of a prescribed document."""

    def front(pack: Pack) -> Front:
        usual, sheet = system_front(pack), of(pack)
        rows = tuple(row for row in usual.rows if row[0] != "Law")
        return replace(
            usual,
            mark=STATES.get(sheet.state, STATES[""]) if sheet else STATES[""],
            headline=_headline(sheet),
            rows=(*rows, ("Form", say(_form(sheet)))),
        )

    return front


def _headline(sheet: Sheet | None) -> str:
    if sheet is None:
        return "Nothing of it is on record."
    return owed_in_words(sheet)


def _form(sheet: Sheet | None) -> str:
    if sheet is None:
        return ""
    return f"{sheet.short}, {sheet.basis.cite}, {law(sheet.edition)}"
