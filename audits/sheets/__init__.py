"""Documents that the Act prescribes, point by point: pure, from blank, entries and record to what stands."""

from audits.sheets.blank import Blank, Field, Ground, Need, Part, Type
from audits.sheets.drafting import BadBlank, blank
from audits.sheets.drift import Drift, drift
from audits.sheets.entries import Entry, EntryErrors, Said, Value, check, words
from audits.sheets.filling import Coverage, Filling, Known, Slot, State, coverage, fill

__all__ = [
    "BadBlank",
    "Blank",
    "Coverage",
    "Drift",
    "Entry",
    "EntryErrors",
    "Field",
    "Filling",
    "Ground",
    "Known",
    "Need",
    "Part",
    "Said",
    "Slot",
    "State",
    "Type",
    "Value",
    "blank",
    "check",
    "coverage",
    "drift",
    "fill",
    "words",
]
