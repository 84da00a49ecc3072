"""Whose register it is, as packs name it."""

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
