"""A signature after the seal: what it leaves alone, what both verifiers say of it, and what neither lets pass."""

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper

from audits.dossiers import Outcome, verify
from audits.dossiers.signatory import Unreachable
from audits.dossiers.signatures import Trust
from audits.dossiers.signing import Appending
from audits.dossiers.verifier import verify_annex
from audits.management.demonstration import certificates
from tests.audits.dossiers.keys import NOTHING, folder, on_a_curve, signed, signed_as, signing
from tests.audits.dossiers.samples import pdf
from tests.audits.dossiers.token import token

LEVELS = ("b-b", "b-t", "b-lta")
WHO = "Demonstration signer, Annex demonstration, proves nothing"
CLOCK = "Demonstration time-stamping authority, Annex demonstration, proves nothing"


def trust(name: str = "demonstration") -> Trust:
    return Trust.of_files((folder(name) / certificates.ROOT).read_bytes())


def both(content: bytes, whom: Trust | None = None) -> tuple[Outcome, int]:
    """Return what Annex says of a file, and what the verifier without Annex does."""
    roots = [verify_annex.Certificate(verify_annex.node(der, 0)) for der in (whom or trust()).roots]
    alone, _ = verify_annex.examine(content, roots)
    return verify(content, whom or trust()).outcome, verify_annex.concluded(alone)


@pytest.mark.parametrize("level", LEVELS)
def test_a_signature_leaves_every_sealed_byte_as_it_was(level: str):
    assert signed("empty", level).startswith(pdf("empty"))
    assert len(signed("empty", level)) > len(pdf("empty"))


@pytest.mark.parametrize("name", ["empty", "compas"])
@pytest.mark.parametrize("level", LEVELS)
def test_both_verifiers_find_a_signed_dossier_intact(name: str, level: str):
    assert both(signed(name, level)) == (Outcome.INTACT, 0)


def test_a_verification_says_whose_signature_it_is_and_whose_clock():
    found = verify(signed("empty", "b-lta"), trust()).signed

    assert (found.by, found.authority, found.trusted) == (WHO, CLOCK, True)
    assert found.at
    assert found.kept
    assert verify(signed("empty", "b-b"), trust()).signed.at == ""
    assert verify(pdf("empty"), trust()).signed.by == ""


def test_without_roots_trust_is_left_open_and_with_others_it_is_refused():
    assert verify(signed("empty")).signed.trusted is None
    assert verify(signed("empty")).outcome is Outcome.INTACT
    assert both(signed("empty"), trust("stranger")) == (Outcome.UNTRUSTED, 1)


@pytest.mark.parametrize("curve", [ec.SECP256R1, ec.SECP384R1])
def test_keys_on_curves_in_pem_with_a_passphrase_sign_too(curve: type[ec.EllipticCurve]):
    settings = on_a_curve(curve)
    whom = Trust.of_files(Path(settings["SIGNING_TRUST"]).read_bytes())

    content = signed_as(pdf("empty"), settings)

    assert both(content, whom) == (Outcome.INTACT, 0)


def test_a_key_that_never_leaves_its_token_signs_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    environment, settings = token(tmp_path / "token")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    content = signed_as(pdf("empty"), settings)

    whom = Trust.of_files((tmp_path / "token" / "root.pem").read_bytes())
    assert both(content, whom) == (Outcome.INTACT, 0)
    with pytest.raises(Unreachable, match="token does not answer"):
        signed_as(pdf("empty"), settings | {"SIGNING_PKCS11_TOKEN": "another"})


@pytest.mark.parametrize(("level", "step", "every"), [("b-t", 53, 1), ("b-lta", 197, 13)])
def test_any_altered_byte_after_the_seal_is_noticed(
    level: str, step: int, every: int, monkeypatch: pytest.MonkeyPatch
):
    content, sealed = signed("empty", level), pdf("empty")
    base = verify_annex.Pdf(sealed)
    monkeypatch.setattr(verify_annex, "Pdf", lambda _: base)  # the sealed part is the same each time

    asked = {*range(len(sealed), len(content), step), *list(_structural(content, len(sealed)))[::every]}
    unnoticed = [at for at in sorted(asked) if _passes(content, sealed, at)]

    assert unnoticed == []


def _structural(content: bytes, begin: int) -> Iterator[int]:
    """Yield the place of every byte after the seal that is not inside a signature's container."""
    at = begin
    for container in re.finditer(rb"<30[0-9A-F]{500,}>", content[begin:]):
        yield from range(at, begin + container.start() + 1)
        at = begin + container.end() - 1
    yield from range(at, len(content))


def _passes(content: bytes, sealed: bytes, at: int) -> bool:
    changed = bytearray(content)
    changed[at] ^= 1
    try:
        checks = list(verify_annex.of_signatures(bytes(changed), sealed, []))
    except verify_annex.DAMAGE:
        return False
    return verify_annex.concluded(checks) == 0


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"\0", b"1 0 obj\nnull\nendobj\n"])
def test_nothing_may_be_appended_to_a_signed_file(tail: bytes):
    assert both(signed("empty") + tail) == (Outcome.ALTERED, 1)


