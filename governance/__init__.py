"""Who and what: people, units, AI systems, vendors, and the trail of every change."""
