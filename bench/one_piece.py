"""A dossier in one piece: the HTML that Annex lays out in sheets, whole, with its style sheets in it."""

from audits.dossiers import Pack, rendering
from audits.dossiers.assets import TYPEFACES, stylesheet
from audits.dossiers.looks import look_of
from bench.costs import ROOT

SHIPPED = (ROOT / "static").as_uri()


def one_piece(pack: Pack) -> str:
    """Return HTML that any program can print: what Annex addresses as its own lies in files."""
    look = look_of(pack)
    html = look.coloured(rendering.page_source(pack))
    sheets = (stylesheet(TYPEFACES), look.styles, rendering.COLUMNS, rendering.MARGINS)
    styles = "\n".join(sheets).replace("annex:", f"{SHIPPED}/")
    return html.replace("</head>", f"<style>{styles}</style></head>", 1)
