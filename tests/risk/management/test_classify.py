"""manage.py classify: facts in, finding out, and plain words when something is wrong."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

FACTS = """
[operator]
roles = ["deployer"]
[use]
areas = ["employment"]
[employment]
uses = ["recruitment"]
[filter]
conditions = []
"""


def run(*words: str):
    out = io.StringIO()
    call_command("classify", *words, stdout=out)
    return out.getvalue()


def test_a_toml_file_is_judged(tmp_path):
    (tmp_path / "facts.toml").write_text(FACTS)

    told = json.loads(run(str(tmp_path / "facts.toml"), "--on", "2026-11-20"))

    assert told["at_least"] == "high"
    assert (told["edition"], told["on"]) == ("2026-1744", "2026-11-20")


def test_a_json_file_with_dotted_keys_is_judged_the_same(tmp_path):
    (tmp_path / "facts.toml").write_text(FACTS)
    (tmp_path / "facts.json").write_text(
        json.dumps(
            {
                "operator.roles": ["deployer"],
                "use.areas": ["employment"],
                "employment": {"uses": ["recruitment"]},
                "filter.conditions": [],
            }
        )
    )

    day = ("--on", "2026-11-20")
    assert run(str(tmp_path / "facts.toml"), *day) == run(str(tmp_path / "facts.json"), *day)


@pytest.mark.parametrize("text", ["{}", ""])
def test_no_facts_on_standard_input_are_undetermined(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))

    assert json.loads(run("-", "--on", "2026-11-20"))["tier"] == "undetermined"


def test_another_edition_can_be_asked_for(tmp_path):
    (tmp_path / "facts.toml").write_text(FACTS)

    told = json.loads(run(str(tmp_path / "facts.toml"), "--edition", "2024-1689", "--on", "2026-07-01"))

    assert told["edition"] == "2024-1689"


def test_a_wrong_fact_is_named_and_the_code_is_one(tmp_path):
    (tmp_path / "facts.toml").write_text('use.areas = ["employmant"]\n"use.aeras" = []\n')

    with pytest.raises(CommandError, match="did you mean 'employment'") as refusal:
        run(str(tmp_path / "facts.toml"))

    assert "use.aeras: there is no such fact" in str(refusal.value)
    assert refusal.value.returncode == 1


@pytest.mark.parametrize(
    "words",
    [(), ("nowhere.toml",), ("-", "--edition", "1999-1"), ("-", "--on", "soon")],
    ids=["nothing", "no file", "no edition", "no date"],
)
def test_wrong_usage_has_code_two(words, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("{}"))

    with pytest.raises(CommandError) as refusal:
        run(*words)

    assert refusal.value.returncode == 2


@pytest.mark.parametrize("content", ["[1, 2]", "{", '"text"'])
def test_a_file_without_a_table_is_refused(tmp_path, content):
    (tmp_path / "facts.json").write_text(content)

    with pytest.raises(CommandError) as refusal:
        run(str(tmp_path / "facts.json"))

    assert refusal.value.returncode == 2


def test_the_template_is_a_file_of_facts_that_can_be_filled_in(tmp_path):
    template = run("--template")
    every = "\n".join(
        line[2:]
        for line in template.splitlines()
        if " = " in line and line.startswith("# ") and "." in line.split(" = ")[0]
    )

    (tmp_path / "empty.toml").write_text(template)
    (tmp_path / "full.toml").write_text(every)

    assert json.loads(run(str(tmp_path / "empty.toml")))["tier"] == "undetermined"
    assert json.loads(run(str(tmp_path / "full.toml")))["tier"] != "undetermined"
