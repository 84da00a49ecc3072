"""From pack to PDF: the same pack gives the same bytes."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from audits.charts.typefaces import printable
from audits.dossiers.assets import Locked, stylesheet
from audits.dossiers.canonical import canonical_json
from audits.dossiers.conformance import conform
from audits.dossiers.cover import cover_of
from audits.dossiers.outline import outline
from audits.dossiers.pack import Pack, canonical, digest
from audits.dossiers.seal import seal

Progress = Callable[[str, int, int], None]
STAGES = ("outline", "layout", "pdf", "seal")
SHEETS = ("type.css", "page.css", "dossier.css")


def render(pack: Pack, progress: Progress) -> bytes:
    """Return the dossier as a sealed PDF/A-3a and PDF/UA-1 file.

    Progress: called with stage, how many stages are done, and how many there are.
    Raises: FatalURLFetchingError, if anything in the content asks for a file or an address.
    """
    progress(STAGES[0], 0, len(STAGES))
    html = page_source(pack)
    progress(STAGES[1], 1, len(STAGES))
    fetcher, fonts = Locked(), FontConfiguration()
    names = (*SHEETS, "draft.css") if pack.document.status == "draft" else SHEETS
    sheets = [CSS(string=stylesheet(name), url_fetcher=fetcher, font_config=fonts) for name in names]
    laid = HTML(string=html, url_fetcher=fetcher, base_url="annex:dossier/").render(
        stylesheets=sheets, font_config=fonts
    )
    progress(STAGES[2], 2, len(STAGES))
    laid.metadata.attachments = list(_attachments(pack, fetcher))
    pdf = laid.write_pdf(pdf_variant="pdf/a-3a", finisher=partial(conform, record=digest(pack)))
    progress(STAGES[3], 3, len(STAGES))
    return seal(pdf)


def page_source(pack: Pack) -> str:
    """Return the HTML that is laid out; every value in it was escaped by the template engine."""
    context = {"sheet": cover_of(pack), "sections": outline(pack)}
    return printable(render_to_string("audits/dossier/document.html", context))


def _attachments(pack: Pack, fetcher: Locked) -> tuple[Attachment, ...]:
    """Return the record and the list of evidence, dated as the pack is dated."""
    evidence = canonical_json([dict(item) for item in pack.as_json()["evidence"]])
    files = (
        ("pack.json", canonical(pack), "The record from which this document was made", "Source"),
        ("evidence.json", evidence, "The evidence with its digests", "Supplement"),
    )
    moment = _moment(pack.document.created_at)
    return tuple(
        Attachment(
            string=raw,
            name=name,
            description=says,
            relationship=relation,
            created=moment,
            modified=moment,
            url_fetcher=fetcher,
        )
        for name, raw, says, relation in files
    )


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(UTC)
