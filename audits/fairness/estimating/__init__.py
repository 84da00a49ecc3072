"""Values that are no shares of people: each with its standard error, beside the others, and read."""
