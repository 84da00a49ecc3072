"""Prescribed documents of the demonstration, half written: gaps are there to be seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from audits.actions import sheets
from audits.management.demonstration.material import read
from audits.models import Sheet
from audits.queries.papers import papers_of
from audits.queries.sheets import whole
from audits.sheets import Said
from governance.models import SystemVersion, User


def keep_documents(versions: Mapping[str, SystemVersion], *, by: User, at: datetime) -> list[Sheet]:
    """Return the documents of the demonstration, begun and partly written at the first run."""
    return [_kept(told, versions[told["system"]], by=by, at=at) for told in read("documents")["document"]]


def _kept(told: dict[str, Any], version: SystemVersion, *, by: User, at: datetime) -> Sheet:
    if known := whole().filter(version=version, kind=told["kind"]).first():
        return known
    sheet = sheets.start(version=version, kind=told["kind"], by=by, at=at)
    sheets.write(sheet=sheet, said=_said(told, sheet), by=by, at=at)
    return whole().get(pk=sheet.pk)


def _said(told: dict[str, Any], sheet: Sheet) -> dict[str, Said]:
    """Return what is written, what does not apply, and what is adopted from the record as it stands."""
    slots = {slot.field.id: slot for slot in papers_of(sheet).one(sheet).filling.slots}
    known = {name: slots[name].known for name in told.get("adopt", [])}
    return {
        **{name: Said(value.strip()) for name, value in told.get("entries", {}).items()},
        **{name: Said(reason, applies=False) for name, reason in told.get("not_applicable", {}).items()},
        **{name: Said(one.value, source=one.source) for name, one in known.items() if one},
    }
