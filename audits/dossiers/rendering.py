"""From pack to PDF: the same pack gives the same bytes, however many processes lay out its pages."""

import logging
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.template.loader import render_to_string

from audits.charts.typefaces import printable
from audits.dossiers.assets import stylesheet
from audits.dossiers.blocks import Section
from audits.dossiers.conformance import packet
from audits.dossiers.cover import Cover, cover_of
from audits.dossiers.coverage import coverage
from audits.dossiers.kinds import outline_of
from audits.dossiers.looks import Look, look_of
from audits.dossiers.paging import Progress
from audits.dossiers.seal import seal
from audits.dossiers.sheets.cutting import Sheet, cut, heaviest, likely_pages, whole
from audits.dossiers.sheets.room import ROOM, TooMuch
from audits.packs import Pack, canonical, digest, settled
from audits.packs.canonical import canonical_json
from governance.apart import End, Ended, Limits, carried_out

MARGINS = "".join(f".m{lines} {{ min-height: {4 * lines + 2}mm }}" for lines in range(1, 16))
COLUMNS = "".join(f"col.w{share} {{ width: {share}% }}" for share in range(1, 101))
ANCHOR, LINK = re.compile(r' id="([^"]+)"'), re.compile(r'href="#([^"]+)"')
PROCESSES = 2
logger = logging.getLogger(__name__)
LIMITS = Limits(memory=1 << 30, room=2 << 30, cpu_seconds=1800, seconds=3000)


class Written:
    """What a pack says, written down in sections, before there are pages."""

    def __init__(self, pack: Pack) -> None:
        outline = outline_of(pack)
        self.sections: Sequence[Section] = outline.write(pack)
        self.cover: Cover = cover_of(pack, coverage(self.sections))
        self.look: Look = look_of(pack)
        self.listed = () if outline.short else self.sections

    def html(self, sheet: Sheet, *, front: bool) -> str:
        """Return a sheet's HTML, with cover and contents in front; the template engine escapes every value."""
        context = {"sheet": self.cover, "front": front, "contents": self.listed, "parts": sheet.parts}
        html = self.look.coloured(printable(render_to_string("audits/dossier/document.html", context)))
        counted = f'<body style="counter-reset: table {sheet.tables} figure {sheet.figures}"'
        return html.replace("<body", counted, 1) if sheet.tables or sheet.figures else html


def render(pack: Pack, progress: Progress, *, limits: Limits = LIMITS, processes: int = PROCESSES) -> bytes:
    """Return the dossier as a sealed PDF/A-3a and PDF/UA-1 file, laid out in processes of their own.

    Progress: called with a stage, how much of it is done, and how much there is; 0 where nobody knows yet.
    Raises: TooMuch, for more than the limits allow; sheets.room.Forbidden, if anything in the content asks for a file
    or an address; sheets.room.Failed; governance.apart.Broken; OSError.
    """
    record = settled(pack)
    progress("outline", 0, 1)
    written = Written(record)
    sheets = cut(written.sections)
    progress("outline", 1, 1)
    with TemporaryDirectory(prefix="annex-dossier-") as name:
        folder = Path(name)
        pages = _pages(written, sheets)
        order = _order(record, written, folder, sheets=len(sheets) + (len(sheets) > 1), processes=processes)
        try:
            told = carried_out(ROOM, order, progress, limits, _kept(pages, folder))
        except Ended as end:
            raise TooMuch(_what_to_do(end.why, limits, record, written)) from end
        for complaint in told["complaints"]:
            logger.warning("%s: %s", record.document.reference, complaint)
        return seal((folder / "result.pdf").read_bytes())


def page_source(pack: Pack) -> str:
    """Return the HTML of the dossier in one piece."""
    written = Written(pack)
    return written.html(whole(written.sections), front=True)


def _pages(written: Written, sheets: Sequence[Sheet]) -> Iterator[tuple[int, str]]:
    """Yield each sheet's number and HTML; cover and contents are the first, and the last to be needed."""
    if len(sheets) == 1:
        yield 0, written.html(sheets[0], front=True)
        return
    front = written.html(Sheet(()), front=True)
    likely = likely_pages(sheets, listed=front.count("<li"))
    for number, sheet in enumerate(sheets, start=1):
        yield number, _led_elsewhere(written.html(sheet, front=False), likely)
    yield 0, _led_elsewhere(front, likely)


def _led_elsewhere(html: str, likely: Mapping[str, int]) -> str:
    """Return a sheet whose links to places in other sheets wait for the numbers of their pages."""
    here = set(ANCHOR.findall(html))

    def led(found: re.Match[str]) -> str:
        name = found[1]
        if name in here:
            return found[0]
        return f'href="annex:#{name}" data-page="%%{name}%{likely.get(name, 0)}%%"'

    return LINK.sub(led, html)


def _kept(pages: Iterator[tuple[int, str]], folder: Path) -> Iterator[None]:
    """Put each sheet into the folder, whole as soon as it has its name."""
    for number, html in pages:
        part = folder / "part"
        part.write_text(html, encoding="utf-8")
        part.rename(folder / f"{number:04}.html")
        yield


def _order(pack: Pack, written: Written, folder: Path, *, sheets: int, processes: int) -> dict[str, Any]:
    more = [stylesheet("sheet.css")] if sheets > 1 else []
    look = written.look
    own = {address: (b64encode(raw).decode(), kind) for address, (raw, kind) in look.own.items()}
    return {
        "do": "render",
        "folder": str(folder),
        "sheets": sheets,
        "processes": processes,
        "look": {"styles": "\n".join((look.styles, COLUMNS, MARGINS, *more)), "own": own},
        "crown": written.html(Sheet(()), front=False),
        "packet": packet(written.cover, digest(pack)),
        "attachments": list(_attachments(pack, folder)),
    }


def _attachments(pack: Pack, folder: Path) -> Iterator[dict[str, str]]:
    """Put the record and the list of evidence into the folder, and yield what they are, dated as the pack is dated.

    They do not go with the order: nobody reads that before everything is loaded, and this would wait for it.
    """
    evidence = canonical_json(pack.as_json()["evidence"])
    files = (
        ("pack.json", canonical(pack), "The record from which this document was made", "Source"),
        ("evidence.json", evidence, "The evidence with its digests", "Supplement"),
    )
    moment = datetime.fromisoformat(pack.document.created_at).astimezone(UTC).isoformat()
    for name, raw, says, relation in files:
        (folder / name).write_bytes(raw)
        yield {"name": name, "says": says, "relation": relation, "at": moment}


def _what_to_do(why: End, limits: Limits, pack: Pack, written: Written) -> str:
    taken = {
        End.MEMORY: f"more than {limits.memory >> 20:,} MB of memory (DOSSIER_MEMORY_MB)",
        End.PROCESSOR: f"more than {limits.cpu_seconds:,} seconds of processor time (DOSSIER_CPU_SECONDS)",
        End.PATIENCE: f"more than {limits.seconds:,} seconds",
        End.KILLED: f"more than this machine or {limits.memory >> 20:,} MB of memory (DOSSIER_MEMORY_MB) allow",
    }[why]
    clause, pages = heaviest(written.sections)
    longest = (
        f" Its longest clause is {clause}, about {pages} pages: shorten what it tells, or" if clause else ""
    )
    return (
        f"Laying out {pack.document.reference} takes {taken}.{longest or ' Shorten what it tells, or'} "
        "ask for the limit to be raised."
    )
