"""manage.py editions: list, check, diff."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from risk.engine import BadEditionError


def run(*words: str):
    out = io.StringIO()
    call_command("editions", *words, stdout=out)
    return out.getvalue()


def test_the_list_names_editions_and_the_default():
    lines = run("list").splitlines()

    assert [line.split()[0] for line in lines] == ["2024-1689", "2026-1744"]
    assert lines[1].endswith("(default)")


def test_sound_editions_are_said_to_be_sound():
    assert run("check") == "2 editions are sound\n"


def test_faults_are_printed_and_refused(monkeypatch):
    def refuse(name: str) -> None:
        raise BadEditionError([f"{name}/rules/x.toml: rule y: wrong"])

    monkeypatch.setattr("risk.rulebook.load", refuse)

    with pytest.raises(CommandError, match=r"2026-1744/rules/x.toml: rule y: wrong"):
        run("check")


def test_the_difference_is_printed_rule_by_rule_with_its_point():
    text = run("diff", "2024-1689", "2026-1744")

    assert "~ date annex-iii  [Art. 1(40)(b)]\n    on: 2026-08-02 -> 2027-12-02" in text
    assert "+ rule prohibited.5-1-ba  [Art. 1(7)(a)]" in text
    assert "    option: + intimate_imagery, + abuse_material" in text


def test_machines_get_the_difference_as_json():
    told = json.loads(run("diff", "2024-1689", "2026-1744", "--json"))

    moved = next(entry for entry in told if entry["id"] == "annex-iii")
    assert moved["fields"]["on"] == {"old": "2026-08-02", "new": "2027-12-02"}


def test_an_unknown_edition_is_refused():
    with pytest.raises(CommandError, match="there is no edition"):
        run("diff", "2024-1689", "2031-1")
