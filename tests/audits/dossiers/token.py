"""A PKCS#11 token in software (SoftHSM) with a key in it, for one test."""

import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from audits.management.demonstration import certificates
from tests.audits.dossiers.keys import NOTHING
from tests.services.absent import absent

LABEL, KEY, PIN = "annex", "signer", "1234"


def token(folder: Path) -> tuple[Mapping[str, str], Mapping[str, object]]:
    """Return the environment and the settings of a token whose key never leaves it."""
    module = next(Path("/usr/lib").glob("**/libsofthsm2.so"), None)
    program = shutil.which("softhsm2-util")
    if module is None or program is None:
        absent("needs SoftHSM: apt-get install softhsm2")
    (folder / "tokens").mkdir(parents=True)
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    env = {"SOFTHSM2_CONF": str(conf)}
    at = datetime.now(UTC)
    root = certificates.holder("Root", at=at)
    signer = certificates.holder("Signer in a token", at=at, issuer=root)
    raw = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(raw)
    chain = [one.certificate.public_bytes(Encoding.PEM) for one in (signer, root)]
    (folder / "chain.pem").write_bytes(b"".join(chain))
    (folder / "root.pem").write_bytes(chain[1])
    for words in (
        ("--init-token", "--free", "--label", LABEL, "--so-pin", PIN, "--pin", PIN),
        ("--import", str(folder / "key.pem"), "--token", LABEL, "--label", KEY, "--id", "01", "--pin", PIN),
    ):
        subprocess.run([program, *words], env=env, check=True, capture_output=True)
    (folder / "key.pem").unlink()
    return env, NOTHING | {
        "SIGNING_CERTIFICATE": str(folder / "chain.pem"),
        "SIGNING_PKCS11_MODULE": str(module),
        "SIGNING_PKCS11_TOKEN": LABEL,
        "SIGNING_PKCS11_KEY": KEY,
        "SIGNING_PASSPHRASE": PIN,
        "SIGNING_TRUST": str(folder / "root.pem"),
    }
