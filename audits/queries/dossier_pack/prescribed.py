"""The documents that the Act prescribes, filled from the record of a version, for pages and for packs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from audits import blanks
from audits.models import Sheet, Submission
from audits.packs import Pack
from audits.packs import parts as said
from audits.packs import sheets as frozen
from audits.queries import sheets
from audits.queries.dossier_pack import systems
from audits.queries.dossier_pack.organisations import organisation
from audits.queries.dossier_pack.systems import Record
from audits.sheets import Blank, Drift, Entry, Filling, Known, drift, fill, freezing
from audits.sheets.duty import Owing, Standing, is_reduced, owing
from audits.sheets.freezing import freeze, submitted
from audits.sheets.knowing import Material, known
from audits.sheets.knowing.law import rulebook_id
from governance.models import Organisation

# Parts of a pack, and the prescribed documents that each may hold.
PRINTED: Mapping[str, tuple[str, ...]] = {
    "fria": ("fria",),
    "annex_iv": ("annex_iv", "annex_iv_simplified"),
    "declaration": ("declaration",),
    "registration": ("registration_a", "registration_b", "registration_c"),
}
NEEDED = frozenset({"components", "finding", "answers", "obligations", "fairness", "vendors"})


@dataclass(frozen=True)
class Filled:
    """One prescribed document as it stands: its blank, the newest row if there is one, what stands in it."""

    blank: Blank
    sheet: Sheet | None
    filling: Filling
    owing: Owing
    reduced: bool

    @property
    def first_open(self) -> str:
        """The first part in which something is left to write; the first one where nothing is."""
        left = set(self.filling.missing)
        ids = (slot.field.part for slot in self.filling.slots if slot.field.id in left)
        return next(ids, self.blank.parts[0].id)


class Papers:
    """The prescribed documents of one version; what they are filled from is read once.

    Cost: about a dozen queries for the record, two for the documents, whatever their number.
    """

    def __init__(self, record: Record) -> None:
        self.record = record

    @cached_property
    def material(self) -> Material:
        """What the documents are filled from."""
        version = self.record.version
        placed = version.system.placed_on_market_date
        return Material(
            Pack(
                document=said.Document(reference="", created_at=""),
                organisation=organisation(Organisation.objects.first()),
                **systems.parts_of(self.record, NEEDED),
            ),
            placed.isoformat() if placed else "",
            sheets.finished_of(version.system),
        )

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """What the record has to say."""
        return known(self.material)

    @cached_property
    def newest(self) -> Mapping[str, Sheet]:
        """The newest document of each kind."""
        return sheets.newest_of(self.record.version)

    def all(self) -> tuple[Filled, ...]:
        """Return every document there is a blank for, begun or not."""
        entries = sheets.written(self.newest.values())
        found = []
        for kind in blanks.KINDS:
            sheet = self.newest.get(kind)
            found.append(self._filled(kind, sheet, entries[sheet.pk] if sheet else {}))
        return tuple(found)

    def one(self, sheet: Sheet) -> Filled:
        """Return one document of this version."""
        return self._filled(sheet.kind, sheet, sheets.written([sheet])[sheet.pk])

    def owner_of(self, form: Blank) -> str:
        """Return who answers for the gaps of a document: whoever owns its duty, else the system's owner."""
        owed = (duty for duty in self.material.pack.obligations if duty.owner)
        owned = (duty.owner for duty in owed if rulebook_id(duty) in form.duties)
        return next(owned, self.record.version.system.owner.name)

    def _filled(self, kind: str, sheet: Sheet | None, entries: Mapping[str, Entry]) -> Filled:
        judged = self.record.edition.id
        form = sheets.blank_of(sheet, judged) if sheet else blanks.load(kind, judged)
        pack = self.material.pack
        reduced = is_reduced(form, pack.finding)
        filling = fill(form, entries, self.known, reduced=reduced)
        return Filled(form, sheet, filling, owing(form, pack), reduced)


def parts_of(record: Record, wanted: frozenset[str]) -> dict[str, tuple[frozen.Sheet, ...]]:
    """Return the prescribed documents that a pack needs, frozen, each under the name of its part."""
    if not (asked := [name for name in PRINTED if name in wanted]):
        return {}
    papers = Papers(record)
    filled = {one.blank.id: one for one in papers.all()}
    return {name: tuple(_frozen(one, papers) for one in _printed(name, filled)) for name in asked}


def _printed(name: str, filled: Mapping[str, Filled]) -> Iterable[Filled]:
    """Choose among alternatives: the simplified form where only that was begun; sections begun or owed."""
    full, *others = (filled[kind] for kind in PRINTED[name])
    if name == "registration":
        chosen = [one for one in (full, *others) if one.sheet or one.owing.standing is Standing.OWED]
        return chosen or [full]
    begun = next((one for one in others if one.sheet), None)
    return [begun] if begun and not full.sheet else [full]


def _frozen(one: Filled, papers: Papers) -> frozen.Sheet:
    made = freeze(one.filling, one.owing, _row(one, papers), reduced=one.reduced)
    if not one.blank.registers:
        return made
    sent = sheets.submissions_of(papers.record.version.system, one.blank.id)
    if not sent:
        return made
    last = sent[0]
    return submitted(made, last.number, last.submitted_date.isoformat(), since(last, one.filling))


def _row(one: Filled, papers: Papers) -> freezing.Standing:
    owner = papers.owner_of(one.blank)
    if (sheet := one.sheet) is None:
        return freezing.Standing(owner=owner)
    by, at, judged = sheet.finished_by, sheet.finished_at, papers.record.edition.id
    return freezing.Standing(
        reference=sheet.reference,
        state=sheet.state,
        owner=owner,
        finished_by=by.name if by else "",
        finished_at=at.isoformat(timespec="seconds") if at else "",
        judged_under=judged if judged != one.blank.edition else "",
    )


def since(submission: Submission, filling: Filling) -> tuple[Drift, ...]:
    """Return how far a document has moved from what was submitted."""
    return drift(submission.fields, filling, sheets.blank_of(submission.sheet))
