"""What the lawyer holds, at the end and over a line to sign."""

from audits.dossiers.blocks import Clause, Facts, Paragraph, Section, numbered, say
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.positions import position_clause
from audits.packs.pack import Pack

NONE = "No lawyer has confirmed or contested this finding yet. Until then it is the rulebook's alone."
LINES = ("Name and function", "Place and date", "Signature")


def position_section(pack: Pack, place: Place) -> Section:
    """Write the position that stands or lapsed, or that there is none."""
    taken = tuple(map(position_clause, pack.positions))
    clauses = taken or (
        Clause(
            "No position yet", (Paragraph(say(NONE)), Facts(tuple((line, say("\u00a0")) for line in LINES)))
        ),
    )
    lead = say("The finding and the lawyer stand beside each other; neither replaces the other.")
    return Section(
        place.number, "Position of the lawyer", lead, numbered(place.number, clauses), recorded(pack, place)
    )
