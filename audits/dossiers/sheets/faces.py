"""Typefaces: each sheet notes which letters it uses, the document embeds them once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key


class Noted(dict[int, Font]):
    """Typefaces that are used here and embedded elsewhere: whoever wants to embed all finds none."""

    def values(self) -> Any:  # noqa: ANN401 - as dict has it
        return ()


@dataclass
class Face:
    """A typeface as the layout named it, and what a sheet uses of it: widths and texts of glyphs, what it lacks."""

    key: int
    name: str
    family: str
    style: int
    weight: int
    size: float
    widths: dict[int, int]
    texts: dict[int, str]
    missing: dict[int, int]

    @classmethod
    def of(cls, key: int, font: Font) -> "Face":
        return cls(
            key, font.hash, font.family, int(font.style), int(font.weight), font.font_size,
            font.widths, font.to_unicode, font.missing,
        )  # fmt: skip

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Face":
        """Return the face that was written down: JSON has no numbers for keys."""
        maps = {
            name: {int(key): value for key, value in told[name].items()}
            for name in ("widths", "texts", "missing")
        }
        return cls(**{**told, **maps})

    def loaded(self, fonts: FontConfiguration) -> tuple[int, Font]:
        """Return the typeface itself, ready to be embedded with these glyphs, and its key."""
        description = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        family = ffi.new("char[]", self.family.encode())
        pango.pango_font_description_set_family(description, family)
        pango.pango_font_description_set_style(description, self.style)
        pango.pango_font_description_set_weight(description, self.weight)
        pango.pango_font_description_set_absolute_size(description, round(self.size * TO_UNITS))
        context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
        found = ffi.gc(
            pango.pango_font_map_load_font(fonts.font_map, context, description), gobject.g_object_unref
        )
        key, own, size = get_pango_font_key(found)
        font = Font(found, own, size)
        font.widths, font.to_unicode, font.missing = self.widths, self.texts, self.missing
        return key, font


def together(faces: Iterable[Face]) -> list[Face]:
    """Return each typeface once, with the glyphs of all sheets; what the first one says of a glyph counts."""
    merged: dict[int, Face] = {}
    for face in faces:
        known = merged.get(face.key)
        if known is None:
            merged[face.key] = face
            continue
        known.widths = {**face.widths, **known.widths}
        known.texts = {**face.texts, **known.texts}
        known.missing = {**face.missing, **known.missing}
    return list(merged.values())
