"""Whose register it is, as packs name it."""

from base64 import b64encode

from audits.models import Letterhead
from audits.packs import parts as said
from governance.models import Organisation


def organisation(whose: Organisation | None) -> said.Organisation:
    """Return the organisation as a pack holds it; an empty one before it is founded."""
    if whose is None:
        return said.Organisation()
    return said.Organisation(
        name=whose.name,
        size=whose.size_class,
        sector=whose.sector,
        establishment=whose.country,
        public_body=whose.public_body,
    )


def letterhead(row: Letterhead | None) -> said.Letterhead:
    """Return how documents look, as a pack holds it; what is as Annex has it stays empty."""
    if row is None:
        return said.Letterhead()
    paper = "" if row.paper == Letterhead.Paper.A4 else row.paper
    logo = b64encode(bytes(row.logo)).decode() if row.logo else ""
    return said.Letterhead(name=row.name, colour=row.colour, paper=paper, logo=logo)
