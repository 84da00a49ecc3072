"""Any altered byte is noticed, wherever it lies; what is no dossier is called so."""

import io
import random
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command

from audits.dossiers import Outcome, digest, verify
from audits.dossiers.seal import EMPTY_SLOT, SLOT, NoSeal, read_seal, seal
from audits.management.demonstration.certificates import ROOT
from tests.audits.dossiers.keys import folder, signed
from tests.audits.dossiers.samples import pack, pdf, raw, rendered


def failing(content: bytes) -> set[str]:
    return {check.name for check in verify(content).checks if check.passed is False}


def resealed(content: bytes) -> bytes:
    """Return a file with its seal emptied and filled anew, as a forger with our source would."""
    return seal(SLOT.sub(EMPTY_SLOT, content))


def flipped(content: bytes, at: int) -> bytes:
    changed = bytearray(content)
    changed[at] ^= 0x01
    return bytes(changed)


@pytest.mark.parametrize("name", ["compas", "probation", "empty"])
def test_an_untouched_dossier_is_intact_and_carries_its_pack(name: str):
    verification = verify(pdf(name))

    assert verification.outcome is Outcome.INTACT
    assert [check.name for check in verification.checks] == [
        "seal",
        "signature",
        "attachments",
        "record",
        "form",
        "cover",
        "evidence",
    ]
    assert verification.pack
    assert digest(verification.pack) == digest(pack(name))


def test_a_flip_of_any_one_bit_breaks_the_seal():
    content = pdf("empty")

    for at in range(0, len(content), 101):
        changed = flipped(content, at)
        try:
            assert not read_seal(changed).intact, at
        except NoSeal:
            continue


def test_every_bit_of_the_slot_itself_counts():
    content = pdf("empty")
    slot = content.index(b"<annex:seal>")

    for at in range(slot, slot + len(EMPTY_SLOT)):
        assert verify(flipped(content, at)).outcome is Outcome.ALTERED, at


def test_random_damage_is_altered_and_never_a_crash():
    content, dice = pdf("empty"), random.Random(7)

    for _ in range(60):
        at, length = dice.randrange(len(content)), dice.randrange(1, 4000)
        damaged = content[:at] + dice.randbytes(length) + content[at + length :]
        assert verify(damaged).outcome is not Outcome.INTACT


@pytest.mark.parametrize(
    "change", [lambda c: c + b"\n", lambda c: c[:-1], lambda c: c + c, lambda c: c[: len(c) // 2]]
)
def test_bytes_added_or_lost_are_noticed(change):
    assert verify(change(pdf("empty"))).outcome is not Outcome.INTACT


def test_altered_metadata_is_noticed():
    changed = pdf("compas").replace(b"<xmp:CreatorTool>Annex<", b"<xmp:CreatorTool>Other<")

    assert failing(changed) == {"seal"}


def test_another_digest_in_the_metadata_is_noticed_even_under_a_new_seal():
    stated = digest(pack("compas")).encode()
    changed = resealed(pdf("compas").replace(b"<annex:record>" + stated, b"<annex:record>" + b"0" * 64))

    assert failing(changed) == {"record"}


def test_another_record_under_a_new_seal_is_noticed():
    changed = _with_attachment("pack.json", b'{"document":{"created_at":"2026-01-01","reference":"DOS-1"}}')

    assert "record" in failing(changed)


def test_other_evidence_under_a_new_seal_is_noticed():
    assert failing(_with_attachment("evidence.json", b"[]")) == {"evidence"}


def _with_attachment(name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("probation"))) as opened:
        opened.attachments[name].get_file().obj.write(content)
        opened.save(written, compress_streams=False)
    return resealed(written.getvalue())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"\x00" * 5000])
def test_what_is_no_dossier_is_unreadable(content: bytes):
    assert verify(content).outcome is Outcome.UNREADABLE


def test_another_pdf_is_unreadable():
    blank = io.BytesIO()
    pikepdf.new().save(blank)

    assert verify(blank.getvalue()).outcome is Outcome.UNREADABLE


def run(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_dossier", str(path), *options)
    captured = capsys.readouterr()
    return int(str(ended.value.code)), captured.out + captured.err


def test_the_command_tells_line_by_line_and_ends_with_the_outcome(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    intact, altered, other = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pdf"
    intact.write_bytes(pdf("compas"))
    altered.write_bytes(flipped(pdf("compas"), 60_000))
    other.write_bytes(b"hello")

    assert run(intact, capsys)[0] == 0
    code, said = run(altered, capsys)
    assert code == 1
    assert "DIFFERS seal" in said
    assert run(other, capsys)[0] == 2
    assert run(tmp_path / "absent.pdf", capsys)[0] == 2


def test_pages_changed_and_sealed_anew_are_found_by_rendering_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    honest, forged = tmp_path / "honest.pdf", tmp_path / "forged.pdf"
    honest.write_bytes(pdf("compas"))
    forged.write_bytes(_with_other_pages())

    assert run(honest, capsys, "--again")[0] == 0
    assert run(forged, capsys)[0] == 0
    code, said = run(forged, capsys, "--again")
    assert code == 1
    assert "DIFFERS pages" in said


def test_a_file_is_proven_by_the_digest_that_the_register_noted_and_by_nothing_in_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    honest, forged = tmp_path / "honest.pdf", tmp_path / "forged.pdf"
    honest.write_bytes(pdf("compas"))
    forged.write_bytes(pdf("probation"))  # another record, rendered and sealed by the same code
    noted = sha256(pdf("compas")).hexdigest()

    assert run(honest, capsys, "--noted", noted.upper())[0] == 0
    code, said = run(forged, capsys, "--again", "--noted", noted)
    assert code == 1
    assert "DIFFERS noted" in said
    code, said = run(forged, capsys)
    assert code == 0
    assert "can change a page or the whole record" in said
    assert sha256(pdf("probation")).hexdigest() in said


def test_the_command_says_who_signed_and_whether_the_roots_given_vouch_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed("compas", "b-lta"))
    roots = {name: str(folder(name) / ROOT) for name in ("demonstration", "stranger")}

    code, said = run(file, capsys, "--again", "--trust", roots["demonstration"])
    assert code == 0
    assert "ok      signature    By Demonstration signer" in said
    assert "ok      pages" in said
    code, said = run(file, capsys, "--trust", roots["stranger"])
    assert code == 1
    assert "NOT TRUSTED" in said
    assert run(file, capsys, "--noted", sha256(pdf("compas")).hexdigest())[0] == 0


def _with_other_pages() -> bytes:
    """Return pages that say something else about the same record, under a valid seal."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("compas"))) as opened:
        del opened.pages[5]
        opened.save(written, compress_streams=False)
    return resealed(written.getvalue())


def test_two_states_of_a_record_have_two_seals():
    changed = raw("empty")
    changed["system"] = {"name": "Another"}
    from audits.dossiers import Pack

    other = rendered(Pack.from_json(changed))

    assert read_seal(other).stated != read_seal(pdf("empty")).stated
