"""A prescribed document as programs read it: every field with its provision, and how far it is."""

from typing import Any

from audits.models import Sheet
from audits.queries.dossier_pack.prescribed import Filled
from audits.sheets import Blank, Field, Slot


def as_json(sheet: Sheet, filled: Filled) -> dict[str, Any]:
    """Return a document in plain JSON values, fields in the order of the Act. No query for a row from `whole`."""
    finished_by, at = sheet.finished_by, sheet.finished_at
    return {
        "reference": sheet.reference,
        "kind": sheet.kind,
        "title": filled.blank.title,
        "edition": filled.blank.edition,
        "system": sheet.version.system.reference,
        "version": sheet.version.label,
        "state": sheet.state,
        "finished_at": at.isoformat() if at else None,
        "finished_by": finished_by.email if finished_by else None,
        "copied_from": sheet.copied_from.reference if sheet.copied_from else None,
        "revision": sheet.revision,
        "owed": owed_json(filled),
        "non_public": filled.reduced,
        "coverage": coverage_json(filled),
        "entries": [_slot(slot) for slot in filled.filling.slots],
    }


def coverage_json(filled: Filled) -> dict[str, int]:
    """Return how many fields are filled, known and not adopted, missing, and how many count."""
    count = filled.filling.coverage
    return {"filled": count.filled, "known": count.known, "gaps": count.gaps, "of": count.all}


def owed_json(filled: Filled) -> dict[str, Any]:
    """Return whether the document is owed and why, with both days where the law is read in two ways."""
    owing = filled.owing
    return {
        "standing": owing.standing.value,
        "says": owing.sentence,
        "effective": owing.effective or None,
        "literal": owing.literal or None,
        "reasons": [
            {
                "says": one.ground.says,
                "provision": one.ground.provision.as_json(),
                "holds": {"holds": True, "fails": False}.get(one.state),
                "excludes": one.ground.excludes,
            }
            for one in owing.reasons
        ],
    }


def field_json(field: Field) -> dict[str, Any]:
    """Return a field of a blank."""
    return {
        "id": field.id,
        "label": field.label,
        "part": field.part,
        "provision": field.point.as_json(),
        "asks": field.asks,
        "help": field.help,
        "type": field.type.value,
        "needed": field.need.value,
        "owed_by": field.owed_by,
        "choices": [{"id": one.id, "label": one.label} for one in field.choices],
        "non_public": field.non_public,
    }


def blank_json(form: Blank) -> dict[str, Any]:
    """Return a blank with its parts and fields."""
    return {
        "id": form.id,
        "edition": form.edition,
        "title": form.title,
        "about": form.about,
        "basis": form.basis.as_json(),
        "owed_by": list(form.owed_by),
        "duties": list(form.duties),
        "notes": list(form.notes),
        "registers": form.registers,
        "parts": [{"id": part.id, "title": part.title} for part in form.parts],
        "fields": [field_json(field) for field in form.fields.values()],
    }


def _slot(slot: Slot) -> dict[str, Any]:
    entry = slot.entry if slot.entry and slot.entry.said.value else None
    said = entry.said if entry else None
    return {
        "id": slot.field.id,
        "label": slot.field.label,
        "provision": slot.field.point.as_json(),
        "asks": slot.field.asks,
        "needed": slot.field.need.value,
        "non_public": slot.field.non_public,
        "state": slot.state.value,
        "value": said.value if said else None,
        "applies": said.applies if said else None,
        "text": slot.text,
        "source": said.source if said else "",
        "evidence": said.evidence if said else "",
        "by": entry.by if entry else None,
        "at": entry.at if entry else None,
        "known": {"value": slot.known.value, "source": slot.known.source} if slot.known else None,
        "moved": slot.moved,
    }
