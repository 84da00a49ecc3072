"""A result as people may read it: without numbers of hidden groups, and without what would give them away."""

from audits.fairness.withholding.drifts import withheld_drift
from audits.fairness.withholding.results import withheld, withheld_reading

__all__ = ["withheld", "withheld_drift", "withheld_reading"]
