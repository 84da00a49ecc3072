"""Material for prescribed documents, made from the packs that dossiers are tested with."""

from typing import Any

from audits.packs import Pack
from audits.sheets.knowing import Material, Other
from tests.audits.dossiers.samples import raw


def material(name: str = "compas", *, others: dict[str, Other] | None = None, **changes: object) -> Material:
    """Return the material of one of the sample packs, parts of it changed."""
    return Material(Pack.from_json(raw(name) | changes), "2024-03-01", others or {})


def finding(**states: str) -> dict[str, Any]:
    """Return a finding in which rules, underscores for dots, are in these states."""
    return {
        "findings": [{"rule": rule.replace("__", "."), "state": state} for rule, state in states.items()],
        "on": "2026-11-20",
    }
