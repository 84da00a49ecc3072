"""The work on sheets as `governance.apart` knows it; loaded on both sides, and light."""

from governance.apart import Room


class Forbidden(Exception):
    """The content asks for a file or an address, which no dossier may have."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Failed(Exception):
    """A sheet could not be laid out; the words are those of what went wrong."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class TooMuch(Exception):
    """A dossier takes more than one may; the message says which, what of, and what to do."""


ROOM = Room(
    "audits.dossiers.sheets.room", orders="audits.dossiers.sheets.orders", refusals=(Forbidden, Failed)
)
