"""Two dossiers of one record side by side: what was taken out, what was put in, down to the word."""

from audits.dossiers.redline.comparing import compared
from audits.dossiers.redline.lines import Line, lines
from audits.dossiers.redline.pieces import Piece, State, Stretch, read_pieces

__all__ = ["Line", "Piece", "State", "Stretch", "compared", "lines", "read_pieces"]
