"""Reading the law's rows across tables."""
