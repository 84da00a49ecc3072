"""What this installation signs its dossiers with, as the settings name it; no private key is used here."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509.oid import NameOID
from django.conf import settings

PLAIN, STAMPED, LASTING = "b-b", "b-t", "b-lta"
NAMED_BY = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)


class Unusable(Exception):
    """The signing certificate or its key cannot be read; the words say which and why."""


@dataclass(frozen=True)
class Credentials:
    """A certificate with the way to its key: in a PKCS#12 file, in a PEM file, or in a PKCS#11 module."""

    pkcs12: str
    certificate: str
    key: str
    passphrase: str
    module: str
    level: str

    @property
    def secret(self) -> bytes | None:
        return self.passphrase.encode() or None

    @cached_property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The signer's certificate, then those above it as far as the files go.

        Raises: Unusable.
        """
        path = self.pkcs12 or self.certificate
        try:
            raw = Path(path).read_bytes()
            found = self._of_pkcs12(raw) if self.pkcs12 else tuple(x509.load_pem_x509_certificates(raw))
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise Unusable(f"{path} cannot be read as a certificate: {error}") from error
        return found

    def _of_pkcs12(self, raw: bytes) -> tuple[x509.Certificate, ...]:
        key, certificate, above = load_key_and_certificates(raw, self.secret)
        if key is None or certificate is None:
            raise ValueError("it has no private key with a certificate")
        return certificate, *above

    @property
    def signer(self) -> str:
        """Whose certificate it is, in words: common name and organisation.

        Raises: Unusable.
        """
        named = (self.chain[0].subject.get_attributes_for_oid(oid) for oid in NAMED_BY)
        words = (str(parts[0].value) for parts in named if parts)
        return ", ".join(dict.fromkeys(words)) or self.chain[0].subject.rfc4514_string()

    @property
    def authority(self) -> str:
        """Where time-stamps come from, in words; empty without any."""
        return (urlsplit(settings.TSA_URL).hostname or "") if settings.TSA_URL else _own_authority()


def configured() -> Credentials | None:
    """Return what to sign with, or nothing where dossiers stay unsigned."""
    if not (settings.SIGNING_PKCS12 or settings.SIGNING_CERTIFICATE):
        return None
    stamps = settings.TSA_URL or settings.TSA_PKCS12
    return Credentials(
        pkcs12=settings.SIGNING_PKCS12,
        certificate=settings.SIGNING_CERTIFICATE,
        key=settings.SIGNING_KEY,
        passphrase=settings.SIGNING_PASSPHRASE,
        module=settings.SIGNING_PKCS11_MODULE,
        level=settings.SIGNING_LEVEL or (STAMPED if stamps else PLAIN),
    )


def faults(at: datetime) -> list[str]:
    """Return everything that would keep a worker from signing as the settings ask, in words."""
    found = list(_of_settings())
    if (credentials := configured()) and not found:
        found.extend(_of_files(credentials, at))
    return found


def _of_settings() -> list[str]:
    keys = [name for name in ("SIGNING_KEY", "SIGNING_PKCS11_MODULE") if getattr(settings, name)]
    stamps = [name for name in ("TSA_URL", "TSA_PKCS12") if getattr(settings, name)]
    level, module = settings.SIGNING_LEVEL, settings.SIGNING_PKCS11_MODULE
    token = settings.SIGNING_PKCS11_TOKEN or settings.SIGNING_PKCS11_SLOT is not None
    rules = (
        (settings.SIGNING_PKCS12 and settings.SIGNING_CERTIFICATE,
         "Give SIGNING_PKCS12 or SIGNING_CERTIFICATE, not both."),
        (settings.SIGNING_CERTIFICATE and len(keys) != 1,
         "SIGNING_CERTIFICATE needs one of SIGNING_KEY and SIGNING_PKCS11_MODULE."),
        (keys and not settings.SIGNING_CERTIFICATE, f"{' and '.join(keys)} without SIGNING_CERTIFICATE."),
        (module and not (token and settings.SIGNING_PKCS11_KEY),
         "SIGNING_PKCS11_MODULE needs SIGNING_PKCS11_KEY and one of SIGNING_PKCS11_TOKEN and SIGNING_PKCS11_SLOT."),
        (len(stamps) == 2, "Give TSA_URL or TSA_PKCS12, not both."),  # noqa: PLR2004 both
        (level in (STAMPED, LASTING) and not stamps, f"SIGNING_LEVEL {level} needs TSA_URL."),
        (level == LASTING and not settings.SIGNING_TRUST, "SIGNING_LEVEL b-lta needs SIGNING_TRUST."),
        (level and configured() is None, "SIGNING_LEVEL without a certificate."),
    )  # fmt: skip
    return [says for broken, says in rules if broken]


def _of_files(credentials: Credentials, at: datetime) -> list[str]:
    try:
        leaf, *_ = credentials.chain
        fits = credentials.module or credentials.pkcs12 or _is_of(leaf, credentials)
        _own_authority()
    except Unusable as fault:
        return [str(fault)]
    rules = (
        (not fits, "SIGNING_KEY is not the key of SIGNING_CERTIFICATE."),
        (
            at > leaf.not_valid_after_utc,
            f"The signing certificate was valid until {leaf.not_valid_after_utc}.",
        ),
        (
            at < leaf.not_valid_before_utc,
            f"The signing certificate is valid from {leaf.not_valid_before_utc}.",
        ),
    )
    return [says for broken, says in rules if broken]


def _is_of(leaf: x509.Certificate, credentials: Credentials) -> bool:
    try:
        key = load_pem_private_key(Path(credentials.key).read_bytes(), credentials.secret)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Unusable(f"{credentials.key} cannot be read as a private key: {error}") from error
    return key.public_key() == leaf.public_key()


def _own_authority() -> str:
    """Return the name of the local time-stamping authority, empty where there is none.

    Raises: Unusable.
    """
    if not settings.TSA_PKCS12:
        return ""
    return Credentials(settings.TSA_PKCS12, "", "", "", "", PLAIN).signer
