"""Where the law says it: an anchor, how lawyers cite it, and where to read it."""

import re
from dataclasses import dataclass

ORDINALS = {
    "1": "first",
    "2": "second",
    "3": "third",
    "4": "fourth",
    "5": "fifth",
    "6": "sixth",
    "7": "seventh",
}
# Only these annexes have sections named by letters; elsewhere a letter is a point.
ANNEX_HEAD = re.compile(r"^annex-(i|viii)-([abc])(?=-\d|$)(.*)$|^annex-([ivx]+)(.*)$")
ARTICLE_HEAD = re.compile(r"^art-(\d+[a-z]?)(.*)$")


@dataclass(frozen=True, slots=True)
class Provision:
    """One place in the Act."""

    anchor: str
    cite: str
    url: str

    def as_json(self) -> dict[str, str]:
        return {"cite": self.cite, "anchor": self.anchor, "url": self.url}


def provision(anchor: str, page: str) -> Provision:
    """Return the place an anchor names, linked into the page of one edition.

    Shape: anchors as in docs/rulebook.md, such as art-6-3-a, annex-iii-5-b, rec-53.
    Source: the citation style of the Publications Office's interinstitutional style guide.
    """
    return Provision(anchor=anchor, cite=cite(anchor), url=f"{page}#{fragment(anchor)}")


def cite(anchor: str) -> str:
    """Return an anchor as a pin-cite: art-6-3-a is Art. 6(3)(a).

    Source: the citation style of the Publications Office's interinstitutional style guide.
    """
    if anchor.startswith("rec-"):
        return f"Recital {anchor[4:]}"
    if article := ARTICLE_HEAD.match(anchor):
        return f"Art. {article[1]}{_tail(article[2])}"
    if (annex := ANNEX_HEAD.match(anchor)) is None:
        return anchor
    if annex[2]:
        return f"Annex {annex[1].upper()}, Section {annex[2].upper()}{_tail(annex[3])}"
    return f"Annex {annex[4].upper()}{_tail(annex[5])}"


def fragment(anchor: str) -> str:
    """Return the fragment under which EUR-Lex shows the article, annex or recital around an anchor.

    Source: the element identifiers of EUR-Lex HTML pages (art_6, anx_III, rct_53).
    """
    if anchor.startswith("rec-"):
        return f"rct_{anchor[4:]}"
    if article := ARTICLE_HEAD.match(anchor):
        return f"art_{article[1]}"
    annex = ANNEX_HEAD.match(anchor)
    return f"anx_{(annex[1] or annex[4]).upper()}" if annex else ""


def _tail(rest: str) -> str:
    cited = ""
    for part in rest.strip("-").split("-") if rest else ():
        if part.startswith("sec"):
            cited += f", Section {part[3:]}"
        else:
            cited += f", {ORDINALS[part[2:]]} subparagraph" if part.startswith("sp") else f"({part})"
    return cited
