"""Packs to render: a recidivism score as a probation service would register it, an empty one, very large ones."""

import json
from pathlib import Path
from typing import Any

from audits.dossiers import Pack

FOLDER = Path(__file__).parent / "packs"
EMPTY = {"document": {"reference": "DOS-0009", "created_at": "2026-11-20T09:00:00+00:00"}}


def compas_json() -> dict[str, Any]:
    """Return the normal case: one open question, two roles, one run over ProPublica's counts, one vendor, gaps."""
    return json.loads((FOLDER / "compas.json").read_text(encoding="utf-8"))


def compas() -> Pack:
    return Pack.from_json(compas_json())


def empty() -> Pack:
    """Return a pack about which nothing is known but its document."""
    return Pack.from_json(EMPTY)


def with_obligations(count: int) -> Pack:
    """Return the normal case with that many obligations."""
    raw = compas_json()
    raw["obligations"] = [
        {**duty, "id": f"{duty['id']}-{i}", "title": f"{duty['title']} ({i + 1})"}
        for i, duty in ((i, raw["obligations"][i % len(raw["obligations"])]) for i in range(count))
    ]
    return Pack.from_json(raw)
