"""The classification memorandum: what the Act makes of a system and why."""

from audits.dossiers.fronts import system_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.answers import answers_section
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.finding import finding_section
from audits.packs import kinds

MEMORANDUM = Outline(
    kind=kinds.MEMORANDUM,
    front=system_front,
    chapters=(
        Chapter("finding", finding_section),
        Chapter("answers", answers_section),
        Chapter("digests", digests_section),
    ),
)
