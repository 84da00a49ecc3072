"""Sheets that were laid out by several processes are one document: for eyes, for reading software, for proofs."""

import io
import re
import shutil
import subprocess
from base64 import b64encode
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from audits.dossiers import Outcome, Pack, render, verify
from audits.dossiers.kinds import outline_of
from audits.dossiers.looks import look_of
from audits.dossiers.rendering import COLUMNS, MARGINS, page_source
from audits.dossiers.sheets.cutting import cut
from audits.dossiers.sheets.engine import Engine
from audits.dossiers.sheets.room import ROOM
from audits.dossiers.verifier import verify_annex
from audits.packs import settled
from governance.apart import dismiss, keep_ready
from governance.apart.spares import waiting
from tests.audits.dossiers.keys import signed
from tests.audits.dossiers.samples import of_kind, pack, pdf, rendered, with_obligations
from tests.services.absent import absent
from tests.tools.validator import verdicts

TABLE_HEADS = ("Obligation Provision", "Measure Value", "Group ")


@cache
def long_table() -> bytes:
    """Return a dossier with a table that no sheet holds."""
    return rendered(with_obligations(400))


def wide() -> Pack:
    """Return a portfolio of so many systems that its pages of wide tables take several sheets."""
    told = of_kind("portfolio")
    few = told["portfolio"]["systems"]
    told["portfolio"]["systems"] = [
        {**few[i % len(few)], "reference": f"SYS-{i + 1:04}", "name": f"{few[i % len(few)]['name']} {i + 1}"}
        for i in range(220)
    ]
    return Pack.from_json(told)


def pages_of(content: bytes, *options: str) -> list[str]:
    tool = shutil.which("pdftotext") or absent("needs pdftotext: apt-get install poppler-utils")
    read = subprocess.run([tool, *options, "-", "-"], input=content, capture_output=True, check=True)
    return re.sub("[\u202f\u00a0\u2002]", " ", read.stdout.decode()).split("\f")[:-1]


def in_one_piece(of: Pack) -> bytes:
    """Return what WeasyPrint makes of the same content by itself."""
    look = look_of(settled(of))
    own = {address: (b64encode(raw).decode(), kind) for address, (raw, kind) in look.own.items()}
    engine = Engine({"styles": f"{look.styles}\n{COLUMNS}\n{MARGINS}", "own": own})
    return engine.laid(page_source(settled(of))).write_pdf(pdf_variant="pdf/a-3a", output_intent="screen")


def read_aloud(content: bytes) -> str:
    """Return the text in its order without what a page repeats and without numbers of pages."""
    lines = [line.strip() for page in pages_of(content, "-raw") for line in page.splitlines()]
    repeated = ("System dossier · ", "DOS-0001 · ")
    kept = [line for line in lines if not line.startswith(repeated) and not re.fullmatch(r"[•.\s\d]*", line)]
    # The head of a table is said again wherever a page ends, which is elsewhere in one piece.
    said = " ".join(line.removesuffix(" . . .") for line in kept if not line.startswith(TABLE_HEADS))
    return re.sub(r"\(page \d+\)", "", said)


def test_the_samples_are_long_enough_to_be_cut():
    for told in (pack("compas"), with_obligations(400), wide()):
        assert len(cut(outline_of(settled(told)).write(settled(told)))) > 1


@pytest.mark.parametrize("processes", [1, 3])
def test_any_number_of_processes_writes_the_same_bytes(processes: int):
    assert render(pack("compas"), lambda *_: None, processes=processes) == pdf("compas")


def test_a_process_that_was_kept_ready_writes_the_same_bytes():
    keep_ready(ROOM.module)
    (spare,) = waiting()
    left = set[tuple[int, ...]]()

    written = render(pack("compas"), lambda stage, *_: left.add(waiting()) if stage == "layout" else None)
    after = waiting()
    dismiss()

    assert left == {()}
    assert len(after) == 1
    assert spare not in after
    assert written == pdf("compas")


def test_the_dots_of_the_contents_are_drawn_some_at_a_time():
    with pikepdf.open(io.BytesIO(pdf("compas"))) as opened:
        drawn = opened.pages[1].Contents[0].read_bytes().count(b"TJ")

    assert 200 < drawn < 1000


def test_it_says_the_same_in_the_same_order_as_in_one_piece():
    assert read_aloud(pdf("compas")) == read_aloud(in_one_piece(pack("compas")))


