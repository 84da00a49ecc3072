"""The report on a vendor's product: the word first, why, what was answered, what is still to be asked."""

import pytest

from audits.dossiers import Pack, outline
from audits.dossiers.blocks import Section
from tests.audits.dossiers.samples import bare, of_kind
from tests.audits.dossiers.test_outline import words


def written(told: dict[str, object]) -> dict[str, Section]:
    return {one.title: one for one in outline(Pack.from_json(told))}


@pytest.fixture(scope="module")
def report():
    return written(of_kind("vendor"))


def test_the_word_comes_first_with_its_reasons(report):
    told = of_kind("vendor")["vendors"][0]
    said = words(next(iter(report.values())))

    assert said.startswith(f"{told['verdict']}.")
    assert all(reason in said for reason in told["reasons"])
    assert told["summary"] in said


def test_each_area_has_its_word_and_its_reasons(report):
    areas = of_kind("vendor")["vendors"][0]["areas"]
    section = report["Area by area"]

    assert [clause.title for clause in section.clauses] == [area["title"] for area in areas]
    assert [clause.margin.mark.word for clause in section.clauses] == [area["label"] for area in areas]
    assert all(reason in words(section) for area in areas for reason in area["reasons"])


def test_every_answer_is_printed_with_points_reason_and_provision(report):
    said = words(report["Answers"])

    for given in of_kind("vendor")["vendors"][0]["answers"]:
        assert given["question"] in said
        assert given["reason"] in said
        assert given.get("cite", "") in said


def test_answers_are_laid_on_their_side(report):
    assert report["Answers"].landscape


def test_what_is_not_known_is_asked_and_counted_as_a_gap_of_whoever_concluded(report):
    told = of_kind("vendor")["vendors"][0]
    asking = report["Still to be asked"]

    assert all(question in words(asking) for question in told["open_questions"])
    assert asking.gaps[0].what == f"{len(told['open_questions'])} answers are not known."
    assert asking.gaps[0].owner == told["assessed_by"]


def test_the_systems_that_use_the_product_are_named(report):
    assert "Κατάταξη αιτήσεων SYS-0007 2.0" in words(report["What was assessed"])


def test_an_expired_assessment_is_a_gap():
    told = of_kind("vendor")
    told["vendors"][0]["valid_until"] = "2020-01-01"

    gaps = [gap.what for gap in written(told)["Conclusion"].gaps]

    assert gaps == ["The assessment expired on 1 January 2020."]


def test_an_area_that_cannot_be_assessed_is_a_gap():
    told = of_kind("vendor")
    told["vendors"][0]["areas"][0]["word"] = "not_assessable"

    (gap,) = written(told)["Area by area"].gaps

    assert "too much that matters is unknown" in gap.what


def test_without_an_assessment_the_report_says_so():
    report = written(bare("vendor"))

    assert "No assessment is recorded." in words(report["Conclusion"])
    assert "Nothing was concluded." in [gap.what for gap in report["Conclusion"].gaps]
