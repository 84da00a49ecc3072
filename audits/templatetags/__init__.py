"""Words for what templates of the evidence show."""
