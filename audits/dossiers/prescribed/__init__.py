"""Sections of the documents that the Act prescribes: its points in its order, gaps as gaps, who owes it and why."""
