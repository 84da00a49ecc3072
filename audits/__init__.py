"""What we checked and what we hand over: fairness runs, vendor assessments, dossiers."""
