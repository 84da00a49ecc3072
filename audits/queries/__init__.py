"""Reading the evidence's rows across tables."""
