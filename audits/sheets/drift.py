"""What was submitted to the EU database beside what stands today, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

from audits.sheets.blank import Blank, Field
from audits.sheets.filling import Filling


@dataclass(frozen=True, slots=True)
class Drift:
    """One field that says something else now than the entry in the database; empty is nothing at all."""

    field: str
    label: str
    cite: str
    submitted: str
    present: str


def drift(submitted: Mapping[str, str], present: Filling, filled: Blank) -> tuple[Drift, ...]:
    """Return the fields that differ, in the order of the blank; what the law no longer asks comes last.

    Where something was adopted and the record has moved on since, the record is the present.
    Shape: what was submitted by field id, in words; `filled` is the blank that it filled.
    """
    today = {slot.field.id: slot.known_text if slot.moved else slot.text for slot in present.slots}
    found = [
        Drift(field.id, field.label, field.point.cite, submitted.get(field.id, ""), today[field.id])
        for field in present.blank.fields.values()
        if submitted.get(field.id, "") != today[field.id]
    ]
    gone = [name for name, text in submitted.items() if name not in today and text]
    return (*found, *(_gone(name, filled.fields.get(name), submitted[name]) for name in gone))


def _gone(name: str, field: Field | None, text: str) -> Drift:
    label, cite = (field.label, field.point.cite) if field else (name, "")
    return Drift(name, f"{label} (no longer asked)", cite, text, "")
