"""The rows of evidence: fairness plans, logs, schedules and runs; vendor assessments; dossiers."""

from audits.models.dossiers import Dossier
from audits.models.logs import PredictionLog
from audits.models.plans import Plan
from audits.models.runs import Run
from audits.models.schedules import Schedule, ScheduleRun
from audits.models.vendor_assessments import VendorAssessment

__all__ = ["Dossier", "Plan", "PredictionLog", "Run", "Schedule", "ScheduleRun", "VendorAssessment"]
