"""The portfolio report: all systems of a unit, for those who answer for them."""

from audits.dossiers.fronts import unit_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.digests import digests_section
from audits.packs import kinds

PORTFOLIO = Outline(kind=kinds.PORTFOLIO, front=unit_front, chapters=(Chapter("digests", digests_section),))
