"""Charts as pictures: the very drawing of the page and the PDF, for a program that may not show SVG."""

import io
import re
from functools import lru_cache

import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from audits.charts.typefaces import printable
from audits.dossiers.assets import stylesheet
from audits.dossiers.sheets.fetching import Locked

DOTS_PER_INCH, POINTS_PER_INCH = 200, 72
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# One drawing, one sheet of its own size, white behind it.
PAGE = "@page { size: 500pt 2000pt; margin: 0 } body { margin: 0 } svg { display: block; width: 500pt }"


@lru_cache(maxsize=64)
def picture(svg: str) -> bytes:
    """Return a drawing of audits.charts as PNG at 200 dots per inch; same drawing, same bytes."""
    fetcher, fonts = Locked(), FontConfiguration()
    sheet = CSS(string=f"{stylesheet('type.css')}\n{PAGE}", url_fetcher=fetcher, font_config=fonts)
    html = HTML(string=printable(f"<!DOCTYPE html><body>{svg}</body>"), url_fetcher=fetcher)
    pdf = html.write_pdf(stylesheets=[sheet], font_config=fonts)
    with pypdfium2.PdfDocument(pdf) as opened:
        image = opened[0].render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil().convert("RGB")
    white = image.point(lambda level: 255 - level)
    left, _, right, bottom = white.getbbox() or (0, 0, 1, 1)
    written = io.BytesIO()
    drawn = image.crop((left, 0, right, bottom))
    drawn.save(written, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    return written.getvalue()


def alternative(svg: str) -> str:
    """Return what a drawing says to those who cannot see it."""
    found = TITLE.search(svg)
    return found.group(1) if found else ""
