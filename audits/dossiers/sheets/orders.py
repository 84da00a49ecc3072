"""From sheets of HTML to one PDF: what the child process does (governance.apart)."""

import gc
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from weasyprint.document import Document as Laid

from audits.dossiers.paging import told_by_page
from audits.dossiers.sheets.binding import FIRST, Numbering, bind, size_of, write
from audits.dossiers.sheets.crown import crown
from audits.dossiers.sheets.engine import Engine, objects_of
from audits.dossiers.sheets.faces import Face
from audits.dossiers.sheets.fragments import Fragment, fragment_of
from audits.dossiers.sheets.numbers import Pattern, specimen
from audits.dossiers.sheets.pool import Pool, Task, Tell
from audits.dossiers.sheets.references import awaits, numbered, with_numbers, with_room
from audits.dossiers.sheets.room import Failed

# A page with something of everything that needs preparing, in the faces that most pages use.
PAGE = (
    '<html lang="en"><body><h1 style="font-weight: 600">A</h1><h2 style="font-weight: 500">B <a href="#c">C</a></h2>'
    '<p id="c" style="text-decoration: underline">D <em>E</em> <b>F</b> <span class="code">G</span></p>'
    "<table><tr><th>H</th><td>I</td></tr></table>"
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text x="1" y="8">J</text></svg></body></html>'
)
MOST_ROUNDS = 4
# How often a sheet looks whether the numbers are known that it waits for.
LOOK_SECONDS = 0.01

Progress = Callable[[str, int, int], None]


