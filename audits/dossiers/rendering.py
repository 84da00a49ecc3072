"""From pack to PDF: the same pack gives the same bytes."""

from datetime import UTC, datetime
from functools import partial

from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document as Laid
from weasyprint.text.fonts import FontConfiguration

from audits.charts.typefaces import printable
from audits.dossiers.assets import Locked
from audits.dossiers.conformance import colours_pinned, conform
from audits.dossiers.cover import cover_of
from audits.dossiers.coverage import coverage
from audits.dossiers.kinds import outline_of
from audits.dossiers.looks import Look, look_of
from audits.dossiers.paging import Progress, told_by_page
from audits.dossiers.seal import seal
from audits.packs import Pack, canonical, digest, settled
from audits.packs.canonical import canonical_json

MARGINS = "".join(f".m{lines} {{ min-height: {4 * lines + 2}mm }}" for lines in range(1, 16))
COLUMNS = "".join(f"col.w{share} {{ width: {share}% }}" for share in range(1, 101))


def render(pack: Pack, progress: Progress) -> bytes:
    """Return the dossier as a sealed PDF/A-3a and PDF/UA-1 file.

    Progress: called with a stage, how much of it is done, and how much there is; 0 where nobody knows yet.
    Raises: FatalURLFetchingError, if anything in the content asks for a file or an address.
    """
    record = settled(pack)
    progress("outline", 0, 1)
    html = page_source(record)
    progress("outline", 1, 1)
    with told_by_page(progress):
        laid = _laid_out(html, look_of(record))
    progress("writing", 0, len(laid.pages))
    laid.metadata.attachments = list(_attachments(record))
    colours_pinned(laid)
    finisher = partial(conform, record=digest(record))
    pdf = laid.write_pdf(pdf_variant="pdf/a-3a", output_intent=laid.output_intent, finisher=finisher)
    progress("writing", len(laid.pages), len(laid.pages))
    return seal(pdf)


def _laid_out(html: str, look: Look) -> Laid:
    fetcher, fonts = look.fetcher(), FontConfiguration()
    styles = f"{look.styles}\n{COLUMNS}\n{MARGINS}"
    sheet = CSS(string=styles, url_fetcher=fetcher, font_config=fonts)
    return HTML(string=look.coloured(html), url_fetcher=fetcher).render(
        stylesheets=[sheet], font_config=fonts
    )


def page_source(pack: Pack) -> str:
    """Return the HTML that is laid out; every value in it was escaped by the template engine."""
    outline = outline_of(pack)
    sections = outline.write(pack)
    context = {
        "sheet": cover_of(pack, coverage(sections)),
        "contents": not outline.short,
        "sections": sections,
    }
    return printable(render_to_string("audits/dossier/document.html", context))


def _attachments(pack: Pack) -> tuple[Attachment, ...]:
    """Return the record and the list of evidence, dated as the pack is dated."""
    evidence = canonical_json(pack.as_json()["evidence"])
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
            url_fetcher=Locked(),
        )
        for name, raw, says, relation in files
    )


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso).astimezone(UTC)
