"""The vendor assessment report: one product against a dated questionnaire."""

from audits.dossiers.fronts import vendor_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.vendors import vendors_section
from audits.packs import kinds

VENDOR = Outline(
    kind=kinds.VENDOR,
    front=vendor_front,
    chapters=(Chapter("vendors", vendors_section), Chapter("digests", digests_section)),
)
