"""The fairness report: one run, its verdicts first."""

from audits.dossiers.fronts import run_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.fairness import fairness_section
from audits.packs import kinds

FAIRNESS = Outline(
    kind=kinds.FAIRNESS,
    front=run_front,
    chapters=(Chapter("fairness", fairness_section), Chapter("digests", digests_section)),
)
