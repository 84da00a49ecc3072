"""The web pages of the law."""
