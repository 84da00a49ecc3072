"""Who signed a dossier, and when: the signatures after the seal, asked of pyHanko and of our own verifier.

pyHanko judges the certificates. The verifier that travels with a dossier sees to it that nothing but signatures
follows the seal, and accounts for every byte of them.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureStatus
from pyhanko_certvalidator import ValidationContext

from audits.dossiers.verifier import verify_annex


@dataclass(frozen=True)
class Trust:
    """Whom somebody trusts: root certificates and revocation lists, each in DER."""

    roots: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()

    @classmethod
    def of_files(cls, roots: bytes, lists: tuple[bytes, ...] = ()) -> "Trust":
        """Read certificates in PEM, and lists in PEM or DER.

        Raises: ValueError.
        """
        return cls(
            tuple(der for _, _, der in pem.unarmor(roots, multiple=True)) if roots else (),
            tuple(pem.unarmor(raw)[2] if pem.detect(raw) else raw for raw in lists),
        )

    def on(self, moment: datetime | None) -> ValidationContext:
        """Return pyHanko's judge of certificates on a day; it never asks the network."""
        return ValidationContext(
            trust_roots=[x509.Certificate.load(der) for der in self.roots],
            crls=[crl.CertificateList.load(der) for der in self.lists],
            moment=moment,
            allow_fetching=False,
            revocation_mode="soft-fail",
        )


@dataclass(frozen=True)
class Signed:
    """Whose signature stands after the seal, when, and by whose clock.

    Shape: `certificate` is its SHA-256; `kept` is the day of the last time-stamp over everything; `trusted` is None
    where no roots are configured to ask; all empty for an unsigned file.
    """

    by: str = ""
    certificate: str = ""
    at: str = ""
    authority: str = ""
    kept: str = ""
    trusted: bool | None = None


@dataclass(frozen=True)
class Asked:
    """One question about signatures, its answer, and words; None where it could not be asked."""

    name: str
    passed: bool | None
    says: str


def asked(pdf: bytes, trust: Trust) -> tuple[tuple[Asked, ...], Signed]:
    """Return what the part after the seal is: nothing, or signatures, and whose.

    Raises: verify_annex.DAMAGE and whatever pyHanko raises, for anything else that was appended.
    """
    sealed = verify_annex.sealed_part(pdf)
    if not verify_annex.signatures(pdf, sealed):
        return (
            Asked("signature", None, "Unsigned: whoever seals it anew is found by the register only."),
        ), Signed()
    accounted = verify_annex.of_signatures(pdf, sealed, [])
    answers = [Asked(one.name, one.passed, one.says) for one in accounted if one.name != "trust"]
    reader = PdfFileReader(io.BytesIO(pdf))
    first, *others = reader.embedded_signatures
    status = _status(first, trust)
    kept = [validate_pdf_timestamp(one, trust.on(None), skip_diff=True) for one in others]
    answers.append(_sound((status, *kept)))
    whose = _signed(status, kept, trust)
    return (*answers, *_vouched(whose)), whose


def _status(signature: EmbeddedPdfSignature, trust: Trust) -> PdfSignatureStatus:
    """Judge the certificate on the day of the time-stamp, where there is one; else today."""
    today = trust.on(None)
    status = validate_pdf_signature(signature, today, today, skip_diff=True)
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid):
        return status
    then = trust.on(stamp.timestamp)
    return validate_pdf_signature(signature, then, then, skip_diff=True)


def _sound(statuses: Iterable[SignatureStatus]) -> Asked:
    sound = all(one.intact and one.valid for one in statuses)
    says = "pyHanko, another implementation, finds the same." if sound else "pyHanko finds it broken."
    return Asked("second look", sound, says)


def _signed(status: PdfSignatureStatus, kept: Sequence[DocumentTimestampStatus], trust: Trust) -> Signed:
    stamp = status.timestamp_validity
    vouched = status.trusted and (stamp is None or stamp.trusted) and all(one.trusted for one in kept)
    return Signed(
        by=_name(status),
        certificate=status.signing_cert.sha256.hex(),
        at=stamp.timestamp.isoformat(timespec="seconds") if stamp else "",
        authority=_name(stamp) if stamp else "",
        kept=kept[-1].timestamp.isoformat(timespec="seconds") if kept else "",
        trusted=vouched if trust.roots else None,
    )


def _name(status: SignatureStatus) -> str:
    named = status.signing_cert.subject.native
    words = (named[key] for key in ("common_name", "organization_name") if key in named)
    return ", ".join(dict.fromkeys(map(str, words))) or status.signing_cert.subject.human_friendly


def _vouched(whose: Signed) -> Iterator[Asked]:
    if whose.trusted is None:
        yield Asked("trust", None, f"No roots are configured here that could vouch for {whose.by}.")
    else:
        how = "is vouched for" if whose.trusted else "is not vouched for"
        yield Asked("trust", whose.trusted, f"{whose.by} {how} by the roots configured here.")