@pytest.mark.parametrize("content", [lambda: pdf("compas"), long_table], ids=["compas", "long table"])
def test_contents_bookmarks_and_links_lead_to_the_page_on_which_the_heading_stands(content):
    pages = pages_of(content(), "-layout")
    with pikepdf.open(io.BytesIO(content())) as opened:
        numbers = {page.objgen: i for i, page in enumerate(opened.pages)}
        anchors = dict(zip(*[iter(opened.Root.Names.Dests.Names)] * 2, strict=True))
        linked = {
            str(link.Dest) for page in opened.pages for link in page.get("/Annots", []) if "/Dest" in link
        }
        at = {str(name): numbers[dest[0].objgen] for name, dest in anchors.items()}
        with opened.open_outline() as outline:
            marked = [(mark.title, numbers[mark.destination[0].objgen]) for mark in all_of(outline.root)]
    listed = dict(re.findall(r"^ *(\d+(?:\.\d+)?) .*?[ .]{3,}(\d+)$", "\n".join(pages[1:3]), re.MULTILINE))

    assert linked <= set(at)
    assert len(marked) > 20
    assert [page for _, page in marked] == sorted(page for _, page in marked)
    for title, page in marked[1:]:
        number = title.split()[0]
        assert re.search(rf"^ *{re.escape(number)} ", pages[page], re.MULTILINE), title
        kind = "clause" if "." in number else "section"
        assert at[f"{kind}-{number.replace('.', '-')}"] == page
        assert listed.get(number, str(page + 1)) == str(page + 1)


def all_of(marks):
    for mark in marks:
        yield mark
        yield from all_of(mark.children)


def test_a_table_that_was_cut_has_its_head_on_every_page_and_one_number():
    pages = pages_of(long_table(), "-layout")
    inside = [
        page
        for page in pages
        if "As provider" not in page and "Obligations and dates" in page.splitlines()[0]
    ]

    assert len(inside) > 6
    assert all(re.search("Obligation +Provision +Due", page) for page in inside[:6])
    numbers = [int(n) for n in re.findall(r"Table (\d+) ", " ".join(pages))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_page_has_its_number_in_the_same_place():
    places = set()
    content = pdf("compas")
    tool = shutil.which("pdftotext") or absent("needs pdftotext: apt-get install poppler-utils")
    told = subprocess.run(
        [tool, "-bbox", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()
    pages = told.split("<page ")[1:]
    for number, page in enumerate(pages[1:], start=2):
        words = re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', page)
        after = [(right, base) for (_, _, word), (right, base, total) in pairwise(words)
                 if word == "of" and total == str(len(pages))]  # fmt: skip
        assert f">{number}<" in page
        places.update((round(float(right)), round(float(base))) for right, base in after)

    assert len(places) == 1


def test_reading_software_finds_every_element_once_and_every_mark_its_element():
    with pikepdf.open(io.BytesIO(pdf("compas"))) as opened:
        root = opened.Root.StructTreeRoot
        rows = list(root.ParentTree.Nums)
        keys = [int(key) for key in rows[::2]]
        identities = [str(cell.ID) for cell in cells_of(root.K[0])]
        known = set(identities)
        heads = {str(name) for cell in cells_of(root.K[0], "/TD") for name in cell.A.get("/Headers", [])}

        assert keys == sorted(set(keys))
        assert all(int(page.StructParents) in keys for page in opened.pages)
        assert len(identities) == len(known) > 50
        assert heads <= known


def cells_of(element, kind="/TH"):
    if element.get("/S") == kind and (kind == "/TD" or "/ID" in element):
        yield element
    for kid in element.get("/K", []) if isinstance(element.get("/K"), pikepdf.Array) else []:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from cells_of(kid, kind)


def test_each_typeface_is_embedded_once():
    with pikepdf.open(io.BytesIO(long_table())) as opened:
        names = [
            str(o.FontName) for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o
        ]

    assert len(names) == len(set(names)) > 3


@pytest.mark.slow
def test_what_was_joined_conforms_with_tables_cut_in_two_and_pages_on_their_side(tmp_path: Path):
    files = {"table": long_table(), "wide": rendered(wide()), "signed": signed("compas", "b-lta")}
    paths = [tmp_path / f"{name}.pdf" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)

    assert [told for told in verdicts(paths) if not told.get("compliant")] == []


def test_the_proof_holds_and_notices_one_byte_anywhere(tmp_path: Path):
    content = long_table()
    path = tmp_path / "dossier.pdf"
    path.write_bytes(content)

    assert verify(content).outcome is Outcome.INTACT
    assert verify_annex.main([str(path)]) == 0
    for at in range(len(content) // 10, len(content), len(content) // 5):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert verify_annex.main([str(path)]) == 1, at
