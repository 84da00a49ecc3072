"""Keys to sign with: the demonstration's, others on elliptic curves, and a stranger's."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from django.test import override_settings

from audits import credentials
from audits.dossiers.signing import sign
from audits.management.demonstration import certificates
from tests.audits.dossiers.samples import pdf
from tests.settings import SCRATCH

PASSPHRASE = "correct horse"
NOTHING = dict.fromkeys(
    ("SIGNING_PKCS12", "SIGNING_CERTIFICATE", "SIGNING_KEY", "SIGNING_PASSPHRASE", "SIGNING_PKCS11_MODULE",
     "SIGNING_LEVEL", "SIGNING_TRUST", "TSA_URL", "TSA_PKCS12"), "",
)  # fmt: skip


@cache
def folder(name: str = "demonstration") -> Path:
    """Return a folder with root.pem, signer.p12 and authority.p12, made once in a test run."""
    made = SCRATCH / "keys" / name
    certificates.make(made, at=datetime.now(UTC))
    return made


def signing(level: str = "b-t", name: str = "demonstration") -> Mapping[str, str]:
    """Return the settings that sign with the keys of a folder."""
    keys = folder(name)
    return NOTHING | {
        "SIGNING_PKCS12": str(keys / certificates.SIGNER),
        "SIGNING_LEVEL": level,
        "SIGNING_TRUST": str(keys / certificates.ROOT),
        "TSA_PKCS12": "" if level == "b-b" else str(keys / certificates.AUTHORITY),
    }


@cache
def signed(name: str, level: str = "b-t", keys: str = "demonstration") -> bytes:
    """Return a pack's PDF, signed."""
    return signed_as(pdf(name), signing(level, keys))


def signed_as(content: bytes, settings: Mapping[str, object]) -> bytes:
    """Return a sealed file, signed as these settings say."""
    with override_settings(**settings):
        whose = credentials.configured()
        assert whose
        return sign(content, whose)


@cache
def on_a_curve(curve: type[ec.EllipticCurve]) -> Mapping[str, str]:
    """Return the settings that sign with an encrypted key on a curve, in PEM, with its chain."""
    made = SCRATCH / "keys" / curve.name
    made.mkdir(parents=True, exist_ok=True)
    at = datetime.now(UTC)
    (_, root), (key, leaf) = _pair(curve, at)
    secret = BestAvailableEncryption(PASSPHRASE.encode())
    (made / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
    chain = [one.public_bytes(Encoding.PEM) for one in (leaf, root)]
    (made / "chain.pem").write_bytes(b"".join(chain))
    (made / "root.pem").write_bytes(chain[1])
    return NOTHING | {
        "SIGNING_CERTIFICATE": str(made / "chain.pem"),
        "SIGNING_KEY": str(made / "key.pem"),
        "SIGNING_PASSPHRASE": PASSPHRASE,
        "SIGNING_TRUST": str(made / "root.pem"),
    }


def _pair(
    curve: type[ec.EllipticCurve], at: datetime
) -> list[tuple[ec.EllipticCurvePrivateKey, x509.Certificate]]:
    """Return a root and what it vouches for."""
    root_key, key = ec.generate_private_key(curve()), ec.generate_private_key(curve())
    made = []
    for holder, ca in ((root_key, True), (key, False)):
        names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, word)]) for word in ("Root", "Leaf")]
        builder = (
            x509.CertificateBuilder(names[0], names[0] if ca else names[1], holder.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(at - certificates.YEARS)
            .not_valid_after(at + certificates.YEARS)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(certificates._usage(root=ca, signs=not ca), critical=True)
        )
        made.append((holder, builder.sign(root_key, SHA256())))
    return made
