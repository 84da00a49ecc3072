"""The verifier that travels with a dossier: `verify_annex.py`, one file that needs nothing of ours."""
