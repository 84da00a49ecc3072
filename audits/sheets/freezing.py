"""A document as a pack keeps it: every field with its question and provision, so that no blank is needed later."""

from dataclasses import dataclass, replace

from audits.packs import parts as said
from audits.packs import sheets as frozen
from audits.sheets.drift import Drift
from audits.sheets.duty import Owing
from audits.sheets.filling import Filling, Slot, State
from risk.engine.provisions import Provision


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What its row says of a document: how far it is, and who answers for what is missing."""

    reference: str = ""
    state: str = ""
    owner: str = ""
    finished_by: str = ""
    finished_at: str = ""
    judged_under: str = ""


def freeze(filling: Filling, owing: Owing, standing: Standing, *, reduced: bool) -> frozen.Sheet:
    """Return a document for a pack."""
    blank = filling.blank
    return frozen.Sheet(
        **{name: getattr(standing, name) for name in standing.__dataclass_fields__},
        kind=blank.id,
        title=blank.title,
        short=blank.short,
        basis=_provision(blank.basis),
        edition=blank.edition,
        owed_by=blank.owed_by,
        standing=owing.standing.value,
        sentence=owing.sentence,
        reasons=tuple(
            frozen.SheetReason(
                says=one.ground.says,
                word=one.word,
                provision=_provision(one.ground.provision),
                excludes=one.ground.excludes,
            )
            for one in owing.reasons
        ),
        due_effective=owing.effective,
        due_literal=owing.literal,
        due_note=owing.note,
        notes=blank.notes,
        reduced=reduced,
        points=tuple(_point(slot, filling) for slot in filling.slots),
    )


def submitted(sheet: frozen.Sheet, number: str, on: str, moved: tuple[Drift, ...]) -> frozen.Sheet:
    """Return the document with its last submission, and what has changed since."""
    return replace(sheet, number=number, submitted_on=on, changed_since=tuple(one.label for one in moved))


def _point(slot: Slot, filling: Filling) -> frozen.SheetPoint:
    part, entry = filling.blank.part(slot.field.part), slot.standing
    return frozen.SheetPoint(
        id=slot.field.id,
        label=slot.field.label,
        part=part.title if part else "",
        provision=_provision(slot.field.point),
        asks=slot.field.asks,
        state=slot.state.value,
        needed=slot.field.need.value,
        text=slot.text,
        source=_source(slot),
        evidence=entry.said.evidence if entry else "",
        by=entry.by if entry else "",
        at=entry.at if entry else "",
        moved=slot.known_text if slot.moved else "",
    )


def _source(slot: Slot) -> str:
    if slot.state is State.KNOWN and slot.known:
        return slot.known.source
    return slot.standing.said.source if slot.standing and slot.state is State.ADOPTED else ""


def _provision(place: Provision) -> said.Provision:
    return said.Provision(cite=place.cite, anchor=place.anchor, url=place.url)
