"""The portfolio report: all systems of a unit, for those who answer for them."""

from audits.dossiers.fronts import unit_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.portfolio.dates import dates_section
from audits.dossiers.sections.portfolio.disparities import disparities_section
from audits.dossiers.sections.portfolio.glance import glance_section
from audits.dossiers.sections.portfolio.inventory import inventory_section
from audits.dossiers.sections.portfolio.quarters import quarters_section
from audits.dossiers.sections.portfolio.vendors import vendors_section
from audits.packs import kinds

PORTFOLIO = Outline(
    kind=kinds.PORTFOLIO,
    front=unit_front,
    chapters=(
        Chapter("glance", glance_section),
        Chapter("systems", inventory_section),
        Chapter("quarters", quarters_section),
        Chapter("disparities", disparities_section),
        Chapter("vendors", vendors_section),
        Chapter("dates", dates_section),
        Chapter("digests", digests_section),
    ),
)
