"""PDF/A-3a and PDF/UA-1 in one file: the metadata that says so, and where the seal will stand."""

import re
from importlib.metadata import version

from django.template.loader import render_to_string

from audits.charts.typefaces import printable
from audits.dossiers.cover import Cover
from audits.dossiers.seal import EMPTY_SLOT

BYTE_ORDER_MARK = "\ufeff"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def packet(sheet: Cover, record: str) -> str:
    """Return the metadata of a dossier, uncompressed so that the seal can be found and filled."""
    context = {
        "mark": BYTE_ORDER_MARK,
        "title": printable(sheet.title),
        "description": printable(sheet.subject),
        "author": printable(sheet.author),
        "lang": "en",
        "generator": "Annex",
        "created": sheet.created_at,
        "producer": f"WeasyPrint {version('weasyprint')}",
        "record": record,
        "slot": EMPTY_SLOT.decode(),
    }
    return NOT_XML.sub("", render_to_string("audits/dossier/metadata.xml", context))
