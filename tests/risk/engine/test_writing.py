"""The text of a finding is that of `json.dumps`, and what findings share is made once."""

import json
from datetime import date

import pytest

from risk import rulebook
from risk.engine import classify, parse_facts
from risk.engine.writing import FindingEncoder, Fragment

ON = date(2026, 12, 2)
CV = {"ai.kind": "ai_system", "operator.roles": ["deployer"], "use.areas": ["employment"]}


def told(facts, edition):
    return classify(parse_facts(facts, edition), edition, ON).as_record()


@pytest.mark.parametrize("facts", [{}, CV, {**CV, "employment.uses": ["recruitment"]}])
def test_a_finding_is_written_as_json_dumps_writes_it(facts):
    edition = rulebook.edition()
    finding = classify(parse_facts(facts, edition), edition, ON)

    assert json.dumps(finding.as_record(), cls=FindingEncoder) == json.dumps(finding.as_json())


@pytest.mark.parametrize("value", [{}, [], None, "Straße", {"a": [], "b": [1, {"c": "é"}]}, {1: True}])
def test_anything_else_is_written_as_json_dumps_writes_it(value):
    assert json.dumps(value, cls=FindingEncoder) == json.dumps(value)


def test_a_list_that_is_not_all_fragments_is_written_as_json_dumps_writes_it():
    mixed = {"findings": [Fragment({"rule": "a"}), {"rule": "b"}]}

    assert json.dumps(mixed, cls=FindingEncoder) == '{"findings": [{"rule": "a"}, {"rule": "b"}]}'


def test_two_systems_share_the_findings_in_which_they_do_not_differ():
    edition = rulebook.edition()

    one, other = (told({**CV, "content.features": kinds}, edition) for kinds in ([], ["interacts"]))

    ours, theirs = ({part["rule"]: part for part in finding["findings"]} for finding in (one, other))
    assert ours["annex-iii.4.a"] is theirs["annex-iii.4.a"]
    assert ours["transparency.50-1"] != theirs["transparency.50-1"]
