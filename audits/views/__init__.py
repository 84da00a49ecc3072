"""The web pages of the evidence."""
