"""Plain WeasyPrint: the same HTML and style sheets in one piece, in one process, neither sealed nor signed."""

import sys

from weasyprint import HTML
from weasyprint.urls import URLFetcher

source, target = sys.argv[1:]
HTML(filename=source, url_fetcher=URLFetcher()).write_pdf(target, pdf_variant="pdf/a-3a")
