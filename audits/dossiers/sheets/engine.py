"""The engine that lays out pages, loaded once with typefaces and styles; every sheet is laid out in a fork of it."""

from base64 import b64decode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.document import Document as Laid
from weasyprint.pdf import generate_pdf
from weasyprint.text.fonts import FontConfiguration

from audits.dossiers.assets import TYPEFACES, stylesheet
from audits.dossiers.sheets.fetching import Locked

PROFILE = "sRGB2014.icc"
COLOURS = "screen"
TAGGED = {"pdf_version": "1.7", "pdf_tags": True, "output_intent": COLOURS}


@cache
def typefaces() -> tuple[FontConfiguration, CSS]:
    """Return what every look has: our typefaces, loaded once for this process and those forked off it."""
    fonts = FontConfiguration()
    return fonts, CSS(string=stylesheet(TYPEFACES), url_fetcher=Locked(), font_config=fonts)


class Engine:
    """Pages from HTML, in one look; what may be drawn on is what we ship and the document's own files."""

    def __init__(self, look: Mapping[str, Any]) -> None:
        own = {address: (b64decode(content), kind) for address, (content, kind) in look["own"].items()}
        self.fetcher = Locked(own)
        self.fonts, self.typefaces = typefaces()
        self.styles = self.sheet(look["styles"])

    def sheet(self, styles: str) -> CSS:
        """Return a style sheet."""
        return CSS(string=styles, url_fetcher=self.fetcher, font_config=self.fonts)

    def laid(self, html: str, *more: CSS) -> Laid:
        """Return the pages of a piece of a dossier, their colour space named.

        It is the one that WeasyPrint would take by itself, except that WeasyPrint leaves its file open.
        Raises: FatalURLFetchingError, if anything in the content asks for a file or an address.
        """
        pages = HTML(string=html, url_fetcher=self.fetcher).render(
            stylesheets=[self.typefaces, self.styles, *more], font_config=self.fonts
        )
        with (files("weasyprint.pdf") / PROFILE).open("rb") as file:
            pages.color_profiles[COLOURS] = ColorProfile(
                file, PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"])
            )
        pages.output_intent = COLOURS
        return pages

    def attachment(self, raw: bytes, **words: Any) -> Attachment:  # noqa: ANN401 - WeasyPrint's own
        return Attachment(string=raw, url_fetcher=self.fetcher, **words)


def objects_of(laid: Laid, variant: str | None = None) -> Any:  # noqa: ANN401 - pydyf has no types
    """Return the PDF objects of pages, not yet written."""
    return generate_pdf(laid, None, 1, **{**DEFAULT_OPTIONS, **TAGGED, "pdf_variant": variant})
