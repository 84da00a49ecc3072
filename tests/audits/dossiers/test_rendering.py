"""The PDF itself: the same bytes everywhere, what it says in reading order, what it is made with."""

import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from audits.dossiers import canonical, digest, render
from audits.packs import Pack
from tests.audits.dossiers import hostile
from tests.audits.dossiers.samples import FOLDER, pack, pdf, raw, rendered
from tests.services.absent import absent

ROOT = Path(__file__).resolve().parents[3]
OTHER_PROCESS = """
import json, sys, django
django.setup()
from audits.dossiers import Pack, render
raw = json.load(open(sys.argv[1], encoding="utf-8"))
sys.stdout.buffer.write(render(Pack.from_json(raw), lambda *_: None))
"""


def text(content: bytes, *options: str) -> str:
    """Return the text as poppler reads it, thin and hard spaces as plain ones."""
    tool = shutil.which("pdftotext") or absent("needs pdftotext: apt-get install poppler-utils")
    read = subprocess.run([tool, *options, "-", "-"], input=content, capture_output=True, check=True)
    return re.sub("[\u202f\u00a0\u2002]", " ", read.stdout.decode())


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LANG": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    ],
)
def test_another_process_in_other_surroundings_writes_the_same_bytes(
    surroundings: dict[str, str], tmp_path: Path
):
    command = [sys.executable, "-c", OTHER_PROCESS, str(FOLDER / "compas.json")]

    other = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **surroundings, "HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    assert sha256(other.stdout).hexdigest() == sha256(pdf("compas")).hexdigest()


def test_a_pack_read_back_from_its_bytes_gives_the_same_file():
    again = Pack.from_json(json.loads(canonical(pack("compas"))))

    assert rendered(again) == pdf("compas")


def test_nothing_is_complained_of_while_rendering(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.WARNING):
        rendered(pack("probation"))

    assert caplog.messages == []


def test_the_published_compas_rates_are_printed():
    said = text(pdf("compas"), "-layout")

    assert re.search(r"African-American +3 696 .*72\.01 % +44\.85 % +27\.99 %", said)
    assert re.search(r"Caucasian +2 454 .*52\.28 % +23\.45 % +47\.72 %", said)


def test_sections_are_read_in_their_order():
    said = text(pdf("probation"), "-raw").replace("\f", "\n")
    titles = ["The system", "The finding", "Obligations and dates", "Fairness", "Vendor assessment"]
    titles += ["Answers on which this rests", "What is missing", "Evidence and digests"]

    places = [said.rindex(f"\n{number} {title}\n") for number, title in enumerate(titles, start=1)]

    assert places == sorted(places)


def test_a_finding_is_read_with_its_provision_facts_and_exceptions():
    said = " ".join(text(pdf("probation"), "-raw").split())
    in_order = [
        "2.2 Risk of offending or re-offending, not solely by profiling",
        "Annex III, point 6(d) Holds, later Applies from 2 December 2027",
        "Decided by Answer Does the system assess the risk that a person offends or re- offends? Yes",
        "No significant risk of harm Art. 6(3) Not met Does not apply. A system that profiles natural",
        "2.3 Placing on the market",
    ]

    places = [said.rindex(piece) for piece in in_order]

    assert places == sorted(places)
    assert "2 December 2027 literally 2 August 2026" in said


def test_every_page_says_which_document_it_is_and_where_it_stands():
    pages = text(pdf("probation"), "-layout").split("\f")[:-1]

    for number, page in enumerate(pages[1:], start=2):
        assert f"Page {number} of {len(pages)}" in page
        assert (
            f"DOS-0001 · version 1 · in review · Confidential · record {digest(pack('probation'))[:16]}"
            in page
        )
        assert "System dossier · SYS-0001 · Recidivism scoring · version 2.1.0" in page


def test_the_contents_give_the_page_of_each_section():
    pages = text(pdf("compas"), "-layout").split("\f")
    listed = dict(
        re.findall(r"^ *\d +(The finding|Fairness|Evidence and digests).*?(\d+)$", pages[1], re.MULTILINE)
    )

    assert len(listed) == 3
    for title, page in listed.items():
        assert re.search(rf"^ *\d +{title}$", pages[int(page) - 1], re.MULTILINE)


