"""Files made to break whoever verifies them: an answer or a refusal within limits, and never a verdict of intact."""

import zlib

import pytest

from audits.dossiers.examined import TooHard, examined
from audits.dossiers.seal import EMPTY_SLOT, seal
from audits.dossiers.verifier import verify_annex
from tests.audits.dossiers.keys import signed
from tests.audits.dossiers.samples import pdf

MARK = b"%PDF-1.7\n%urn:annex:dossier:\n"
BOMB = zlib.compress(b"[" * 200_000_000, 9)


def sealed(body: bytes) -> bytes:
    """Return bytes under a valid seal, as anybody with our source can make."""
    return seal(MARK + EMPTY_SLOT + b"\n" + body)


def table(body: bytes, entries: bytes) -> bytes:
    """Return a file whose table of objects is this stream."""
    head = MARK + EMPTY_SLOT + b"\n"
    stream = b"1 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (entries, len(body), body)
    return seal(head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head))


LOOP = b"/Type/XRef/Size 3/W[1 1 1]/Root 1 0 R"
HOSTILE = {
    "nested arrays": sealed(b"1 0 obj\n" + b"[" * 200_000 + b"\nendobj\nstartxref\n9\n%%EOF\n"),
    "no end": sealed(b"(" * 100_000),
    "a table that unpacks to 200 MB": table(BOMB, LOOP + b"/Filter/FlateDecode"),
    "a table of nothing": table(b"", LOOP),
    "a table whose objects are in themselves": table(b"\2\1\0" * 3, LOOP),
    "a table with a huge width": table(b"\1" * 30, LOOP.replace(b"[1 1 1]", b"[1 999999999 1]")),
    "a table of a billion rows": table(b"\1" * 30, LOOP.replace(b"/Size 3", b"/Size 999999999")),
    "a million comments": sealed(b"%\n" * 1_000_000),
    "nested arrays after a signature": signed("empty") + b"1 0 obj\n" + b"[" * 200_000,
    "names after a signature": signed("empty") + b"1 0 obj\n" + b"/" * 500_000 + b"\nendobj\n",
    "a second seal": pdf("empty") + EMPTY_SLOT,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_never_intact_and_never_breaks_more_than_its_reader(name: str):
    try:
        outcome = examined([HOSTILE[name]], most=10**8).outcome
    except TooHard:
        return

    assert outcome in ("altered", "unreadable")


@pytest.mark.parametrize("name", [name for name in HOSTILE if "200 MB" not in name])
def test_the_verifier_without_annex_calls_it_altered(name: str):
    checks, _ = verify_annex.examine(HOSTILE[name], [])

    assert verify_annex.concluded(checks) == 1
