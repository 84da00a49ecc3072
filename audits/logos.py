"""A logo as documents carry it: looked at before it is unpacked, drawn anew, and nothing left of the file."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
# Wide enough for 60 mm at 400 dots per inch.
WIDTH, HEIGHT = 960, 480
# Below it, sRGB is linear.
DARKEST = 0.04045
SHAPES = ("PNG", "JPEG")


class NoLogo(ValueError):
    """The file is no picture that a document can carry; the message says why."""


def logo(content: bytes) -> bytes:
    """Return a PNG without transparency, metadata or animation, at most 960 by 480 pixels.

    Raises: NoLogo.
    """
    if len(content) > MOST_BYTES:
        raise NoLogo("The file is larger than 2 MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=SHAPES)
            if picture.width * picture.height > MOST_PIXELS:
                raise NoLogo(f"The picture has more than {MOST_PIXELS:,} pixels.")
            clear = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise NoLogo("The file is neither a PNG nor a JPEG that can be read.") from error
    clear.thumbnail((WIDTH, HEIGHT))
    drawn = Image.new("RGB", clear.size, "white")
    drawn.paste(clear, mask=clear.getchannel("A"))
    written = io.BytesIO()
    drawn.save(written, "PNG", optimize=True)
    return written.getvalue()


def contrast_on_white(colour: str) -> float:
    """Return the contrast of a colour such as #14506e with white, from 1 to 21.

    Source: WCAG 2.2, relative luminance and contrast ratio.
    """
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= DARKEST else float(((part + 0.055) / 1.055) ** 2.4)
