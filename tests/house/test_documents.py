"""Links between our documents lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, name_of

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "script").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors_of(document: Path) -> set[str]:
    """Return the anchors that headings make, as a forge renders them."""
    headings = re.findall(r"^#+\s+(.+?)\s*$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(document: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    there = (document.parent / path) if path else document
    return not there.exists() or (bool(anchor) and there.suffix == ".md" and anchor not in anchors_of(there))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_to_a_file_of_ours_leads_somewhere(document):
    ours = [link for link in LINK.findall(document.read_text()) if not re.match(r"[a-z]+:", link)]

    assert [link for link in ours if is_broken(document, link)] == []
