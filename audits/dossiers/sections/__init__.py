"""The sections of dossiers: what fills each, what is missing. No page, no file, no clock."""
