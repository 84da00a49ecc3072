"""Certificates for a demonstration: a root, a signer and a time-stamping authority that prove nothing to others.

`python -m audits.management.demonstration.certificates FOLDER` makes them once and leaves them there.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OWNER = "Annex demonstration, proves nothing"
YEARS = timedelta(days=3650)
ROOT, SIGNER, AUTHORITY = "root.pem", "signer.p12", "authority.p12"


@dataclass(frozen=True)
class Holder:
    """A key with its certificate."""

    key: RSAPrivateKey
    certificate: x509.Certificate


def make(folder: Path, *, at: datetime) -> None:
    """Write root.pem, signer.p12 and authority.p12, the last two without passphrase; existing ones stay."""
    if (folder / AUTHORITY).exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    root = holder("Demonstration root", at=at)
    signer = holder("Demonstration signer", at=at, issuer=root)
    stamps = holder("Demonstration time-stamping authority", at=at, issuer=root, stamps=True)
    (folder / ROOT).write_bytes(root.certificate.public_bytes(Encoding.PEM))
    for name, one in ((SIGNER, signer), (AUTHORITY, stamps)):
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(packed(one, root))


def packed(one: Holder, root: Holder) -> bytes:
    """Return a holder's key, certificate and root as PKCS#12 without passphrase."""
    return serialize_key_and_certificates(None, one.key, one.certificate, [root.certificate], NoEncryption())


def holder(name: str, *, at: datetime, issuer: Holder | None = None, stamps: bool = False) -> Holder:
    """Return a new key with a certificate for ten years: a root, or what a root vouches for."""
    key = generate_private_key(65537, 2048)
    subject = _named(name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + YEARS)
    )
    for extension, critical in _extensions(key, issuer, stamps=stamps):
        builder = builder.add_extension(extension, critical)
    return Holder(key, builder.sign(issuer.key if issuer else key, SHA256()))


def _named(name: str) -> x509.Name:
    parts = ((NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, OWNER))
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


def _extensions(
    key: RSAPrivateKey, issuer: Holder | None, *, stamps: bool
) -> Iterator[tuple[x509.ExtensionType, bool]]:
    above = issuer.key if issuer else key
    root = issuer is None
    yield x509.BasicConstraints(ca=root, path_length=None), True
    yield x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
    yield x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), False
    yield _usage(root=root, signs=not root and not stamps), True
    if stamps:
        yield x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True


def _usage(*, root: bool, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not root,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


if __name__ == "__main__":
    make(Path(sys.argv[1]), at=datetime.now(UTC))
