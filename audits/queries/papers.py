"""Prescribed documents as their pages need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audits.models import Sheet, SheetEntry, Submission
from audits.queries import sheets
from audits.queries.dossier_pack.prescribed import Filled, Papers, since
from audits.queries.dossier_pack.systems import Record
from audits.sheets import Coverage, Drift, Part, Slot, coverage
from audits.sheets.duty import Standing
from governance.models import SystemVersion

ORDER = (Standing.OWED, Standing.POSSIBLE, Standing.NOT_KNOWN, Standing.NOT_OWED, Standing.NOT_OPEN)


@dataclass(frozen=True)
class Paper:
    """One document on the board of a version: how far it is, whether it is owed, what it may begin from."""

    filled: Filled
    earlier: tuple[Sheet, ...]

    @property
    def is_near(self) -> bool:
        """Whether it belongs among those to look at first: begun, owed, or perhaps owed."""
        return self.filled.sheet is not None or self.filled.owing.standing in ORDER[:3]

    @property
    def begins_anew(self) -> bool:
        """Whether a new one may be begun: there is no draft."""
        return self.filled.sheet is None or self.filled.sheet.state == Sheet.State.FINISHED


@dataclass(frozen=True)
class Written:
    """One part of a document, with what stands in its fields and what stood there before."""

    part: Part
    slots: tuple[Slot, ...]
    before: tuple[tuple[SheetEntry, ...], ...]

    @property
    def coverage(self) -> Coverage:
        return coverage(self.slots)

    @property
    def rows(self) -> tuple[tuple[Slot, tuple[SheetEntry, ...]], ...]:
        """Each field beside its earlier entries."""
        return tuple(zip(self.slots, self.before, strict=True))


@dataclass(frozen=True)
class Entered:
    """What was entered into the EU database, and how far the document has moved since the last time."""

    submissions: Sequence[Submission]
    drift: tuple[Drift, ...]


def papers_of(sheet: Sheet) -> Papers:
    """Return the prescribed documents of the version that a document is about. No query until they are read."""
    return Papers(Record(sheet.version))


def board(version: SystemVersion) -> tuple[Paper, ...]:
    """Return every prescribed document about a version, those that are owed first.

    Cost: some twenty queries, whatever the number of documents and entries.
    """
    filled = sorted(Papers(Record(version)).all(), key=lambda one: ORDER.index(one.owing.standing))
    earlier = sheets.earlier_of_system(version)
    return tuple(Paper(one, tuple(earlier.get(one.blank.id, ()))) for one in filled)


def page_of_sheet(sheet: Sheet) -> dict[str, Any]:
    """Return everything that the page of one document shows."""
    papers = papers_of(sheet)
    filled = papers.one(sheet)
    history = sheets.history(sheet)
    return {
        "sheet": sheet,
        "filled": filled,
        "owner": papers.owner_of(filled.blank),
        "written": [
            Written(
                part,
                slots := filled.filling.of(part.id),
                tuple(tuple(history.get(slot.field.id, ())[1:]) for slot in slots),
            )
            for part in filled.blank.parts
        ],
        "entered": entered(filled, sheet),
    }


def entered(filled: Filled, sheet: Sheet) -> Entered | None:
    """Return what was entered into the EU database; nothing for documents that are not. One query."""
    if not filled.blank.registers:
        return None
    rows = sheets.submissions_of(sheet.version.system, sheet.kind)
    return Entered(rows, since(rows[0], filled.filling) if rows else ())
