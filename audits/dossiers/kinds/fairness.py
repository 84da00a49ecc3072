"""The fairness report: one run, its verdicts first."""

from audits.dossiers.fronts import run_front
from audits.dossiers.kinds.outlines import Outline
from audits.dossiers.places import Chapter
from audits.dossiers.sections.digests import digests_section
from audits.dossiers.sections.run.comparisons import comparisons_section, holds_tests
from audits.dossiers.sections.run.drift import drift_section, holds_drift
from audits.dossiers.sections.run.further import further_section, holds_more
from audits.dossiers.sections.run.measures import measures_section
from audits.dossiers.sections.run.method import limits_section, method_section
from audits.dossiers.sections.run.thresholds import thresholds_section
from audits.dossiers.sections.run.verdicts import verdicts_section
from audits.dossiers.sections.run.whatif import holds_trials, whatif_section
from audits.packs import kinds

FAIRNESS = Outline(
    kind=kinds.FAIRNESS,
    front=run_front,
    chapters=(
        Chapter("verdicts", verdicts_section),
        Chapter("measures", measures_section),
        Chapter("comparisons", comparisons_section, when=holds_tests),
        Chapter("further", further_section, when=holds_more),
        Chapter("whatif", whatif_section, when=holds_trials),
        Chapter("drift", drift_section, when=holds_drift),
        Chapter("thresholds", thresholds_section),
        Chapter("method", method_section),
        Chapter("limits", limits_section),
        Chapter("digests", digests_section),
    ),
)
