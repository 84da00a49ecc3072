"""A dossier in Word: the words of the outline, in its order, in real styles, and nothing of a stranger's."""

import io
import zipfile
from copy import deepcopy

import pytest
from docx import Document
from docx.oxml.ns import qn

from audits.dossiers import outline
from audits.dossiers.redline import lines
from audits.dossiers.redline.lines import Shape
from audits.dossiers.word.dossier import word
from audits.dossiers.word.tracked import word_redline
from audits.packs import Pack
from tests.audits.dossiers import hostile, samples

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def compas():
    return word(samples.pack("compas"))


def opened(content):
    return Document(io.BytesIO(content))


def headings(document, level):
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def all_words(document):
    return "".join(node.text or "" for node in document.element.body.iter(f"{W}t"))


def test_sections_and_clauses_are_numbered_headings_in_order(compas):
    document, sections = opened(compas), outline(samples.pack("compas"))

    assert headings(document, 1) == [section.title for section in sections]
    assert headings(document, 2) == [clause.title for section in sections for clause in section.clauses]
    for level in (1, 2):
        numbering = document.styles[f"Heading {level}"].element.pPr.numPr
        assert numbering.find(qn("w:numId")).get(qn("w:val")) == "90"


def test_the_contents_are_not_numbered_as_a_section(compas):
    assert opened(compas).styles["TOC Heading"].base_style.name == "Normal"


def test_every_word_of_the_outline_is_in_the_document(compas):
    text = all_words(opened(compas))

    for line in lines(outline(samples.pack("compas"))):
        if line.shape in (Shape.TEXT, Shape.LEAD, Shape.ITEM, Shape.FACT):
            assert all(field.replace("\n", "") in text for field in line.fields), line


def test_tables_repeat_their_header_row_and_are_numbered_by_word(compas):
    document = opened(compas)
    repeated = [t for t in document.tables if t._tbl.findall(f".//{W}tblHeader")]
    instructions = [node.text for node in document.element.body.iter(f"{W}instrText")]

    assert len(repeated) > 5
    assert sum("SEQ Table" in told for told in instructions) == len(repeated)
    assert any("TOC" in told for told in instructions)


def test_charts_are_pictures_with_words_for_those_who_cannot_see_them(compas):
    document = opened(compas)
    told = [node.get("descr") for node in document.element.body.iter() if node.tag.endswith("}docPr")]

    assert len(told) == len(document.inline_shapes) >= 2
    assert all("African-American" in text for text in told)
    with zipfile.ZipFile(io.BytesIO(compas)) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.startswith("word/media/")]
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_references_lead_to_places_that_exist(compas):
    body = opened(compas).element.body
    places = {node.get(qn("w:name")) for node in body.iter(f"{W}bookmarkStart")}
    wanted = {node.get(qn("w:anchor")) for node in body.iter(f"{W}hyperlink")} - {None}

    assert wanted
    assert wanted <= places


def test_the_running_foot_names_the_dossier_and_counts_pages(compas):
    section = opened(compas).sections[0]
    told = [node.text.strip() for node in section.footer._element.iter(f"{W}instrText")]

    assert "DOS-" in section.footer.paragraphs[0].text
    assert told == ["PAGE", "NUMPAGES"]


def test_the_same_pack_gives_the_same_bytes(compas):
    assert word(samples.pack("compas")) == compas


def test_what_people_wrote_becomes_neither_markup_nor_a_field():
    raw = deepcopy(samples.raw("compas"))
    evil = '<w:p/>&amp;]]> { DDEAUTO cmd } \x07\x1f\u202e =HYPERLINK("http://x") 中文'
    raw["system"]["name"] = raw["system"]["purpose"] = evil

    document = opened(word(Pack.from_json(raw)))

    assert '<w:p/>&amp;]]> { DDEAUTO cmd } [U+0007][U+001F][U+202E] =HYPERLINK("http://x") 中文' in all_words(
        document
    )
    assert not any("DDEAUTO" in node.text for node in document.element.body.iter(f"{W}instrText"))


@pytest.mark.parametrize("name", [hostile.GREEK, hostile.MALTESE, hostile.MARKUP, hostile.SEAL])
def test_hostile_content_stays_words(name):
    assert name.strip()[:40] in all_words(opened(word(hostile.named(name))))


def test_rejecting_every_tracked_change_gives_the_earlier_accepting_it_the_later():
    raw = samples.raw("compas")
    later = deepcopy(raw)
    later["system"]["purpose"] = "Another purpose altogether"
    later["obligations"] = later["obligations"][1:]
    later["obligations"][0]["owner"] = "Grace Hopper"
    before, after = Pack.from_json(raw), Pack.from_json(later)

    body = opened(word_redline(before, after)).element.body

    assert read(body, dropped="ins").endswith(flat(before))
    assert read(body, dropped="del").endswith(flat(after))
    marks = [node for node in body.iter() if node.tag in (f"{W}ins", f"{W}del")]
    assert {node.get(qn("w:author")) for node in marks} == {"Annex"}
    assert len({node.get(qn("w:id")) for node in marks}) == len(marks) > 10


def flat(pack):
    told = (field for line in lines(outline(pack)) for field in line.fields)
    return "".join(told).replace("\n", "")


def read(body, *, dropped):
    """Return the words that stay when every change of one direction is dropped and the other kept."""
    words = []
    for node in body.iter(f"{W}t", f"{W}delText"):
        inside = {parent.tag for parent in node.iterancestors()}
        row = next(node.iterancestors(f"{W}tr"), None)
        gone = row is not None and row.find(f"{W}trPr/{W}{dropped}") is not None
        if f"{W}{dropped}" not in inside and not gone:
            words.append(node.text or "")
    return "".join(words)


def test_paragraphs_cells_and_facts_from_right_to_left_are_marked_as_such():
    told = samples.raw("compas")
    told["system"]["owner"] = hostile.HEBREW
    told["components"][0]["name"] = hostile.ARABIC

    turned = [node.getparent() for node in opened(word(Pack.from_json(told))).element.body.iter(f"{W}bidi")]

    words = {"".join(part.text or "" for part in node.getparent().iter(f"{W}t")) for node in turned}
    assert {hostile.HEBREW, hostile.ARABIC} <= words
    assert all([part.tag for part in node][:2] == [f"{W}pStyle", f"{W}bidi"] for node in turned)
