"""Every letter of the Union's languages can be drawn; what cannot is shown as its number."""

# ruff: noqa: RUF001 the letters of other alphabets are the point

import pytest
from fontTools.ttLib import TTFont

from audits.charts.typefaces import COMPLETE, FOLDER, drawable, printable

# The letters beyond ASCII of the 24 official languages, with their quotation marks.
LETTERS = {
    "bg": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюяЍѝ„“",
    "cs": "ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽáčďéěíňóřšťúůýž„“",
    "da": "ÆØÅæøåÉé»«",
    "de": "ÄÖÜäöüßẞ„“",
    "el": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψωΆΈΉΊΌΎΏΪΫάέήίόύώϊϋΐΰ«»·",
    "en": "‘’“”—–£",
    "es": "ÁÉÍÑÓÚÜáéíñóúü¿¡«»ªº",
    "et": "ÄÕÖÜŠŽäõöüšž„“",
    "fi": "ÄÖÅŠŽäöåšž”»",
    "fr": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»’",
    "ga": "ÁÉÍÓÚáéíóúḂḃĊċḊḋḞḟĠġṀṁṖṗṠṡṪṫ",
    "hr": "ČĆĐŠŽčćđšž„”",
    "hu": "ÁÉÍÓÖŐÚÜŰáéíóöőúüű„”",
    "it": "ÀÈÉÌÎÒÙàèéìîòù«»",
    "lt": "ĄČĘĖĮŠŲŪŽąčęėįšųūž„“",
    "lv": "ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūž„”",
    "mt": "ĊĠĦŻÀÈÌÎÒÙċġħżàèìîòù’",
    "nl": "ÁÉËÏÓÖÜáéëïóöüĲĳ‘’",
    "pl": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż„”",
    "pt": "ÀÁÂÃÇÉÊÍÓÔÕÚàáâãçéêíóôõú«»ªº",
    "ro": "ĂÂÎȘȚăâîșțŞşŢţ„”",
    "sk": "ÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽáäčďéíĺľňóôŕšťúýž„“",
    "sl": "ČŠŽčšž„“",
    "sv": "ÅÄÖÉåäöé”",
}
SIGNS = "€§№°·×−≤≥≠±…•\u202f\u00a0\u2011→←"


def test_there_are_twenty_four_languages():
    assert len(LETTERS) == 24


@pytest.mark.parametrize("language", LETTERS)
def test_every_letter_of_the_language_is_drawn_as_it_is(language: str):
    assert printable(LETTERS[language]) == LETTERS[language]


def test_the_signs_of_legal_text_are_drawn_as_they_are():
    assert printable(SIGNS) == SIGNS


@pytest.mark.parametrize("name", COMPLETE)
def test_the_list_of_drawable_characters_is_the_typefaces_own(name: str):
    with TTFont(FOLDER / name) as font:
        assert set(font.getBestCmap()) <= drawable()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\x00b\x1b", "a[U+0000]b[U+001B]"),
        ("风", "[U+98CE]"),
        ("\ue000\U0010ffff", "[U+E000][U+10FFFF]"),
        ("a\r\nb\u2028c", "a\n\nb\nc"),
        ("soft\u00adhyphen\ufeff", "softhyphen"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_cannot_or_must_not_be_drawn_is_shown_as_a_number(text: str, shown: str):
    assert printable(text) == shown
