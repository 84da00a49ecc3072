"""Every write of the evidence: plans, logs, runs, schedules, vendor assessments, dossiers."""
