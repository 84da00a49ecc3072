"""PDF/A-3a and PDF/UA-1 in one file: the metadata that says so, and where the seal will stand."""

import re
from importlib.resources import files

import pydyf
from django.template.loader import render_to_string
from weasyprint.css import ColorProfile
from weasyprint.document import Document as Laid

from audits.dossiers.seal import EMPTY_SLOT

PROFILE = "sRGB2014.icc"
BYTE_ORDER_MARK = "\ufeff"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def colours_pinned(laid: Laid) -> None:
    """Name the colour space of every page.

    It is the profile that WeasyPrint would take by itself, except that WeasyPrint leaves its file open.
    """
    with (files("weasyprint.pdf") / PROFILE).open("rb") as file:
        laid.color_profiles["screen"] = ColorProfile(
            file, PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"])
        )
    laid.output_intent = "screen"


def conform(laid: Laid, pdf: pydyf.PDF, *, record: str) -> None:
    """Replace WeasyPrint's metadata by ours, uncompressed so that the seal can be found and filled."""
    stream = pydyf.Stream(
        [_packet(laid, pdf, record)], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False
    )
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def _packet(laid: Laid, pdf: pydyf.PDF, record: str) -> bytes:
    context = {
        "mark": BYTE_ORDER_MARK,
        "laid": laid.metadata,
        "author": ", ".join(laid.metadata.authors),
        "producer": pdf.info["Producer"].string,
        "record": record,
        "slot": EMPTY_SLOT.decode(),
    }
    return NOT_XML.sub("", render_to_string("audits/dossier/metadata.xml", context)).encode()
