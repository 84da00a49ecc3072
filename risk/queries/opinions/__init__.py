"""A stored finding, made ready to be read."""

from risk.queries.opinions.parts import Cited, Opinion
from risk.queries.opinions.reading import opinion, unchanged

__all__ = ["Cited", "Opinion", "opinion", "unchanged"]
