"""verify_annex.py on a machine without Annex: what it prints, how it ends, and its arithmetic against others'."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, Hash, HashAlgorithm

from audits.dossiers.verifier import verify_annex
from audits.management.demonstration import certificates
from audits.packs.canonical import canonical_json
from tests.audits.dossiers.keys import folder, signed
from tests.audits.dossiers.samples import pdf, raw

PROGRAM = Path(verify_annex.__file__)


@pytest.fixture
def alone(tmp_path: Path):
    """Return a function that runs the program in a folder of its own, with no package and no path of ours."""
    program = tmp_path / PROGRAM.name
    shutil.copyfile(PROGRAM, program)

    def run(content: bytes, *words: object) -> tuple[int, str]:
        (tmp_path / "file.pdf").write_bytes(content)
        ended = subprocess.run(
            [sys.executable, "-I", "-S", program, tmp_path / "file.pdf", *map(str, words)],
            capture_output=True, text=True, check=False, cwd=tmp_path, env={},
        )  # fmt: skip
        assert ended.stderr == ""
        return ended.returncode, ended.stdout

    return run


def test_an_intact_dossier_ends_with_nought_and_a_line_for_each_thing_asked(alone):
    code, said = alone(signed("compas", "b-lta"), "--trust", folder() / certificates.ROOT)

    assert code == 0
    assert [line.split()[:2] for line in said.splitlines()[:-1]] == [
        ["ok", "seal"], ["ok", "signature"], ["ok", "time-stamp"], ["ok", "trust"], ["ok", "trust"],
        ["ok", "time-stamp"], ["ok", "trust"], ["ok", "record"], ["open", "noted"],
    ]  # fmt: skip


def test_an_altered_one_ends_with_one_and_a_stranger_with_two(alone):
    changed = bytearray(signed("empty"))
    changed[60_000] ^= 1

    assert alone(bytes(changed))[0] == 1
    assert alone(b"hello") == (2, "Unreadable. This is no PDF dossier made by Annex.\n")
    assert alone(b"%PDF-1.7\n%%EOF")[0] == 2


def test_roots_that_vouch_for_nobody_end_with_one_and_say_so(alone):
    code, said = alone(signed("empty"), "--trust", folder("stranger") / certificates.ROOT)

    assert code == 1
    assert said.endswith(
        "NOT TRUSTED. Not altered, but signed by somebody for whom none of your roots vouches.\n"
    )


def test_the_digest_that_the_register_noted_is_compared(alone):
    noted = verify_annex.hashlib.sha256(pdf("empty")).hexdigest()

    assert alone(pdf("empty"), "--noted", noted.upper())[0] == 0
    assert alone(pdf("empty"), "--noted", "0" * 64)[0] == 1


@pytest.mark.parametrize("name", ["empty", "compas", "probation"])
def test_any_flipped_byte_of_an_unsigned_dossier_is_noticed(name: str):
    content = pdf(name)

    for at in (*range(0, len(content), len(content) // 120), *range(len(content) - 40, len(content))):
        changed = bytearray(content)
        changed[at] ^= 1
        try:
            checks, _ = verify_annex.examine(bytes(changed), [])
        except verify_annex.Stranger:
            continue
        assert verify_annex.concluded(checks) == 1, at


@pytest.mark.parametrize("name", ["compas", "probation", "empty"])
def test_it_writes_canonical_json_as_annex_does(name: str):
    assert verify_annex.canonical(raw(name)).encode() == canonical_json(raw(name))


@pytest.mark.parametrize(
    "held",
    [0, -0.0, 1e21, 1e-7, 5e-324, 123456789012, 0.1, -1.5e300, {"ö": 1, "z": [True, None]}, "\u2028\x7f"],
)
def test_numbers_and_words_are_written_as_annex_writes_them(held: object):
    assert verify_annex.canonical(held).encode() == canonical_json(held)


@pytest.mark.parametrize(("curve", "name"), [(ec.SECP256R1, "sha256"), (ec.SECP384R1, "sha384")])
def test_its_curves_agree_with_another_library(curve: type[ec.EllipticCurve], name: str):
    hashing: HashAlgorithm = SHA256() if name == "sha256" else SHA384()
    known = {"secp256r1": "1.2.840.10045.3.1.7", "secp384r1": "1.3.132.0.34"}[curve.name]
    key = ec.generate_private_key(curve())
    numbers = key.public_key().public_numbers()
    half = (key.key_size + 7) // 8
    point = b"\4" + numbers.x.to_bytes(half, "big") + numbers.y.to_bytes(half, "big")
    digest = _digest(hashing, b"what is signed")
    signature = key.sign(digest, ec.ECDSA(Prehashed(hashing)))
    r, s = decode_dss_signature(signature)

    def agrees(one: bytes, about: bytes = digest) -> bool:
        return verify_annex.of_curve(verify_annex.CURVES[known], point, one, about)

    assert agrees(signature)
    assert not agrees(signature, _digest(hashing, b"something else"))
    assert not agrees(encode_dss_signature(r, s ^ 1))
    assert not agrees(encode_dss_signature(r ^ 1, s))


def test_its_rsa_agrees_with_another_library():
    key = rsa.generate_private_key(65537, 2048)
    numbers = key.public_key().public_numbers()
    signature = key.sign(b"what is signed", padding.PKCS1v15(), SHA256())
    ending = bytes.fromhex(verify_annex.PREFIXES["sha256"]) + _digest(SHA256(), b"what is signed")

    assert verify_annex.of_rsa(numbers.n, numbers.e, signature, ending)
    assert not verify_annex.of_rsa(numbers.n, numbers.e, signature, ending[:-1] + b"\0")
    assert not verify_annex.of_rsa(numbers.n, numbers.e, b"\0" + signature, ending)


def test_a_key_too_short_to_mean_anything_is_refused():
    with pytest.raises(verify_annex.Altered, match="too weak"):
        verify_annex.of_rsa(3 * 5, 3, b"\1", b"")


@pytest.mark.parametrize(
    "written", ["308003020101", "30810302010100", "30840000000302010100", "3005020101", ""]
)
def test_der_that_is_cut_or_not_as_short_as_can_be_is_refused(written: str):
    with pytest.raises(verify_annex.Altered):
        verify_annex.node(bytes.fromhex(written), 0)


def _digest(hashing: HashAlgorithm, content: bytes) -> bytes:
    seen = Hash(hashing)
    seen.update(content)
    return seen.finalize()


def test_it_needs_nothing_but_the_standard_library():
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "importtime", PROGRAM, "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {
        line.rsplit("|", 1)[1].strip().split(".")[0] for line in ended.stderr.splitlines() if "|" in line
    }

    assert "hashlib" in loaded
    assert loaded - {"imported package"} <= sys.stdlib_module_names | {
        "__main__",
        "encodings",
        "_distutils_hack",
    }
