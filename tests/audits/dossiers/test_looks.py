"""Documents in the organisation's own look: colour, logo, paper; conformant like any other."""

import io
from base64 import b64encode
from copy import deepcopy

import pikepdf
import pytest
from PIL import Image

from audits.dossiers import Outcome, verify
from audits.dossiers.looks import look_of
from audits.packs import Pack
from tests.audits.dossiers import samples
from tests.tools.validator import verdicts


def own(**letterhead: str) -> Pack:
    raw = deepcopy(samples.raw("compas"))
    written = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(written, "PNG")
    raw["letterhead"] = {"colour": "#7a1f3d", "logo": b64encode(written.getvalue()).decode(), **letterhead}
    raw["system"]["purpose"] = 'Colour "#14506e" is what somebody typed'
    return Pack.from_json(raw)


@pytest.fixture(scope="module")
def letter():
    return samples.rendered(own(name="Harbour Group plc", paper="Letter"))


def test_a_document_on_letter_has_sheets_of_that_size(letter):
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        sizes = {tuple(round(float(part)) for part in page.mediabox[2:]) for page in pdf.pages}
    assert (612, 792) in sizes
    assert sizes <= {(612, 792), (792, 612)}


def test_the_logo_stands_on_the_cover_with_words_for_it(letter):
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        figures = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item
        ]
    assert "Harbour Group plc" in figures


def test_it_is_sealed_and_conformant_like_any_other(letter, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(letter)

    assert verify(letter).outcome is Outcome.INTACT
    assert [found["failed"] for found in verdicts([path]) if not found["compliant"]] == []


def test_the_same_pack_gives_the_same_bytes(letter):
    assert samples.rendered(own(name="Harbour Group plc", paper="Letter")) == letter


def test_charts_take_the_colour_and_what_people_typed_keeps_its_own():
    look = look_of(own())

    assert (
        look.coloured('<path fill="#14506e"/> &quot;#14506e&quot;')
        == '<path fill="#7a1f3d"/> &quot;#14506e&quot;'
    )
    assert "#14506e" not in look.styles
