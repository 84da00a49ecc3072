"""The questionnaire asks little, in order, and nothing that cannot matter any more."""

from datetime import date
from itertools import pairwise

from risk import rulebook
from risk.engine import classify, parse_facts, questions, settled

EDITION = rulebook.edition()
ON = date(2026, 11, 20)
REGISTER = {
    "operator.roles": ["provider", "deployer"],
    "organisation.union": True,
    "organisation.public_body": False,
    "organisation.size": "medium",
    "market.placed_on": "2026-09-01",
}
PLAIN = {
    "ai.kind": "ai_system", "scope.exclusions": [], "practice.signals": [], "use.areas": [],
    "product.link": "none", "content.features": [], "model.offers": "no", "change.others": [],
    "data.bias_correction": False,
}  # fmt: skip
SCREENER = {
    **PLAIN,
    "use.areas": ["employment"], "employment.uses": ["recruitment"],
    "filter.conditions": ["preparatory_task"], "filter.profiling": True, "change.events": [],
    "market.public_authorities": False,
    "content.features": ["interacts"], "content.obvious": False, "deployer.public_services": False,
    "deployer.workplace": True, "deployer.decisions": True, "deployer.input_data": True,
    "deployer.personal_data": True, "deployer.on_behalf": False, "organisation.special": [],
    "supervision.links": [],
}  # fmt: skip


def interview(told, register=REGISTER):
    """Answer what is asked, one question at a time, and return the facts that were asked."""
    given, asked = dict(register), []
    while waiting := [ask for ask in questions(parse_facts(given, EDITION), EDITION, ON) if not ask.answered]:
        asked.append(waiting[0].fact)
        given[waiting[0].fact] = told[waiting[0].fact]
    return asked, given


def waiting(given):
    """Return the facts that wait for an answer."""
    return [ask.fact for ask in questions(parse_facts(given, EDITION), EDITION, ON) if not ask.answered]


def test_a_spam_filter_needs_at_most_twelve_answers():
    asked, given = interview(PLAIN)

    assert len(asked) <= 12
    assert classify(parse_facts(given, EDITION), EDITION, ON).tier == "minimal"


def test_a_cv_screener_needs_at_most_twenty_five_for_a_complete_opinion():
    asked, given = interview(SCREENER)

    finding = classify(parse_facts(given, EDITION), EDITION, ON)
    assert len(asked) <= 25
    assert finding.tier == "high"
    assert not finding.open_questions
    assert not finding.possible_obligations
    assert not [found.rule for found in finding.findings if found.state == "open"]


def test_detail_is_asked_only_after_its_gate():
    facts = parse_facts({**REGISTER, "use.areas": ["employment"]}, EDITION)

    asked = [ask.fact for ask in questions(facts, EDITION, ON)]
    assert "employment.uses" in asked
    assert not {"education.uses", "biometrics.uses", "filter.profiling"} & set(asked)


def test_answered_questions_stay_and_are_marked():
    facts = parse_facts({**REGISTER, "use.areas": ["employment"], "ai.kind": "unknown"}, EDITION)

    marks = {ask.fact: (ask.answered, ask.answer) for ask in questions(facts, EDITION, ON)}
    assert marks["use.areas"] == (True, ["employment"])
    assert marks["ai.kind"] == (True, "unknown")
    assert marks["practice.signals"] == (False, None)


def test_an_answer_behind_a_closed_gate_is_kept_but_not_shown():
    facts = parse_facts({**REGISTER, **PLAIN, "employment.uses": ["recruitment"]}, EDITION)

    assert "employment.uses" not in {ask.fact for ask in questions(facts, EDITION, ON)}
    assert classify(facts, EDITION, ON).tier == "minimal"


def test_facts_kept_in_the_register_are_not_asked():
    asked = {ask.fact for ask in questions(parse_facts({}, EDITION), EDITION, ON)}

    assert not asked & set(REGISTER)


def test_a_prohibition_in_force_ends_the_questions():
    told = {"practice.signals": ["face_scraping"], "scraping.database": True, "scraping.untargeted": True}

    assert all(ask.answered for ask in questions(parse_facts({**REGISTER, **told}, EDITION), EDITION, ON))


