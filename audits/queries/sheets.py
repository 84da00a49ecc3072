"""Prescribed documents as rows: which there are, what stands in them, what was sent of them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from audits import blanks
from audits.models import Sheet, SheetEntry, Submission
from audits.sheets import Blank, Entry, Filling, Said, fill
from audits.sheets.duty import is_reduced
from audits.sheets.knowing import Other
from governance.models import AISystem, ScopedQuerySet, SystemVersion
from risk.models import Classification
from risk.queries.classifications import current
from risk.queries.editions import adopted_id

# Those whose texts other documents and registrations refer to.
REFERRED_TO = ("declaration", "fria")


def whole() -> ScopedQuerySet[Sheet]:
    """Return documents with everything a page says about them. No query until it is read."""
    return Sheet.objects.select_related(
        "version__system__unit", "version__system__owner", "created_by", "finished_by", "copied_from"
    )


def edition_of(version: SystemVersion) -> str:
    """Return the edition under which a version stands judged, the adopted one where nobody judged it.

    Cost: one or two queries.
    """
    standing = Classification.objects.filter(version=version, superseded_at=None)
    return standing.values_list("edition", flat=True).first() or adopted_id()


def blank_of(sheet: Sheet, judged_under: str = "") -> Blank:
    """Return the blank that a document fills: a draft's is that of the edition under which its version stands judged.

    What is finished keeps its own. Cost: two queries for a draft, none where `judged_under` is named.
    """
    if sheet.state == Sheet.State.FINISHED:
        return blanks.load(sheet.kind, sheet.edition)
    return blanks.load(sheet.kind, judged_under or edition_of(sheet.version))


def newest_of(version: SystemVersion) -> dict[str, Sheet]:
    """Return the newest document of each kind about a version: the draft, where there is one. One query."""
    rows = whole().filter(version=version).order_by("pk")
    return {row.kind: row for row in rows}


def earlier_of_system(version: SystemVersion) -> dict[str, list[Sheet]]:
    """Return by kind the documents that a new one about this version may begin from, newest first. One query."""
    rows = (
        Sheet.objects.filter(version__system_id=version.system_id).select_related("version").order_by("-pk")
    )
    found: dict[str, list[Sheet]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(row)
    return found


def written(sheets: Iterable[Sheet]) -> dict[UUID, dict[str, Entry]]:
    """Return what stands in each field of each document, by the document's key. One query."""
    found: dict[UUID, dict[str, Entry]] = {sheet.pk: {} for sheet in sheets}
    rows = SheetEntry.objects.filter(sheet__in=found).select_related("by").order_by("number", "pk")
    for row in rows:
        found[row.sheet_id][row.field] = entry_of(row)
    return found


def history(sheet: Sheet) -> dict[str, list[SheetEntry]]:
    """Return everything that was ever written in each field, newest first. One query."""
    rows = SheetEntry.objects.filter(sheet=sheet).select_related("by").order_by("-number", "-pk")
    found: dict[str, list[SheetEntry]] = {}
    for row in rows:
        found.setdefault(row.field, []).append(row)
    return found


def entry_of(row: SheetEntry) -> Entry:
    """Return a row as the pure core reads it."""
    said = Said(row.value, row.applies, row.source, row.evidence)
    return Entry(said, row.by.name, row.at.isoformat(timespec="seconds"), row.number)


def as_written(sheet: Sheet) -> Filling:
    """Return a document by what people wrote alone, as it is judged when it is finished or sent. Two queries."""
    form = blank_of(sheet)
    return fill(form, written([sheet])[sheet.pk], {}, reduced=reduced(form, sheet.version))


def reduced(form: Blank, version: SystemVersion) -> bool:
    """Say whether only the set of Art. 49(4) is submitted for a version. One query, for what is registered."""
    standing = current(version) if form.registers else None
    return is_reduced(form, standing.finding) if standing else False


def finished_of(system: AISystem) -> dict[str, Other]:
    """Return the finished documents of a system that others refer to, the newest of each kind. Two queries."""
    rows = Sheet.objects.filter(
        version__system=system, state=Sheet.State.FINISHED, kind__in=REFERRED_TO
    ).select_related("version")
    newest = {row.kind: row for row in rows.order_by("finished_at", "pk")}
    texts = written(newest.values())
    return {kind: _other(row, texts[row.pk]) for kind, row in newest.items()}


def _other(row: Sheet, entries: Mapping[str, Entry]) -> Other:
    filling = fill(blank_of(row), entries, {})
    texts = {slot.field.id: slot.text for slot in filling.slots}
    day = row.finished_at.date().isoformat() if row.finished_at else ""
    return Other(row.kind, row.reference, day, row.version.label, texts)


def submissions_of(system: AISystem, kind: str) -> list[Submission]:
    """Return what was entered into the EU database for a system under one section, newest first. One query."""
    rows = Submission.objects.filter(sheet__version__system=system, sheet__kind=kind)
    return list(rows.select_related("sheet__version", "recorded_by").order_by("-submitted_date", "-pk"))


def texts_of(filling: Filling) -> dict[str, Any]:
    """Return what a document says by field, in words; what it does not say is left out."""
    return {slot.field.id: slot.text for slot in filling.slots if slot.text}
