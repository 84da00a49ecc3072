"""Who has to draw a document up and why, from the finding, the answers and the register."""

import pytest

from audits import blanks
from audits.sheets.duty import Standing, is_reduced, owing
from tests.audits.sheets.samples import finding, material

FRIA = blanks.load("fria")
DUE = {"effective": "2027-12-02", "literal": None, "note": ""}


def judged(*, owed=(), possible=(), **states: str):
    return {
        **finding(**states),
        "obligations": [{"id": one, "says": "Assess.", "due": DUE} for one in owed],
        "possible_obligations": list(possible),
    }


def reasons(answer) -> dict[str, str]:
    return {one.ground.rule or one.ground.fact: one.state for one in answer.reasons}


def test_a_document_is_owed_when_the_finding_owes_one_of_its_duties():
    record = material("empty", finding=judged(owed=["deployer.fria"], **{"annex-iii__5__b": "holds"}))

    answer = owing(FRIA, record.pack)

    assert answer.standing is Standing.OWED
    assert (answer.says, answer.effective) == (("Assess.",), "2027-12-02")
    assert reasons(answer)["annex-iii.5.b"] == "holds"


def test_it_may_be_owed_while_a_question_is_open():
    record = material("empty", finding=judged(possible=["deployer.fria"]))

    assert owing(FRIA, record.pack).standing is Standing.POSSIBLE


def test_it_is_not_owed_when_the_finding_does_not_owe_it():
    record = material("empty", finding=judged(owed=["provider.declaration"]))

    assert owing(FRIA, record.pack).standing is Standing.NOT_OWED


def test_without_a_finding_nobody_knows():
    assert owing(FRIA, material("empty").pack).standing is Standing.NOT_KNOWN


@pytest.mark.parametrize(("public", "word"), [(True, "Yes"), (False, "No"), (None, "Open")])
def test_whether_it_is_a_public_body_comes_from_the_register(public, word):
    record = material("empty", organisation={"name": "City", "public_body": public})

    (ground,) = [
        one for one in owing(FRIA, record.pack).reasons if one.ground.fact == "organisation.public_body"
    ]

    assert ground.word == word


def test_whether_it_provides_public_services_comes_from_the_answers():
    said = {"fact": "deployer.public_services", "question": "?", "answer": True}

    answer = owing(FRIA, material("empty", answers=[said]).pack)

    assert reasons(answer)["deployer.public_services"] == "holds"


@pytest.mark.parametrize(
    ("size", "standing"),
    [("large", Standing.NOT_OPEN), ("small_mid_cap", Standing.OWED), ("", Standing.OWED)],
)
def test_the_simplified_form_is_open_to_smaller_undertakings_only(size, standing):
    owed = judged(owed=["provider.technical-documentation"])
    record = material("empty", organisation={"size": size}, finding=owed)

    assert owing(blanks.load("annex_iv_simplified"), record.pack).standing is standing


@pytest.mark.parametrize(
    ("kind", "duty", "reduced"),
    [
        ("registration_a", "provider.registration-restricted", True),
        ("registration_a", "provider.registration", False),
        ("registration_b", "provider.registration-6-3-restricted", True),
        ("registration_c", "deployer.registration-restricted-on-behalf", True),
        ("fria", "deployer.fria", False),
    ],
)
def test_the_reduced_set_follows_from_the_duty_that_is_owed(kind, duty, reduced):
    assert is_reduced(blanks.load(kind), judged(owed=[duty])) is reduced


@pytest.mark.parametrize(
    ("answer", "state"),
    [(["union_institution"], "holds"), (["financial_institution"], "fails"), (None, "open")],
)
def test_whether_it_is_an_institution_of_the_union_comes_from_the_answers(answer, state):
    said = {"fact": "organisation.special", "question": "?", "answer": answer}

    assert reasons(owing(FRIA, material("empty", answers=[said]).pack))["organisation.special"] == state
