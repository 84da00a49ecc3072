"""The REST face of the evidence: fairness, vendor assessments, dossiers, and the release gate."""
