"""Which encoding a text has, and the same text as UTF-8: stated where bytes alone cannot settle it."""

import codecs
import io
import re
from pathlib import Path

from audits.fairness.labels import Unreadable

CHUNK = 1 << 22
MARKS = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# Our name for each, and Python's.
SINGLE_BYTE = {"latin-1": "iso8859-1", "latin-2": "iso8859-2", "windows-1252": "cp1252"}
PYTHONS = {**SINGLE_BYTE, "utf-8": "utf-8-sig"}
SINGLE_BYTE_NAMES = {"latin-1": "Latin-1", "latin-2": "Latin-2", "windows-1252": "Windows-1252"}
ASCII = bytes(range(0x80))
# Letters or signs in Windows-1252, control characters that nobody types in Latin-1; five of them are neither.
C1 = frozenset(range(0x80, 0xA0))
NOT_IN_1252 = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
# Letters in Latin-2, signs such as the pound or the broken bar in Latin-1: within a word they are letters.
LETTERS_OF_LATIN_2 = rb"\xa1\xa3\xa5\xa6\xa9\xab\xac\xae\xaf\xb1\xb3\xb5\xb6\xb9\xbb\xbc\xbe\xbf"
WITHIN_A_WORD = re.compile(rb"[A-Za-z][%b]|[%b][A-Za-z]" % (LETTERS_OF_LATIN_2, LETTERS_OF_LATIN_2))
# UTF-16 without a mark: this share of every other byte is zero, as in a text of mostly Latin letters.
ZEROES = 0.4
LETTER = 4  # bytes of the longest letter in UTF-8


def encoding_of(head: bytes, *, whole: bool = True) -> str:
    """Return the encoding of a text's first bytes: by its mark, else UTF-8 where valid, else the likeliest.

    Shape: `whole` says that nothing follows, so that a letter cut in two is a fault.
    """
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name
    if order := _sixteen_bit(head):
        return order
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if whole or error.start <= len(head) - LETTER:
            return _single_byte(head)
    return "utf-8"


def single_byte_of(path: Path) -> str:
    """Return which single-byte encoding a file most likely has, looking at all of it."""
    seen, within_a_word = set[int](), False
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            seen.update(chunk.translate(None, ASCII))
            within_a_word = within_a_word or bool(WITHIN_A_WORD.search(chunk))
    return _likeliest(seen, within_a_word=within_a_word)


def as_utf8(path: Path, encoding: str, target: Path) -> None:
    """Write a text anew in UTF-8 without a mark, a piece at a time, every line ended alike.

    Raises: Unreadable, where bytes are no text in that encoding.
    """
    letters = codecs.getincrementaldecoder(PYTHONS.get(encoding, encoding))()
    decoder = io.IncrementalNewlineDecoder(letters, translate=True)
    try:
        with path.open("rb") as source, target.open("wb") as written:
            while chunk := source.read(CHUNK):
                written.write(decoder.decode(chunk).encode())
            written.write(decoder.decode(b"", final=True).encode())
    except UnicodeError as error:
        words = f"is no {encoding} text throughout; export it as UTF-8."
        raise Unreadable("file", words) from error


def _sixteen_bit(head: bytes) -> str | None:
    """Return the byte order of a UTF-16 text without a mark, None where it is no such text."""
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if half > 1 and odd > ZEROES * half and not even:
        return "utf-16-le"
    if half > 1 and even > ZEROES * half and not odd:
        return "utf-16-be"
    return None


def _single_byte(head: bytes) -> str:
    return _likeliest(set(head.translate(None, ASCII)), within_a_word=bool(WITHIN_A_WORD.search(head)))


def _likeliest(seen: set[int], *, within_a_word: bool) -> str:
    """Return the encoding in which these bytes above 127 make the most sense."""
    if seen & C1 and not seen & NOT_IN_1252:
        return "windows-1252"
    return "latin-2" if within_a_word and not seen & C1 else "latin-1"
