"""Templates keep the Content-Security-Policy strict: nothing inline."""

import re

import pytest

from tests.house.sources import ROOT, name_of

PAGES = sorted((ROOT / "templates").rglob("*.html"))
# WeasyPrint turns these into PDF; no browser and no policy ever sees them.
PRINTED = tuple(path for path in PAGES if "dossier" in name_of(path))
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx script": re.compile(r"<[^>]*\shx-(on|vals=[\"']js:)", re.IGNORECASE),
    "another host": re.compile(r"<(script|link|img|iframe)[^>]*(src|href)=[\"'](https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_nothing_is_inline(page):
    text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", page.read_text(), flags=re.DOTALL)

    assert [name for name, shape in INLINE.items() if shape.search(text)] == []
