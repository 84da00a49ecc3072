"""The rows of evidence: plans, logs, runs and disparities; vendor assessments; sheets; dossiers."""

from audits.models.baselines import Baseline
from audits.models.disparities import Disparity
from audits.models.dossier_schedules import DossierSchedule
from audits.models.dossiers import Dossier
from audits.models.letterheads import Letterhead
from audits.models.logs import PredictionLog
from audits.models.notices import Listener, Notice
from audits.models.parts import RunPart
from audits.models.plans import Plan, ThresholdSetting
from audits.models.reviews import Review
from audits.models.runs import Run
from audits.models.schedules import Schedule, ScheduleRun
from audits.models.sheets import Sheet, SheetEntry, Submission
from audits.models.vendor_assessments import VendorAssessment
from audits.models.word_files import WordFile

__all__ = [
    "Baseline",
    "Disparity",
    "Dossier",
    "DossierSchedule",
    "Letterhead",
    "Listener",
    "Notice",
    "Plan",
    "PredictionLog",
    "Review",
    "Run",
    "RunPart",
    "Schedule",
    "ScheduleRun",
    "Sheet",
    "SheetEntry",
    "Submission",
    "ThresholdSetting",
    "VendorAssessment",
    "WordFile",
]
