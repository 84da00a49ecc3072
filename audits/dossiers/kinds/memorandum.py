"""The classification memorandum: what the Act makes of a system and why."""

from audits.dossiers.fronts import system_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.answers import answers_section
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.memorandum.claim import claim_section, claims
from audits.dossiers.sections.memorandum.exceptions import exceptions_section
from audits.dossiers.sections.memorandum.facts import facts_section
from audits.dossiers.sections.memorandum.outlook import ahead_section, open_section
from audits.dossiers.sections.memorandum.path import path_section
from audits.dossiers.sections.memorandum.position import position_section
from audits.dossiers.sections.memorandum.question import question_section
from audits.packs import kinds

MEMORANDUM = Outline(
    kind=kinds.MEMORANDUM,
    front=system_front,
    chapters=(
        Chapter("question", question_section),
        Chapter("facts", facts_section),
        Chapter("path", path_section),
        Chapter("exceptions", exceptions_section),
        Chapter("claim", claim_section, when=claims),
        Chapter("open", open_section),
        Chapter("ahead", ahead_section),
        Chapter("position", position_section),
        Chapter("answers", answers_section),
        Chapter("digests", digests_section),
    ),
)
