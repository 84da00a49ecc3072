"""Django refuses to start with a bad edition."""

import shutil

from risk import rulebook
from risk.checks import editions_are_sound


def test_sound_editions_pass():
    assert editions_are_sound(None) == []


def test_every_fault_is_an_error_with_an_id(tmp_path, monkeypatch):
    shutil.copytree(rulebook.EDITIONS, tmp_path / "editions")
    path = tmp_path / "editions/2026-1744/rules/10-changes.toml"
    path.write_text(
        path.read_text().replace('when      = "imagery.consent"', 'when      = "imagery.consnet"')
    )
    monkeypatch.setattr("risk.rulebook.edition_ids", lambda: ("2026-1744",))
    load = rulebook.load
    monkeypatch.setattr("risk.rulebook.load", lambda name, folder=tmp_path / "editions": load(name, folder))

    (error,) = editions_are_sound(None)

    assert error.id == "risk.E001"
    assert (
        "10-changes.toml: rule exception.5-1-ba.consent: when: unknown fact or rule 'imagery.consnet'"
        in error.msg
    )


def test_a_missing_default_edition_is_an_error(monkeypatch):
    monkeypatch.setattr("risk.checks.rulebook.DEFAULT_EDITION", "2030-0001")

    assert [error.id for error in editions_are_sound(None)] == ["risk.E002"]
