"""Findings that are computed and not kept: another day, another edition, and whether one is out of date."""

from datetime import date

from governance.models import SystemVersion
from risk import rulebook
from risk.engine import Finding, classify, parse_facts
from risk.models import Classification
from risk.queries.answers import raw_facts
from risk.queries.editions import adopted_id


def finding(version: SystemVersion, *, edition_id: str | None = None, on: date) -> Finding:
    """Return what an edition (the adopted one) makes of a version's facts as on a day.

    Cost: three queries beside the version's system.
    Raises: rulebook.UnknownEdition; risk.engine.FactErrors, when an answer does not fit that edition.
    """
    edition = rulebook.edition(edition_id or adopted_id())
    return classify(parse_facts(raw_facts(version, edition), edition), edition, on)


def is_outdated(row: Classification, version: SystemVersion) -> bool:
    """Say whether the register or the adopted edition has moved on since a classification. One query."""
    return row.system_revision < version.system.revision or row.edition != adopted_id()
