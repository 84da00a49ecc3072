"""From pack to outline: numbered sections, what fills each, what is missing. No page, no file, no clock."""

from audits.dossiers.blocks import Section
from audits.dossiers.sections.answers import answers_section
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.fairness import fairness_section
from audits.dossiers.sections.finding import finding_section
from audits.dossiers.sections.missing import missing_section
from audits.dossiers.sections.obligations import obligations_section
from audits.dossiers.sections.system import system_section
from audits.dossiers.sections.vendors import vendors_section
from audits.packs.pack import Pack

FILLED = (
    system_section,
    finding_section,
    obligations_section,
    fairness_section,
    vendors_section,
    answers_section,
)


def outline(pack: Pack) -> tuple[Section, ...]:
    """Return the dossier's sections in order; a gap is a part of it like any other.

    The seventh section gathers what the others lack, so nothing can be missing without being listed.
    """
    filled, last = tuple(write(pack) for write in FILLED), digests_section(pack)
    return (*filled, missing_section(pack, (*filled, last)), last)