def test_a_reference_gives_the_page_on_which_the_section_begins():
    pages = text(pdf("portfolio"), "-layout").split("\f")
    glance = next(page for page in pages if re.search(r"^ *1 +At a glance$", page, re.MULTILINE))

    found = dict(re.findall(r"section (\d) \(page (\d+)\)", glance))

    assert set(found) == {"3", "4", "5", "6"}
    for number, page in found.items():
        assert re.search(rf"^ *{number} +[A-Z]", pages[int(page) - 1], re.MULTILINE), number


def test_sections_of_wide_tables_lie_on_their_side_with_the_same_heads():
    said = text(pdf("portfolio"), "-layout").split("\f")[:-1]
    with pikepdf.open(io.BytesIO(pdf("portfolio"))) as opened:
        lying = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in opened.pages]

    assert lying[:3] == [False] * 3
    assert lying[-1] is False
    assert any(lying)
    for number, (page, flat) in enumerate(zip(said, lying, strict=True), start=1):
        if flat:
            assert "Portfolio report · Nordhaven Group" in page
            assert f"Page {number} of {len(said)}" in page


def test_only_our_typefaces_are_embedded():
    with pikepdf.open(io.BytesIO(rendered(hostile.named(*hostile.NAMES)))) as opened:
        fonts = {str(font.BaseFont) for page in opened.pages for font in page.resources.Font.values()}

    assert all("+Annex-" in font for font in fonts), fonts


def test_links_lead_to_the_law_and_nowhere_else():
    changed = raw("probation")
    changed["finding"]["findings"][0]["provision"]["url"] = "https://example.org/phishing"
    changed["finding"]["findings"][1]["provision"]["url"] = "javascript:alert(1)"

    with pikepdf.open(io.BytesIO(rendered(Pack.from_json(changed)))) as opened:
        links = {
            str(link.A.URI)
            for page in opened.pages
            for link in page.get("/Annots", [])
            if "/A" in link and "/URI" in link.A
        }

    assert links
    assert all(link.startswith("https://eur-lex.europa.eu/") for link in links)


def test_the_record_and_its_evidence_are_attached_with_their_part_in_the_whole():
    with pikepdf.open(io.BytesIO(pdf("probation"))) as opened:
        specs = {name: opened.attachments[name].obj for name in opened.attachments}
        record = opened.attachments["pack.json"].get_file().read_bytes()

    assert {name: str(spec.AFRelationship) for name, spec in specs.items()} == {
        "pack.json": "/Source",
        "evidence.json": "/Supplement",
    }
    assert record == canonical(pack("probation"))


def test_the_times_in_the_file_are_those_of_the_pack():
    with pikepdf.open(io.BytesIO(pdf("compas"))) as opened:
        made = str(opened.docinfo["/CreationDate"])
        attached = str(opened.attachments["pack.json"].get_file().obj.Params.CreationDate)

    frozen = re.sub(r"\D", "", pack("compas").document.created_at)[:14]
    assert frozen in made
    assert frozen in attached


def test_a_draft_is_marked_on_every_page_and_a_reviewed_one_is_not():
    final = raw("empty")
    final["document"] = {**final["document"], "status": "for review"}

    with (
        pikepdf.open(io.BytesIO(pdf("empty"))) as draft,
        pikepdf.open(io.BytesIO(rendered(Pack.from_json(final)))) as clean,
    ):
        assert all(_has_backdrop(page) for page in list(draft.pages)[1:])
        assert not any(_has_backdrop(page) for page in list(clean.pages)[1:])


def _has_backdrop(page: pikepdf.Page) -> bool:
    """Say whether a picture as large as the watermark is painted before any text."""
    before_text = page.Contents.read_bytes().split(b"BT", 1)[0]
    return b"/Pattern" in before_text or b" Do" in before_text


def test_progress_tells_each_stage_and_each_page():
    told: list[tuple[str, int, int]] = []

    render(pack("empty"), lambda *step: told.append(step))

    pages = [done for stage, done, _ in told if stage == "layout"]
    assert told[0][0] == "outline"
    assert set(range(1, 7)) <= set(pages)
    assert told[-1][0] == "writing"
    assert told[-1][1] == told[-1][2] > 5


def test_a_rendering_can_be_stopped_between_pages():
    class Stop(Exception):
        pass

    def stop(stage: str, done: int, _: int) -> None:
        if (stage, done) == ("layout", 2):
            raise Stop

    with pytest.raises(Stop):
        render(pack("empty"), stop)