def test_every_practice_that_was_named_is_examined_although_one_is_prohibited():
    told = {
        "practice.signals": ["face_scraping", "crime_prediction"],
        "scraping.database": True, "scraping.untargeted": True,
    }  # fmt: skip

    first = waiting({**REGISTER, **told})
    both = classify(
        parse_facts({**REGISTER, **told, "crime.basis": "only_profile", "crime.supports_assessment": False}, EDITION),
        EDITION, ON,
    )  # fmt: skip

    assert first == ["crime.basis"]
    assert both.headline.count("Art. 5(1)") == 2
    assert not both.open_questions


def test_a_listed_use_beside_a_prohibited_one_is_examined():
    told = {
        **PLAIN, "use.areas": ["biometrics"], "biometrics.uses": ["emotion"],
        "biometrics.setting": ["workplace", "elsewhere"], "biometrics.medical_or_safety": False,
        "biometrics.security_only": False,
    }  # fmt: skip

    asked = waiting({**REGISTER, **told})
    finding = classify(parse_facts({**REGISTER, **told, "filter.conditions": []}, EDITION), EDITION, ON)

    assert "filter.conditions" in asked
    assert finding.tier == "prohibited"
    assert "high.6-2" in {found.rule for found in finding.findings if found.state == "holds"}


def test_who_sells_from_the_union_is_asked_where_and_who_uses_there_is_not():
    assert "market.union" in waiting({**REGISTER, "operator.roles": ["provider"]})
    assert "market.union" not in waiting({**REGISTER, "operator.roles": ["deployer"]})
    assert "market.union" in waiting(
        {**REGISTER, "operator.roles": ["deployer"], "organisation.union": False}
    )


def test_who_does_not_know_the_general_question_is_asked_what_could_settle_it():
    told = {
        **REGISTER, **PLAIN, "use.areas": ["infrastructure"], "infrastructure.sectors": ["utilities"],
        "infrastructure.safety_component": "unknown", "infrastructure.failure": "unknown",
    }  # fmt: skip

    assert {"infrastructure.critical_entity", "infrastructure.cybersecurity_only"} <= set(waiting(told))
    settled = parse_facts({**told, "infrastructure.cybersecurity_only": True}, EDITION)
    assert classify(settled, EDITION, ON).tier == "minimal"


def test_who_does_not_know_which_practice_fits_is_asked_about_each():
    told = {**REGISTER, **PLAIN, "practice.signals": "unknown"}
    asked = waiting(told)

    finding = classify(
        parse_facts({**told, **dict.fromkeys(asked, False), "crime.basis": "not_persons"}, EDITION),
        EDITION,
        ON,
    )

    assert {"manipulation.technique", "scoring.evaluates", "scraping.database", "imagery.purpose"} <= set(
        asked
    )
    assert finding.tier == "minimal"


def test_an_exclusion_ends_the_questions():
    told = {"scope.exclusions": ["military"]}

    assert all(ask.answered for ask in questions(parse_facts({**REGISTER, **told}, EDITION), EDITION, ON))


def test_questions_come_section_by_section():
    sections = [ask.section for ask in questions(parse_facts({**REGISTER, **SCREENER}, EDITION), EDITION, ON)]

    assert len(list(dict.fromkeys(sections))) == 1 + sum(a != b for a, b in pairwise(sections))


def test_every_question_says_why_it_is_asked_and_where_the_law_says_so():
    for ask in questions(parse_facts(REGISTER, EDITION), EDITION, ON):
        assert ask.because
        assert ask.provision.anchor
        assert ask.as_json()["question"]


def test_a_screener_is_settled_while_its_duties_are_still_asked_about():
    told = {
        fact: SCREENER[fact] for fact in [*PLAIN, "employment.uses", "filter.conditions", "filter.profiling"]
    }
    given = {**REGISTER, **told, "content.features": []}

    assert settled(parse_facts(given, EDITION), EDITION, ON) == "high"
    assert waiting(given)
    assert settled(parse_facts({**given, "practice.signals": "unknown"}, EDITION), EDITION, ON) is None
    assert settled(parse_facts({**given, "scope.exclusions": "unknown"}, EDITION), EDITION, ON) is None