def render(order: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Lay out a dossier and write it to `result.pdf`: folder, look, sheets, crown, attachments, packet, processes.

    The sheets are files that appear in the folder while this works; the first has cover and contents.
    """
    desk = Desk(order, progress)
    # What is loaded now stays: the processes that are forked off share its pages as long as nobody counts in them.
    gc.freeze()
    desk.lay_out()
    desk.bind()
    return {"pages": desk.pages, "complaints": desk.complaints}


class Desk:
    """Where the sheets of one dossier lie: their HTML, their fragments, and what is known of their pages."""

    def __init__(self, order: Mapping[str, Any], progress: Progress) -> None:
        self.order, self.progress = order, progress
        self.folder = Path(order["folder"])
        self.sheets = range(order["sheets"])
        self.engine = Engine(order["look"])
        self.pool = Pool(order["processes"], order["limits"]["cpu_seconds"], self._told)
        self.counts: dict[int, int] = {}
        self.anchors: dict[int, dict[str, int]] = {}
        self.awaiting: set[int] = set()
        self.complaints: list[str] = []
        self.laid = 0
        self.settled = True

    @property
    def pages(self) -> int:
        return sum(self.counts.values())

    def lay_out(self) -> None:
        """Lay out every sheet; those that print numbers of pages elsewhere once more, when these are known."""
        tasks = [Task(self._first_work(n), self._there(n), self._go_on(n)) for n in (*self.sheets[1:], 0)]
        if len(self.sheets) > 1:
            tasks.insert(0, Task(self._specimen))
        self.pool.carry_out(tasks)
        for _ in range(MOST_ROUNDS):
            if self.settled:
                return
            self.settled = True
            self.pool.carry_out([Task(self._work_again(n, self.numbers())) for n in sorted(self.awaiting)])
        raise Failed("The page numbers that it prints move its pages, over and over.")

    def bind(self) -> None:
        """Number all objects and put them into one file."""
        known = [Fragment.kept(self._path(n, "laid"), content=False) for n in self.sheets]
        faces = [face for fragment in known for face in fragment.faces]
        told = self.folder / "specimen"
        patterns: dict[str, Pattern] = {}
        if told.exists():
            held = json.loads(told.read_text())
            patterns = {kind: Pattern(**words) for kind, words in held["patterns"].items()}
            faces += [Face.from_json(face) for face in held["faces"]]
        numberings = list(self._numberings(known))
        sheets = list(zip(known, numberings, strict=True))
        around = Task(lambda _: crown(self.engine, self.order, faces, sheets, self.folder / "crown.bound"))
        self.pool.carry_out([around, *(Task(self._bound(*sheet, patterns)) for sheet in sheets)])
        write(
            [*(self._path(n, "bound") for n in self.sheets), self.folder / "crown.bound"],
            self.folder / "result.pdf",
        )
        self.progress("writing", self.pages, self.pages)

    def _first_work(self, number: int) -> Callable[[Tell], None]:
        """Return the laying out of one sheet; one that prints numbers of pages elsewhere waits for them."""

        def work(tell: Tell) -> None:
            html = self._path(number, "html").read_text(encoding="utf-8")
            waits = awaits(html)
            with told_by_page(lambda *_: tell(page=1)), complaints(tell):
                laid = self.engine.laid(with_room(html))
                tell(sheet=number, pages=len(laid.pages), anchors=_anchors(laid), held=waits)
                if waits and not numbered(laid, numbers := self._awaited(number)):
                    laid = self.engine.laid(with_numbers(html, numbers))
                    tell(sheet=number, pages=len(laid.pages), anchors=_anchors(laid), held=False)
                self._keep(laid, number)

        return work

    def _work_again(self, number: int, numbers: Mapping[str, int]) -> Callable[[Tell], None]:
        def work(tell: Tell) -> None:
            html = with_numbers(self._path(number, "html").read_text(encoding="utf-8"), numbers)
            with told_by_page(lambda *_: None), complaints(tell):
                laid = self.engine.laid(html)
                tell(sheet=number, pages=len(laid.pages), anchors=_anchors(laid), held=False)
                self._keep(laid, number)

        return work

    def _keep(self, laid: Laid, number: int) -> None:
        fragment_of(laid, number, stamped=len(self.sheets) > 1).keep(self._path(number, "laid"))

    def _awaited(self, number: int) -> dict[str, int]:
        """Return the page of every place, once this process may go on."""
        told = self._path(number, "numbers")
        while not told.exists():
            time.sleep(LOOK_SECONDS)
        found: dict[str, int] = json.loads(told.read_text())
        return found

    def _go_on(self, number: int) -> Callable[[], bool]:
        """Return how a sheet that waits is told to go on: not before every sheet has its pages."""

        def go_on() -> bool:
            if len(self.counts) < len(self.sheets):
                return False
            part = self._path(number, "part")
            part.write_text(json.dumps(self.numbers()))
            part.rename(self._path(number, "numbers"))
            return True

        return go_on

    def _specimen(self, _: Tell) -> None:
        found, faces = specimen(self.engine, self.order["crown"])
        told = {
            "patterns": {kind: asdict(p) for kind, p in found.items()},
            "faces": [asdict(f) for f in faces],
        }
        (self.folder / "specimen").write_text(json.dumps(told))

    def _bound(
        self, known: Fragment, numbering: Numbering, patterns: Mapping[str, Pattern]
    ) -> Callable[[Tell], None]:
        def work(_: Tell) -> None:
            fragment = Fragment.kept(self._path(known.number, "laid"))
            bind(fragment, numbering, patterns, self._path(known.number, "bound"))

        return work

    def _told(self, said: dict[str, Any]) -> None:
        if "page" in said:
            self.laid += 1
            self.progress("layout", self.laid, 0)
        elif "complaint" in said:
            self.complaints.append(said["complaint"])
        else:
            number = said["sheet"]
            found = (said["pages"], said["anchors"])
            known = (self.counts.get(number), self.anchors.get(number))
            self.settled = self.settled and known in ((None, None), found)
            self.counts[number], self.anchors[number] = found
            if said["held"]:
                self.awaiting.add(number)

    def numbers(self) -> dict[str, int]:
        """Return the page of every place that something can refer to."""
        found: dict[str, int] = {}
        for number, first in zip(self.sheets, self._first_pages(), strict=True):
            for name, page in self.anchors[number].items():
                found.setdefault(name, first + page)
        return found

    def _first_pages(self) -> Iterator[int]:
        page = 1
        for number in self.sheets:
            yield page
            page += self.counts[number]

    def _numberings(self, known: Sequence[Fragment]) -> Iterator[Numbering]:
        base = FIRST
        for fragment, first in zip(known, self._first_pages(), strict=True):
            yield Numbering(base, first, self.pages)
            base += size_of(fragment)

    def _path(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:04}.{kind}"

    def _there(self, number: int) -> Callable[[], bool]:
        return self._path(number, "html").exists


def _anchors(laid: Laid) -> dict[str, int]:
    """Return each named place with the number of its page among these."""
    pages = reversed(list(enumerate(laid.pages)))
    return {name: place for place, page in pages for name in page.anchors}


class complaints:  # noqa: N801 - used as a function
    """Tells what WeasyPrint complains of."""

    def __init__(self, tell: Tell) -> None:
        self.tell, self.logger = tell, logging.getLogger("weasyprint")

    def __enter__(self) -> None:
        self.logger.addFilter(self._listen)

    def __exit__(self, *_: object) -> None:
        self.logger.removeFilter(self._listen)

    def _listen(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            self.tell(complaint=record.getMessage())
        return False


def warm_up() -> None:
    """Lay out and write a page: what WeasyPrint prepares for that, and typefaces, every sheet then finds ready."""
    objects_of(Engine({"styles": "", "own": {}}).laid(PAGE))
    gc.collect()


ORDERS: Mapping[str, Callable[[Mapping[str, Any], Progress], Any]] = {"render": render}
