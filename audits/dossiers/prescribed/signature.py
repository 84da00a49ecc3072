"""The declaration of conformity: the points of Annex V, and a line to sign on."""

from audits.dossiers.blocks import Clause, Facts, Paragraph, Section, Text, say
from audits.dossiers.places import Place
from audits.dossiers.prescribed.points import Chosen, Writer, of_points
from audits.dossiers.wording import cut
from audits.packs.pack import Pack
from audits.packs.sheets import Sheet

LINE = "_" * 44
ANCHORS = tuple(f"annex-v-{point}" for point in range(1, 9))


def signed(*, of: Chosen) -> Writer:
    """Return a writer of the declaration: its eight points, its languages, and the place for the signature."""
    points = of_points("Declaration", "The numbers are those of Annex V.", *ANCHORS, "art-47-2", of=of)

    def write(pack: Pack, place: Place) -> Section:
        section, sheet = points(pack, place), of(pack)
        clause = Clause(
            "Signature", (Facts(_rows(sheet)), Paragraph(say(_remark(sheet)), "quiet")), number="9"
        )
        return Section(
            section.number, section.title, section.lead, (*section.clauses, clause), section.points
        )

    return write


def _rows(sheet: Sheet | None) -> tuple[tuple[str, Text], ...]:
    said = {one.id: one.text for one in sheet.points} if sheet else {}
    place = ", ".join(filter(None, (said.get("place", ""), said.get("issued_on", ""))))
    name = ", ".join(filter(None, (said.get("signatory", ""), said.get("function", ""))))
    return (
        ("Place and date", say(cut(place, 300) or LINE)),
        ("Name and function", say(cut(name, 300) or LINE)),
        ("For and on behalf of", say(cut(said.get("on_behalf", ""), 300) or LINE)),
        ("Signature", say(LINE)),
    )


def _remark(sheet: Sheet | None) -> str:
    if sheet and sheet.state == "finished":
        return "Without a signature, by hand or electronic, this is no declaration (Art. 47(1))."
    return "A draft: it must not be signed before every point is stated (Art. 47(2))."
