"""How one document looks: the style sheets with the organisation's colour and paper, its logo, its band."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass

from audits.charts.drawing import ACCENT
from audits.dossiers.assets import shipped, stylesheet
from audits.packs.pack import Pack

SHEETS = ("page.css", "dossier.css")
DRAFT, LETTER = "draft.css", "letter.css"
BAND, LOGO = "annex:dossier/band.svg", "annex:logo"


@dataclass(frozen=True)
class Look:
    """The style sheets of a document, without that of typefaces, and what may be drawn in it besides what we ship."""

    styles: str
    own: Mapping[str, tuple[bytes, str]]
    colour: str

    def coloured(self, html: str) -> str:
        """Return the page with its charts in the organisation's colour.

        Only attributes change: a quotation mark that somebody typed is escaped.
        """
        return html.replace(f'"{ACCENT}"', f'"{self.colour}"')


def look_of(pack: Pack) -> Look:
    """Return the look that was frozen with a pack."""
    head = pack.letterhead
    colour = head.colour or ACCENT
    names = [*SHEETS, *([DRAFT] if pack.document.status == "draft" else [])]
    names += [LETTER] if head.paper == "Letter" else []
    band = shipped()[BAND].read_text(encoding="utf-8").replace(ACCENT, colour)
    own = {BAND: (band.encode(), "image/svg+xml")}
    if head.logo:
        own[LOGO] = (b64decode(head.logo), "image/png")
    return Look("\n".join(map(stylesheet, names)).replace(ACCENT, colour), own, colour)
