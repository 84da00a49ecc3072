"""A system dossier of about so many pages, grown from the pack of the demonstration.

Every part grows alike: rulings, obligations, answers, components, fairness runs with their groups, tables and charts,
vendor assessments, evidence. What is added says which copy it is, so that no two entries or charts are the same. The
smallest dossiers have no run and no vendor.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from audits.packs import Pack

DEMONSTRATION = Path(__file__).resolve().parents[1] / "tests/audits/dossiers/packs/compas.json"
# Cover, contents and last section stay as they are; the rest of the demonstration takes so many pages.
PAGES_THAT_STAY, PAGES_THAT_GROW = 7, 13.8
NAMED_BY = {
    "answers": "question",
    "obligations": "title",
    "components": "name",
    "vendors": "vendor",
    "evidence": "title",
}


def grown(pages: int) -> Pack:
    """Return a pack whose dossier has about so many pages."""
    return grown_by(max(pages - PAGES_THAT_STAY, 1) / PAGES_THAT_GROW)


def grown_by(times: float) -> Pack:
    """Return the demonstration's pack with so many times the entries of each part."""
    told = json.loads(DEMONSTRATION.read_text(encoding="utf-8"))
    for part, name in NAMED_BY.items():
        told[part] = [_renamed(entry, name, copy) for entry, copy in _copies(told[part], times)]
    told["fairness"] = [_regrouped(run, copy) for run, copy in _copies(told["fairness"], times)]
    finding = told["finding"]
    finding["findings"] = [
        _renamed(ruling, "title", copy) for ruling, copy in _copies(finding["findings"], times)
    ]
    return Pack.from_json(told)


def _copies(entries: list[dict[str, Any]], times: float) -> list[tuple[dict[str, Any], int]]:
    """Return so many times the entries, each with the number of its copy."""
    count = round(len(entries) * times)
    return [(entries[i % len(entries)], i // len(entries) + 1) for i in range(count)]


def _renamed(entry: dict[str, Any], name: str, copy: int) -> dict[str, Any]:
    return entry if copy == 1 else {**deepcopy(entry), name: f"{entry[name]} ({copy})"}


def _regrouped(run: dict[str, Any], copy: int) -> dict[str, Any]:
    """Return a run whose groups have names of their own, in every table and chart."""
    if copy == 1:
        return run
    written = json.dumps(_renamed(run, "name", copy))
    for group in run["result"]["by_group"]:
        written = written.replace(json.dumps(group)[1:-1], f"{json.dumps(group)[1:-1]} {copy}")
    told: dict[str, Any] = json.loads(written)
    return told
