"""The sections of a portfolio: what those who answer for a unit read of all its systems."""
