"""Packs to render, and their PDFs, each rendered once in a test run."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from audits.dossiers import Pack, render

FOLDER = Path(__file__).parent / "packs"
EMPTY = {"document": {"reference": "DOS-0009", "created_at": "2026-11-20T09:00:00+00:00"}}


def raw(name: str) -> dict[str, Any]:
    """Return a pack as JSON.

    compas: the demonstration's own, written by the law engine and the fairness core.
    probation: written by hand for what that one lacks: an open question, two readings of dates, gaps.
    """
    if name == "empty":
        return dict(EMPTY)
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def of_kind(kind: str) -> dict[str, Any]:
    """Return a full pack of a kind as JSON.

    memorandum: written by the actions, with an exception under Art. 6(3) claimed. vendor: likewise.
    portfolio: written by hand, in three alphabets. fairness: the run of the demonstration.
    """
    told = raw("compas" if kind == "fairness" else "probation" if kind == "system" else kind)
    kept = ("document", "organisation", "trail", "system", "fairness", "evidence")
    told = {part: told[part] for part in kept} if kind == "fairness" else told
    return {**told, "document": {**told["document"], "kind": kind}}


def bare(kind: str) -> dict[str, Any]:
    """Return a pack of a kind about which nothing at all is known."""
    return {"document": {**raw("empty")["document"], "kind": kind}}


def pack(name: str) -> Pack:
    return Pack.from_json(raw(name))


@cache
def pdf(name: str) -> bytes:
    """Return a pack's PDF."""
    return rendered(pack(name))


def rendered(of: Pack) -> bytes:
    return render(of, lambda *_: None)


def with_obligations(count: int) -> Pack:
    """Return a pack with that many obligations."""
    changed = raw("probation")
    few = changed["obligations"]
    numbered = [(i, few[i % len(few)]) for i in range(count)]
    changed["obligations"] = [
        {**duty, "id": f"{duty['id']}-{i}", "title": f"{duty['title']} ({i + 1})"} for i, duty in numbered
    ]
    return Pack.from_json(changed)