def test_a_file_cut_after_its_signature_shows_that_the_time_stamp_is_gone_only_by_its_level():
    content = signed("empty", "b-lta")
    first = content.index(b"%%EOF", len(pdf("empty"))) + len(b"%%EOF\n")

    assert verify(content[:first], trust()).signed.kept == ""
    assert both(content[: first + 400]) == (Outcome.ALTERED, 1)


def _forged(change: str, writer: type[IncrementalPdfFileWriter] = Appending) -> bytes:
    """Return a dossier with something changed after its seal, and signed by a stranger."""
    made = writer(io.BytesIO(pdf("empty")))
    page = made.root["/Pages"]["/Kids"][0]
    if change == "page":
        made.root["/Pages"]["/Kids"].pop(0)
        made.update_container(made.root["/Pages"])
    elif change == "contents":
        other = made.root["/Pages"]["/Kids"][2].raw_get("/Contents")
        page[pdf_name("/Contents")] = other
        made.update_container(page)
    elif change == "attachment":
        made.root[pdf_name("/Names")][pdf_name("/EmbeddedFiles")] = made.root["/Names"]["/Dests"]
        made.update_root()
    elif change == "opening":
        made.root[pdf_name("/OpenAction")] = page
        made.update_root()
    box = (50, 50, 300, 200) if change == "visible" else None
    key = SimpleSigner.load_pkcs12(str(folder("stranger") / certificates.SIGNER))
    written = io.BytesIO()
    PdfSigner(
        PdfSignatureMetadata(
            field_name="Signature", md_algorithm="sha256", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
        ), key,
        new_field_spec=SigFieldSpec("Signature", box=box),
    ).sign_pdf(made, output=written)  # fmt: skip
    return written.getvalue()


@pytest.mark.parametrize("change", ["page", "contents", "attachment", "opening", "visible"])
def test_whatever_else_is_changed_after_the_seal_is_called_altered_though_a_stranger_signs_it(change: str):
    forged = _forged(change)

    assert forged.startswith(pdf("empty"))
    assert both(forged, trust("stranger")) == (Outcome.ALTERED, 1)


def test_metadata_restated_after_the_seal_are_called_altered():
    assert both(_forged("nothing", IncrementalPdfFileWriter), trust("stranger")) == (Outcome.ALTERED, 1)


def test_a_stranger_who_only_signs_is_found_by_trust_alone():
    assert both(_forged("nothing"), trust("stranger")) == (Outcome.INTACT, 0)
    assert both(_forged("nothing")) == (Outcome.UNTRUSTED, 1)


def test_a_second_signature_is_called_altered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    made = Appending(io.BytesIO(signed("empty")))
    key = SimpleSigner.load_pkcs12(str(folder("stranger") / certificates.SIGNER))
    written = io.BytesIO()
    meta = PdfSignatureMetadata(field_name="Another", md_algorithm="sha256")
    PdfSigner(meta, key, new_field_spec=SigFieldSpec("Another")).sign_pdf(made, output=written)

    assert both(written.getvalue())[0] is Outcome.ALTERED


def test_a_signature_by_somebody_else_over_the_untouched_seal_is_intact_and_not_trusted():
    assert both(signed("empty", "b-t", "stranger")) == (Outcome.UNTRUSTED, 1)


def test_a_signed_file_saved_anew_by_a_pdf_program_is_altered():
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed("empty"))) as opened:
        opened.save(saved)

    assert both(saved.getvalue())[0] is Outcome.ALTERED


@contextmanager
def authority() -> Iterator[str]:
    """Run a time-stamping authority on this machine and yield its address."""
    own = SimpleSigner.load_pkcs12(str(folder() / certificates.AUTHORITY))
    stamper = DummyTimeStamper(own.signing_cert, own.signing_key, certs_to_embed=own.cert_registry)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def test_time_stamps_come_from_an_authority_by_http():
    with authority() as url:
        content = signed_as(pdf("empty"), signing("b-t") | {"TSA_PKCS12": "", "TSA_URL": url})

    assert verify(content, trust()).signed.authority == CLOCK
    assert both(content) == (Outcome.INTACT, 0)


def test_an_authority_that_does_not_answer_can_be_asked_again_later():
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 does not answer"):
        signed_as(pdf("empty"), signing("b-t") | {"TSA_PKCS12": "", "TSA_URL": "http://127.0.0.1:9/"})


def test_without_a_time_stamping_authority_a_signature_has_no_time():
    content = signed_as(pdf("empty"), NOTHING | {"SIGNING_PKCS12": str(folder() / certificates.SIGNER)})

    assert verify(content, trust()).signed.authority == ""
