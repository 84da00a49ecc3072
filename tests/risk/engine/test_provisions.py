"""Anchors become pin-cites and links."""

import pytest

from risk.engine.provisions import cite, provision

CITES = {
    "art-6-3-a": "Art. 6(3)(a)",
    "art-5-1-h-iii": "Art. 5(1)(h)(iii)",
    "art-4a-1": "Art. 4a(1)",
    "art-50-4-sp2": "Art. 50(4), second subparagraph",
    "art-43-1-sp2-a": "Art. 43(1), second subparagraph(a)",
    "art-113-c-i": "Art. 113(c)(i)",
    "art-6": "Art. 6",
    "annex-iii-5-b": "Annex III(5)(b)",
    "annex-i-a-11": "Annex I, Section A(11)",
    "annex-i-b": "Annex I, Section B",
    "annex-viii-b-7": "Annex VIII, Section B(7)",
    "annex-viii-c-3": "Annex VIII, Section C(3)",
    "annex-xiii-c": "Annex XIII(c)",
    "annex-xi-sec1-2-c": "Annex XI, Section 1(2)(c)",
    "annex-iii": "Annex III",
    "rec-53": "Recital 53",
    "chap-iii": "chap-iii",
}


@pytest.mark.parametrize(("anchor", "expected"), CITES.items())
def test_an_anchor_reads_as_lawyers_cite(anchor, expected):
    assert cite(anchor) == expected


@pytest.mark.parametrize(
    ("anchor", "fragment"),
    [("art-6-3-a", "art_6"), ("art-4a-1", "art_4a"), ("annex-iii-5-b", "anx_III"), ("rec-53", "rct_53")],
)
def test_a_provision_links_to_its_article_annex_or_recital(anchor, fragment):
    assert provision(anchor, "https://example.org/act").url == f"https://example.org/act#{fragment}"
