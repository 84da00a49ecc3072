"""Texts that repeat, grouped as one small number: what Parquet holds once in a dictionary is compared once.

The words are those of a first look. Where a row holds another text, or none, the number is NULL, and the row is
counted by its texts as they stand.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import accumulate

from audits.fairness.quoting import literal

# Numbers of one byte are counted in an array, without hashing; those of two are not worth the trouble.
MOST_BITS = 8
LONGEST = 200


@dataclass(frozen=True)
class Codes:
    """The words of all columns of texts, by the column's expression: the place of each is some bits of the number."""

    words: Mapping[str, tuple[str, ...]]

    @property
    def number(self) -> str:
        """Return the expression of the number."""
        return " | ".join(map(self._part, self.words))

    def word(self, text: str, number: str) -> str:
        """Return the expression of a column's text, told from the number."""
        words = self.words[text]
        place = f"(CAST({number} AS INTEGER) >> {self._shifts[text]}) & {(1 << bits(words)) - 1}"
        return f"[{', '.join(map(literal, words))}][({place}) + 1]"

    def _part(self, text: str) -> str:
        """Return the expression of one column's bits: computed once for each entry of a dictionary."""
        pairs = (
            f"{literal(word)}: {place << self._shifts[text]}" for place, word in enumerate(self.words[text])
        )
        return f"map_extract_value(CAST(MAP {{{', '.join(pairs)}}} AS MAP(VARCHAR, UTINYINT)), {text})"

    @property
    def _shifts(self) -> dict[str, int]:
        return dict(zip(self.words, accumulate(map(bits, self.words.values()), initial=0), strict=False))


def codes_for(seen: Mapping[str, Collection[str | None]]) -> Codes | None:
    """Return codes for all columns of texts, None where there is none or their words are too many or too long.

    Shape: `seen` holds the texts of a first look, by the expressions of their columns.
    """
    words = {
        text: tuple(sorted({word for word in found if word is not None})) for text, found in seen.items()
    }
    plain = all(found and all(map(_plain, found)) for found in words.values())
    return Codes(words) if words and plain and sum(map(bits, words.values())) <= MOST_BITS else None


def bits(words: Collection[str]) -> int:
    """Return how many bits it takes to tell the words apart."""
    return (len(words) - 1).bit_length()


def _plain(word: str) -> bool:
    return len(word) <= LONGEST and "\0" not in word
