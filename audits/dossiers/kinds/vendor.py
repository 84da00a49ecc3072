"""The vendor assessment report: one product against a dated questionnaire."""

from audits.dossiers.fronts import vendor_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.vendor.answers import given_section
from audits.dossiers.sections.vendor.areas import areas_section, asking_section
from audits.dossiers.sections.vendor.conclusion import conclusion_section, product_section
from audits.packs import kinds

VENDOR = Outline(
    kind=kinds.VENDOR,
    front=vendor_front,
    chapters=(
        Chapter("conclusion", conclusion_section),
        Chapter("product", product_section),
        Chapter("areas", areas_section),
        Chapter("asking", asking_section),
        Chapter("answers", given_section),
        Chapter("digests", digests_section),
    ),
)
