"""The four words an assessment can end in; a number only ever stands beside one of them."""

from enum import StrEnum


class Word(StrEnum):
    """What may be concluded, best first. An overall word is never better than that of any area."""

    ADEQUATE = "adequate"
    ADEQUATE_WITH_CONDITIONS = "adequate_with_conditions"
    NOT_ASSESSABLE = "not_assessable"
    NOT_ADEQUATE = "not_adequate"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def means(self) -> str:
        return MEANINGS[self]


MEANINGS = {
    Word.ADEQUATE: "What we need to know is shown, and nothing stands against relying on the provider.",
    Word.ADEQUATE_WITH_CONDITIONS: "The provider can be relied on once its weaknesses and gaps are covered.",
    Word.NOT_ASSESSABLE: "Too much that matters is unknown to say more.",
    Word.NOT_ADEQUATE: "What is known stands against relying on the provider.",
}


def worst(words: "list[Word] | tuple[Word, ...]") -> Word:
    """Return the word that decides among several."""
    order = list(Word)
    return max(words, key=order.index)
