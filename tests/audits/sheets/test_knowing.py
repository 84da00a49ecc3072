"""What the record can say at the fields: with its source, and nothing where it knows nothing."""

from audits.sheets.knowing import NAMES, Other, known, law
from risk import rulebook
from tests.audits.sheets.samples import material

DECLARATION = Other(
    "declaration", "SHT-0003", "2026-10-01", "3.2", {"issued_on": "2026-09-30", "place": "Ghent"}
)
ASSESSMENT = Other(
    "fria", "SHT-0004", "2026-10-02", "3.2", {"harm": "Wrong scores.", "persons": "Applicants."}
)


def test_an_empty_record_knows_nothing():
    assert set(known(material("empty"))) == {"system.placed"}


def test_a_full_record_knows_everything_that_blanks_may_name():
    full = material(others={"declaration": DECLARATION, "fria": ASSESSMENT})

    silent = NAMES - set(known(full))

    # The pack of the demonstration has no new version, claims no exception and is not about a deployer.
    assert silent == {
        "system.changes", "answers.conditions", "answers.operation", "answers.dpia", "fria.dpia",
        "obligations.oversight", "obligations.explanation",
    }  # fmt: skip


def test_the_listed_use_is_cited_as_the_finding_has_it():
    told = known(material())["finding.uses"]

    assert told.value.startswith("Annex III(6)(d): ")
    assert told.source.startswith("Finding as on ")


def test_accuracy_is_told_for_each_group_that_may_be_shown():
    told = known(material())["fairness.accuracy"]

    assert "Accuracy over all 7214 persons: 65.4%." in told.value
    assert "African-American (3696): 63.8%." in told.value
    assert told.source.startswith("Fairness run RUN-")


def test_groups_too_small_to_show_are_not_named():
    changed = material()
    run = changed.pack.fairness[0]
    hidden = {**run.result, "suppressed": [{"group": "Asian", "display": True}]}
    with_hidden = material(fairness=[{"reference": run.reference, "plan": dict(run.plan), "result": hidden}])

    told = known(with_hidden)

    assert "Asian" not in told["fairness.accuracy"].value
    assert "Asian" not in told["fairness.groups"].value
    assert "Hispanic" in told["fairness.groups"].value


def test_the_sentences_of_the_readings_are_told_word_for_word():
    told = known(material())["fairness.readings"]

    assert "By race, the rate of the favourable outcome ('0') is lowest for African-American" in told.value


def test_metrics_come_with_who_set_the_threshold_and_why():
    told = known(material())["fairness.metrics"]

    assert "Selection rate, ratio: 0.8, set by Annex default. The four-fifths rule of thumb" in told.value


def test_a_finished_declaration_is_named_with_place_and_day():
    told = known(material(others={"declaration": DECLARATION}))["declaration.copy"]

    assert told.value == "EU declaration of conformity SHT-0003 of 30 September 2026 at Ghent."
    assert told.source == "SHT-0003 of version 3.2, finished on 1 October 2026"


def test_the_findings_of_an_assessment_are_told_in_its_order():
    assert known(material(others={"fria": ASSESSMENT}))["fria.summary"].value == "Applicants.\nWrong scores."


def test_the_status_is_in_the_words_of_the_annex():
    raw = {"reference": "SYS-0001", "name": "X"}

    told = [
        known(material(system={**raw, "lifecycle": word})) for word in ("in_service", "retired", "testing")
    ]

    assert [one["system.status"].value if "system.status" in one else None for one in told] == [
        "on_the_market", "no_longer", None,
    ]  # fmt: skip


def test_what_is_owed_on_oversight_is_told_with_its_provision_and_what_shows_it():
    duty = {
        "id": "deployer.human-oversight:deployer", "title": "Oversight", "says": "Assign oversight.", "state": "met",
        "provision": {"cite": "Art. 26(2)"}, "evidence": ["https://example.org/roster"],
    }  # fmt: skip

    told = known(material("empty", obligations=[duty]))["obligations.oversight"]

    assert told.value == "Art. 26(2): Assign oversight.\nShown by: https://example.org/roster"
    assert told.source == "Obligation, met"


def test_what_is_looked_for_in_the_rulebook_is_there():
    edition = rulebook.edition()

    assert {law.OVERSIGHT, law.EXPLANATION} <= set(edition.obligations)
    assert {law.CONDITIONS, law.DPIA} <= set(edition.facts)
    assert any(fact.startswith(law.OPERATION) for fact in edition.facts)


def test_what_was_answered_about_the_use_is_told_in_words():
    said = [
        {
            "fact": "deployer.decisions",
            "question": "Does it decide?",
            "answer": True,
            "at": "2026-11-01T08:00:00",
        },
        {
            "fact": "deployer.input_data",
            "question": "Whose data?",
            "answer": None,
            "at": "2026-11-02T08:00:00",
        },
        {"fact": "ai.kind", "question": "What is it?", "answer": "ai_system", "at": "2026-11-03T08:00:00"},
    ]

    told = known(material("empty", answers=said))["answers.operation"]

    assert (told.value, told.source) == ("Does it decide? Yes.", "Answers, the last of 1 November 2026")


def test_the_conditions_that_were_claimed_are_told_as_choices():
    said = {
        "fact": "filter.conditions",
        "question": "?",
        "answer": ["narrow_task"],
        "by": "Ada",
        "at": "2026-11-01",
    }

    told = known(material("empty", answers=[said]))["answers.conditions"]

    assert (told.value, told.source) == (["narrow_task"], "Answer of Ada, 1 November 2026")
