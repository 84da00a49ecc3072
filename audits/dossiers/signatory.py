"""The key that signs and the authority that stamps, opened by a worker for one signature."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asn1crypto import crl, pem
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper, HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from audits.credentials import PLAIN, Credentials, Unusable


class Unreachable(Exception):
    """The token or the time-stamping authority does not answer; it may later."""


@contextmanager
def signer_of(credentials: Credentials) -> Iterator[Signer]:
    """Yield what makes signatures with the configured key.

    Raises: audits.credentials.Unusable; Unreachable, for a token that does not answer.
    """
    if not credentials.module:
        yield _from_files(credentials)
        return
    leaf, *above = map(_asn1, credentials.chain)
    try:
        session = open_pkcs11_session(
            credentials.module,
            slot_no=settings.SIGNING_PKCS11_SLOT,
            token_criteria=TokenCriteria(label=settings.SIGNING_PKCS11_TOKEN)
            if settings.SIGNING_PKCS11_TOKEN
            else None,
            user_pin=credentials.passphrase or None,
        )
    except PKCS11Error as error:
        raise Unreachable(f"The signing token does not answer ({type(error).__name__}).") from error
    with session:
        yield PKCS11Signer(session, signing_cert=leaf, ca_chain=above, key_label=settings.SIGNING_PKCS11_KEY)


def _from_files(credentials: Credentials) -> Signer:
    leaf, *above = map(_asn1, credentials.chain)
    try:
        if credentials.pkcs12:
            raw = Path(credentials.pkcs12).read_bytes()
            packed: Signer = SimpleSigner.load_pkcs12_data(raw, other_certs=(), passphrase=credentials.secret)
            return packed
        key = load_private_key_from_pemder(credentials.key, credentials.secret)
    except (OSError, ValueError, TypeError) as error:
        raise Unusable(f"The signing key cannot be read: {error}") from error
    others = SimpleCertificateStore()
    others.register_multiple(above)
    return SimpleSigner(leaf, key, others)


def authority_of(credentials: Credentials) -> TimeStamper | None:
    """Return the time-stamping authority that the settings name, if the level asks for one.

    Raises: audits.credentials.Unusable.
    """
    if credentials.level == PLAIN:
        return None
    if settings.TSA_URL:
        return HTTPTimeStamper(settings.TSA_URL, timeout=settings.TSA_TIMEOUT)
    own = SimpleSigner.load_pkcs12(settings.TSA_PKCS12)
    if own is None or own.signing_cert is None:
        raise Unusable(f"{settings.TSA_PKCS12} cannot be read.")
    return DummyTimeStamper(own.signing_cert, own.signing_key, certs_to_embed=own.cert_registry)


def trust() -> ValidationContext:
    """Return whom the settings trust, with the revocation lists they name; it never asks the network."""
    roots = list(load_certs_from_pemder([settings.SIGNING_TRUST])) if settings.SIGNING_TRUST else []
    lists = [_list(Path(path).read_bytes()) for path in settings.SIGNING_CRLS]
    return ValidationContext(trust_roots=roots, crls=lists, allow_fetching=False, revocation_mode="soft-fail")


def _list(raw: bytes) -> crl.CertificateList:
    der = pem.unarmor(raw)[2] if pem.detect(raw) else raw
    return crl.CertificateList.load(der)


def _asn1(certificate: object) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))  # type: ignore[attr-defined]
