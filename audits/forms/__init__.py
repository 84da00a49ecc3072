"""What people type about the evidence, turned into values that actions take."""
