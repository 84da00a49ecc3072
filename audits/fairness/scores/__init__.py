"""Scores by group: how high, how well they rank, how far they can be taken at their word."""
