"""The classification memorandum: question, answer, facts, path, exceptions, the file under Art. 6(4), the lawyer."""

from copy import deepcopy

import pytest

from audits.dossiers import Pack, outline
from audits.dossiers.blocks import Section
from tests.audits.dossiers.samples import of_kind, raw
from tests.audits.dossiers.test_outline import words

ORDER = [
    "Question and short answer",
    "Facts",
    "The path, rule by rule",
    "Exceptions considered",
    "The assessment file under Article 6(4)",
    "Open questions",
    "Changes ahead and both readings",
    "Position of the lawyer",
    "Answers on which this rests",
    "What is missing",
    "Record and digests",
]


def written(told: dict[str, object]) -> dict[str, Section]:
    return {one.title: one for one in outline(Pack.from_json(told))}


@pytest.fixture(scope="module")
def claimed():
    return written(of_kind("memorandum"))


@pytest.fixture(scope="module")
def unclaimed():
    told = raw("probation")
    told["document"]["kind"] = "memorandum"
    return written(told)


def test_the_sections_come_in_the_order_in_which_a_lawyer_reads(claimed):
    assert list(claimed) == ORDER


def test_the_question_names_system_version_role_and_day(unclaimed):
    said = words(unclaimed["Question and short answer"])

    assert (
        "What does Regulation (EU) 2024/1689 make of Recidivism scoring in version 2.1.0, of which Nordhaven "
        "Probation Service is provider, deployer, as on 20 November 2026?"
    ) in said


def test_an_unconfirmed_finding_is_a_gap_and_leaves_lines_to_sign(unclaimed):
    gaps = [gap.what for gap in unclaimed["Question and short answer"].gaps]

    assert gaps == ["No lawyer has confirmed or contested the finding."]
    assert "Signature" in words(unclaimed["Position of the lawyer"])


def test_a_position_stands_with_its_reasons(claimed):
    said = words(claimed["Position of the lawyer"])

    assert "The narrow procedural task is plain" in said
    assert "Signature" not in said


def test_every_rule_that_was_examined_is_on_the_path(claimed):
    said = words(claimed["The path, rule by rule"])

    for ruling in of_kind("memorandum")["finding"]["findings"]:
        assert ruling["title"] in said, ruling["rule"]


def test_exceptions_stand_by_themselves_with_the_rules_they_would_lift(unclaimed):
    said = words(unclaimed["Exceptions considered"])

    assert "No significant risk of harm Art. 6(3) Annex III, point 6(d) Fails" in said
    assert "Exception considered" not in words(unclaimed["The path, rule by rule"])


def test_the_file_under_art_6_4_has_its_four_points_and_no_more(claimed):
    file = claimed["The assessment file under Article 6(4)"]

    assert [clause.title for clause in file.clauses][1:] == [
        "The intended purpose",
        "Why it falls under Annex III, and under which point",
        "Which condition of Article 6(3) is met, and why",
        "Why there is no profiling of natural persons",
    ]
    assert [point.filled for point in file.points] == [True] * 4
    assert "It only recognises the language of a document." in words(file)


def test_a_point_of_the_file_that_is_not_written_is_a_gap_of_the_owner():
    told = deepcopy(of_kind("memorandum"))
    told["claim"][3]["gap"] = "Whether it profiles natural persons is not known."

    file = written(told)["The assessment file under Article 6(4)"]

    (gap,) = file.gaps
    assert gap.what.endswith("Whether it profiles natural persons is not known.")
    assert gap.owner == told["system"]["owner"]


def test_without_a_claim_there_is_no_file(unclaimed):
    assert "The assessment file under Article 6(4)" not in unclaimed


def test_a_date_that_is_read_in_two_ways_is_given_in_both():
    told = of_kind("memorandum")
    told["finding"]["obligations"] = [
        {
            "id": "provider.registration",
            "title": "Registration",
            "provision": {"cite": "Art. 49(1)"},
            "due": {"effective": "2027-12-02", "literal": "2026-08-02", "note": "Section 5 was not moved."},
        },
        {"id": "literacy", "title": "Literacy", "due": {"effective": "2025-02-02", "literal": None}},
    ]

    said = words(written(told)["Changes ahead and both readings"])

    assert "Registration Art. 49(1) 2 December 2027 2 August 2026 Section 5 was not moved." in said
    assert "Literacy" not in said


def test_open_questions_come_before_what_would_change_the_answer(claimed):
    assert [clause.title for clause in claimed["Open questions"].clauses] == [
        "Open questions",
        "What would change this finding",
    ]


def barred() -> dict[str, object]:
    """Return a pack in which a condition of Art. 6(3) is met and its third subparagraph bars it."""
    told = raw("probation")
    told["document"]["kind"] = "memorandum"
    one = {"provision": {"cite": "Art. 6(3)(d)"}, "why": "It only prepares.", "title": "Preparatory task"}
    use = {
        "rule": "high.6-2",
        "kind": "high_risk",
        "title": "Use listed in Annex III",
        "provision": {"cite": "Art. 6(2)"},
    }
    told["finding"]["findings"] = [{**use, "state": "holds", "exceptions": [{**one, "state": "holds"}]}]
    return told


def test_a_condition_that_is_met_while_the_rule_holds_is_not_called_an_exception_that_holds():
    section = written(barred())["Exceptions considered"]

    assert [clause.title for clause in section.clauses] == [
        "Conditions that are met while the rule holds all the same"
    ]
    assert "Preparatory task Art. 6(3)(d) Art. 6(2) Met It only prepares." in words(section)


def test_the_law_is_cited_in_full_with_its_day(unclaimed):
    said = words(unclaimed["Question and short answer"])

    assert "Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744, as on 20 November 2026" in said


@pytest.mark.parametrize(
    ("could", "said"),
    [
        (["high"], "1 question is unanswered and could still change the tier: "),
        ([], "1 question is unanswered and could still change what is owed, though not the tier: "),
    ],
)
def test_what_an_open_question_could_change_is_not_overstated(could, said):
    told = barred()
    told["finding"]["open_questions"] = [{"fact": "deployer.input_data", "question": "Who?", "could": could}]

    assert said in " ".join(words(written(told)["Question and short answer"]).split())
