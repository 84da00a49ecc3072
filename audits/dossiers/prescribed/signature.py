"""The declaration of conformity: the points of Annex V, and a line to sign on."""

from audits.dossiers.blocks import Block, Clause, Facts, Margin, Paragraph, Point, Section, Text, say
from audits.dossiers.places import Place
from audits.dossiers.prescribed.points import Chosen, Writer, gaps_in, of_points, points_under
from audits.dossiers.sections.gaps import lacking, notices
from audits.dossiers.wording import cut, day
from audits.packs.pack import Pack
from audits.packs.sheets import Sheet, SheetPoint

LINE = "_" * 44
POINTS = tuple(f"annex-v-{point}" for point in range(1, 8))
LAST = "annex-v-8"


def signed(*, of: Chosen) -> Writer:
    """Return a writer of the declaration: the points of Annex V, and the place for the signature as the last."""
    points = of_points(
        "Declaration", "The numbers are those of Annex V.", *POINTS, "art-47-2", of=of, prefix="V "
    )

    def write(pack: Pack, place: Place) -> Section:
        section, sheet = points(pack, place), of(pack)
        last = points_under(sheet, (LAST,)) if sheet else ()
        here = gaps_in(last, sheet, place) if sheet else ()
        told = (*section.points, *here)
        return Section(
            section.number,
            section.title,
            section.lead,
            (*section.clauses, _signature(sheet, last, here)),
            told,
        )

    return write


def _signature(sheet: Sheet | None, last: tuple[SheetPoint, ...], told: tuple[Point, ...]) -> Clause:
    blocks: list[Block] = [
        Facts(_rows(last)),
        Paragraph(say(_remark(sheet)), "quiet"),
        *notices(lacking(told)),
    ]
    return Clause("Place, date and signature", tuple(blocks), Margin(say("Annex V(8)")), "V 8")


def _rows(last: tuple[SheetPoint, ...]) -> tuple[tuple[str, Text], ...]:
    said = {one.id: one.text for one in last}
    place = ", ".join(filter(None, (said.get("place", ""), day(said.get("issued_on", "")))))
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
    return "A draft: it is not to be signed before every point is stated (Art. 47(2))."
