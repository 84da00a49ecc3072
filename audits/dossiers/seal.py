"""The seal: a digest over every byte up to its own end, kept in two slots of fixed width inside the file itself."""

import re
from dataclasses import dataclass
from hashlib import sha256

EMPTY_DIGEST = b"0" * 64
EMPTY_LENGTH = b"0" * 12
OPENING, CLOSING = b"<annex:seal>", b"</annex:seal>"
EMPTY_SLOT = OPENING + EMPTY_DIGEST + b" " + EMPTY_LENGTH + CLOSING
SLOT = re.compile(OPENING + rb"([0-9a-f]{64}) ([0-9]{12})" + CLOSING)


class NoSeal(ValueError):
    """The bytes have no slot for a seal, or more than one."""


@dataclass(frozen=True)
class Seal:
    """What the file says of itself, and what its bytes say."""

    stated: str
    stated_length: int
    computed: str
    length: int

    @property
    def intact(self) -> bool:
        return self.stated == self.computed and self.stated_length <= self.length


def seal(pdf: bytes) -> bytes:
    """Fill the empty slot with the file's length and digest, taken with the digest's own digits as zeros.

    Raises: NoSeal, when there is not exactly one empty slot.
    """
    if pdf.count(EMPTY_SLOT) != 1:
        raise NoSeal(f"Expected one empty seal, found {pdf.count(EMPTY_SLOT)}")
    at = pdf.index(EMPTY_SLOT) + len(OPENING)
    length = f"{len(pdf):0{len(EMPTY_LENGTH)}d}".encode()
    measured = b"".join(
        (pdf[: at + len(EMPTY_DIGEST) + 1], length, pdf[at + len(EMPTY_DIGEST) + 1 + len(length) :])
    )
    return measured[:at] + sha256(measured).hexdigest().encode() + measured[at + len(EMPTY_DIGEST) :]


def read_seal(pdf: bytes) -> Seal:
    """Recompute the digest over the part that was sealed, the digest's own digits taken as zeros.

    What follows that part is not looked at: audits.dossiers.signatures asks whether it may be there.
    Raises: NoSeal, when there is not exactly one slot.
    """
    slots = list(SLOT.finditer(pdf))
    if len(slots) != 1:
        raise NoSeal(f"Expected one seal, found {len(slots)}")
    begin, end = slots[0].span(1)
    length = int(slots[0][2])
    computed = sha256(pdf[:begin] + EMPTY_DIGEST + pdf[end:length]).hexdigest()
    return Seal(slots[0][1].decode(), length, computed, len(pdf))
