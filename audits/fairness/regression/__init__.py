"""Predicted numbers beside true ones: how far off, which way, and for whom."""
