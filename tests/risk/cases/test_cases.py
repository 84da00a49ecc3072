"""Worked cases: facts as a lawyer would state them, and the finding a lawyer expects."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from risk import rulebook
from risk.engine import Finding, classify, parse_facts, questions

CASES = {path.stem: tomllib.loads(path.read_text()) for path in sorted(Path(__file__).parent.glob("*.toml"))}
Case = Mapping[str, Any]


def judged(case: Case) -> Finding:
    edition = rulebook.edition(case["edition"])
    return classify(parse_facts(case["facts"], edition), edition, case["on"])


def states(finding: Finding) -> dict[str, str]:
    return {found.rule: found.state for found in finding.findings}


def rejected(finding: Finding) -> set[str]:
    """Return the exceptions that were considered and do not help."""
    return {one.rule for found in finding.findings for one in found.exceptions if one.state == "fails"}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_is_found_as_expected(case: Case):
    finding = judged(case)

    expected = case["expected"]
    found = states(finding)
    owed = {duty.id for duty in finding.obligations}
    assert finding.tier == expected.get("tier", finding.tier), finding.headline
    assert finding.gpai == expected.get("gpai", finding.gpai)
    assert {rule: found.get(rule) for rule in expected.get("holds", ())} == dict.fromkeys(
        expected.get("holds", ()), "holds"
    )
    assert {rule: found.get(rule) for rule in expected.get("fails", ())} == dict.fromkeys(
        expected.get("fails", ()), "fails"
    )
    assert {rule: found.get(rule) for rule in expected.get("open", ())} == dict.fromkeys(
        expected.get("open", ()), "open"
    )
    assert set(expected.get("rejects", ())) <= rejected(finding)
    assert set(expected.get("owes", ())) <= owed
    assert not set(expected.get("owes_not", ())) & owed
    assert set(expected.get("upcoming", ())) <= {change.rule for change in finding.upcoming}


DATED = {name: case for name, case in CASES.items() if "due" in case["expected"]}


@pytest.mark.parametrize("case", DATED.values(), ids=DATED)
def test_a_duty_falls_due_when_the_case_says(case: Case):
    finding = judged(case)

    for line in case["expected"]["due"]:
        name, effective, *literal = line.split()
        due = next(duty.due for duty in finding.obligations if duty.id == name)
        assert (due.effective.isoformat() if due.effective else "never") == effective, name
        assert (due.literal.isoformat() if due.literal else None) == (literal[1] if literal else None), name


FINED = {name: case for name, case in CASES.items() if "fines" in case["expected"]}


@pytest.mark.parametrize("case", FINED.values(), ids=FINED)
def test_a_fine_follows_the_size_of_the_undertaking(case: Case):
    finding = judged(case)

    for line in case["expected"]["fines"]:
        name, whichever = line.split()
        fine = next(duty.fine for duty in finding.obligations if duty.id == name)
        assert fine is not None
        assert fine["whichever"] == whichever


CAPPED = {name: case for name, case in CASES.items() if "ceilings" in case["expected"]}


@pytest.mark.parametrize("case", CAPPED.values(), ids=CAPPED)
def test_a_fine_has_the_ceiling_that_the_case_names(case: Case):
    finding = judged(case)

    for line in case["expected"]["ceilings"]:
        name, amount = line.split()
        fine = next(duty.fine for duty in finding.obligations if duty.id == name)
        assert fine is not None
        assert fine["amount"] == int(amount)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_questionnaire_leads_to_the_same_tier(case: Case):
    edition = rulebook.edition(case["edition"])
    told = parse_facts(case["facts"], edition).as_json()
    given = {fact: answer for fact, answer in told.items() if edition.facts[fact].kept}

    while asked := [
        ask for ask in questions(parse_facts(given, edition), edition, case["on"]) if not ask.answered
    ]:
        given[asked[0].fact] = told.get(asked[0].fact, "unknown")

    assert classify(parse_facts(given, edition), edition, case["on"]).tier == judged(case).tier


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_cites_a_provision_of_its_edition_and_its_source(case: Case):
    anchors = (rulebook.EDITIONS / case["edition"] / "anchors.txt").read_text().split()

    assert case["provision"] in anchors
    assert case["source"]
    assert case["authority"]
    assert case.get("disputed", "with an argument")


@pytest.mark.shared
def test_every_case_of_the_collection_is_expressed(shared):
    import json

    wanted = {case["id"].lower() for case in json.loads((shared / "law" / "cases.json").read_text())}

    assert wanted <= {name.split("-")[0] for name in CASES}
