"""Logos: drawn anew, bounded, and nothing left of the file that was sent."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from audits.logos import NoLogo, contrast_on_white, logo


def png(width: int = 300, height: int = 100, **more: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGBA", (width, height), (20, 80, 110, 128)).save(written, "PNG", **more)
    return written.getvalue()


def test_a_logo_becomes_an_opaque_png_without_metadata():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "somebody")

    drawn = Image.open(io.BytesIO(logo(png(pnginfo=notes))))

    assert (drawn.format, drawn.mode, drawn.size, drawn.info) == ("PNG", "RGB", (300, 100), {})


def test_a_large_logo_is_made_smaller_in_proportion():
    assert Image.open(io.BytesIO(logo(png(3000, 1000)))).size == (960, 320)


def test_the_same_picture_gives_the_same_bytes():
    assert logo(png()) == logo(png())


def test_a_picture_that_unpacks_to_gigabytes_is_refused_by_its_header():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))

    with pytest.raises(NoLogo):
        logo(bomb)


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"],
)
def test_what_is_no_picture_of_ours_is_refused(content):
    with pytest.raises(NoLogo):
        logo(content)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_logo_or_refused(content):
    try:
        drawn = logo(content)
    except NoLogo:
        return
    assert drawn.startswith(b"\x89PNG")


def test_a_file_that_is_too_long_is_refused():
    with pytest.raises(NoLogo, match="2 MB"):
        logo(png() + b"0" * (2 * 1024 * 1024))


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21.0), ("#ffffff", 1.0), ("#767676", 4.54), ("#777777", 4.48)]
)
def test_contrast_is_that_of_the_accessibility_guidelines(colour, contrast):
    """The greys are the pair that W3C's own techniques name on either side of 4.5."""
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.005)
