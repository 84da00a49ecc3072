"""What the settings sign with: read before anything is signed, and every fault told at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from django.test import override_settings

from audits import credentials
from audits.checks import signing_is_possible
from audits.management.demonstration import certificates
from tests.audits.dossiers.keys import NOTHING, PASSPHRASE, folder, on_a_curve, signing

NOW = datetime.now(UTC)


def faults(**settings: object) -> list[str]:
    with override_settings(**{**NOTHING, **settings}):
        return credentials.faults(NOW)


def test_without_a_certificate_nothing_is_signed_and_nothing_is_wrong():
    with override_settings(**NOTHING):
        assert credentials.configured() is None
        assert credentials.faults(NOW) == []


def test_the_signer_and_the_authority_are_named_as_their_certificates_name_them():
    with override_settings(**signing("")):
        whose = credentials.configured()

        assert whose
        assert whose.signer == "Demonstration signer, Annex demonstration, proves nothing"
        assert whose.authority.startswith("Demonstration time-stamping authority")
        assert whose.level == "b-t"


def test_an_authority_on_the_network_is_named_by_its_host():
    with override_settings(**signing("b-t") | {"TSA_PKCS12": "", "TSA_URL": "https://tsa.example.org/stamp"}):
        assert credentials.configured().authority == "tsa.example.org"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"SIGNING_PKCS12": "a", "SIGNING_CERTIFICATE": "b", "SIGNING_KEY": "c"}, "not both"),
        ({"SIGNING_CERTIFICATE": "b"}, "needs one of SIGNING_KEY and SIGNING_PKCS11_MODULE"),
        ({"SIGNING_KEY": "c"}, "without SIGNING_CERTIFICATE"),
        ({"SIGNING_CERTIFICATE": "b", "SIGNING_PKCS11_MODULE": "m"}, "needs SIGNING_PKCS11_KEY and one of"),
        ({"SIGNING_PKCS12": "a", "TSA_URL": "http://x", "TSA_PKCS12": "t"}, "Give TSA_URL or TSA_PKCS12"),
        ({"SIGNING_PKCS12": "a", "SIGNING_LEVEL": "b-t"}, "b-t needs TSA_URL"),
        ({"SIGNING_PKCS12": "a", "SIGNING_LEVEL": "b-lta", "TSA_URL": "http://x"}, "needs SIGNING_TRUST"),
        ({"SIGNING_LEVEL": "b-b"}, "without a certificate"),
        ({"SIGNING_PKCS12": "/nowhere.p12"}, "cannot be read as a certificate"),
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other_are_told(settings: dict[str, str], says: str):
    assert says in " ".join(faults(**settings))


def test_every_contradiction_is_told_at_once():
    assert len(faults(SIGNING_KEY="c", SIGNING_LEVEL="b-lta")) == 4


def test_a_wrong_passphrase_and_a_key_of_another_certificate_are_told():
    curve = on_a_curve(SECP256R1)

    assert "cannot be read as a private key" in faults(**curve | {"SIGNING_PASSPHRASE": "wrong"})[0]
    other = {"SIGNING_CERTIFICATE": str(folder() / certificates.ROOT)}
    assert faults(**curve | other) == ["SIGNING_KEY is not the key of SIGNING_CERTIFICATE."]
    assert PASSPHRASE not in " ".join(faults(**curve | other))


def test_a_certificate_that_ran_out_is_told(tmp_path: Path):
    certificates.make(tmp_path, at=NOW - certificates.YEARS - timedelta(days=2))

    assert "was valid until" in faults(SIGNING_PKCS12=str(tmp_path / certificates.SIGNER))[0]


def test_the_system_check_reports_each_fault():
    with override_settings(**{**NOTHING, "SIGNING_KEY": "c"}):
        assert [(one.id, one.msg) for one in signing_is_possible(None)] == [
            ("audits.E001", "SIGNING_KEY without SIGNING_CERTIFICATE.")
        ]


def test_certificates_for_a_demonstration_are_made_once_and_are_nobody_elses_to_read(tmp_path: Path):
    certificates.make(tmp_path / "keys", at=NOW)
    first = {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()}

    certificates.make(tmp_path / "keys", at=NOW)

    assert {path.name: path.read_bytes() for path in (tmp_path / "keys").iterdir()} == first
    assert (tmp_path / "keys" / certificates.SIGNER).stat().st_mode & 0o077 == 0
