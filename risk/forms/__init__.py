"""What people type about the law, turned into the law's own values."""
