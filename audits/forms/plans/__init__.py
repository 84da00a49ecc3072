"""What people type of a fairness plan, in parts: columns, values, thresholds, certainty."""

from audits.forms.plans.form import PlanForm

__all__ = ["PlanForm"]
