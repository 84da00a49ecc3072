"""The system dossier: everything on record about one version of a system."""

from audits.dossiers.fronts import system_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.answers import answers_section
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.fairness import fairness_section
from audits.dossiers.sections.finding import finding_section
from audits.dossiers.sections.obligations import obligations_section
from audits.dossiers.sections.system import system_section
from audits.dossiers.sections.vendors import vendors_section
from audits.packs import kinds

SYSTEM = Outline(
    kind=kinds.SYSTEM,
    front=system_front,
    chapters=(
        Chapter("system", system_section),
        Chapter("finding", finding_section),
        Chapter("obligations", obligations_section),
        Chapter("fairness", fairness_section),
        Chapter("vendors", vendors_section),
        Chapter("answers", answers_section),
        Chapter("digests", digests_section),
    ),
)
