"""The sections of a report on one fairness run."""
