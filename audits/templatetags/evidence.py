"""Measures, stages and large numbers, as people read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from audits.charts.measures import label
from audits.fairness.columns import Column
from audits.fairness.encodings import SINGLE_BYTE_NAMES
from audits.queries.verdicts import GRAVITY, MARKS

register = template.Library()

STAGES = {
    "": "Beginning",
    "digest": "Reading the file",
    "count": "Counting rows",
    "measure": "Measuring each group",
    "verify": "Comparing with Fairlearn",
    "test": "Testing against chance",
    "read": "Putting it into words",
    "outline": "Ordering what is on record",
    "signing": "Signing",
    "layout": "Laying out pages",
    "pdf": "Writing the PDF",
    "seal": "Sealing it",
    "writing": "Writing the file",
}
FORMATS = {
    "text": "text",
    "xlsx": "workbook",
    "parquet": "Parquet",
    "arrow": "Arrow",
    "arrow-stream": "Arrow stream",
}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LISTED = 8
REVIEW_MARKS = {
    "draft": "draft", "": "running", "in review": "running", "approved": "confirmed", "rejected": "failed",
    "superseded": "lapsed",
}  # fmt: skip


@register.filter
def measure(name: str) -> str:
    """Return the words for a measure."""
    return label(name)


@register.filter
def verdict_mark(verdict: str) -> str:
    """Return the mark beside a verdict's words."""
    return MARKS[verdict]


@register.filter
def gravest(readings: Sequence[Mapping[str, Any]] | None) -> Mapping[str, Any] | None:
    """Return the reading with the gravest verdict; nothing where there is none."""
    return min(readings or (), key=lambda one: GRAVITY[one["verdict"]], default=None)


@register.filter
def course_mark(course: str) -> str:
    """Return the mark beside what became of a reading."""
    return {"worse": "not_adequate", "better": "adequate", "unclear": "not_assessable"}.get(course, "neutral")


@register.filter
def review_mark(status: str) -> str:
    """Return the mark beside what became of a dossier or of its review."""
    return REVIEW_MARKS.get(status, "waiting")


@register.filter
def share(value: float | None) -> str:
    """Return a share in per cent; what has no value is not defined."""
    return "not defined" if value is None else f"{100 * value:.2f} %"


@register.filter
def points(value: float | None) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    return "not defined" if value is None else f"{100 * value:+.2f} points"


@register.filter
def stage(name: str) -> str:
    """Return what a worker is doing, in words."""
    return STAGES.get(name, name.capitalize())


@register.filter
def grouped(number: int) -> str:
    """Return a large number with its thousands set apart."""
    return f"{number:,}"


@register.filter
def file_form(form: Mapping[str, str | None]) -> str:
    """Return in words how a file was read: format, delimiter, encoding, sheet."""
    parts = [FORMATS.get(str(form["format"]), str(form["format"]))]
    if delimiter := form.get("delimiter"):
        parts.append(f"parted by {DELIMITERS.get(delimiter, delimiter)}")
    if encoding := form.get("encoding"):
        parts.append(SINGLE_BYTE_NAMES.get(encoding, encoding.upper()))
    if sheet := form.get("sheet"):
        parts.append(f"sheet {sheet}")
    return ", ".join(parts)


@register.filter
def spread(column: Column) -> bool:
    """Return whether a column is told by its quartiles: numbers, more than one would list."""
    return column.quartiles is not None and column.distinct > LISTED


@register.filter
def plain(value: float) -> str:
    """Return a number without needless digits."""
    return f"{value:g}"
