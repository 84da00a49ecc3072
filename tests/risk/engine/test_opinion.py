"""Tiers, headlines, dates and flips on a small edition and on the real one."""

from datetime import date

import pytest

from governance.vocabulary import Tier
from risk import rulebook
from risk.engine import classify, parse_facts
from tests.risk.engine.editions import edition_of

ON = date(2026, 11, 20)
CV = {
    "ai.kind": "ai_system",
    "operator.roles": ["deployer"],
    "organisation.union": True,
    "organisation.public_body": False,
    "scope.exclusions": [],
    "practice.signals": [],
    "use.areas": ["employment"],
    "employment.uses": ["recruitment"],
    "filter.conditions": [],
    "product.link": "none",
    "content.features": [],
    "model.offers": "no",
}

BANNED = {
    "practice.signals": ["social_scoring"], "scoring.evaluates": True, "scoring.unrelated_context": True,
    "scoring.disproportionate": True,
}  # fmt: skip
MODEL = {"model.offers": "own", "model.general": True, "model.training_flop": 2e23}


def opinion(facts, on=ON, edition=None):
    edition = edition or rulebook.edition()
    return classify(parse_facts(facts, edition), edition, on)


def test_no_facts_at_all_are_undetermined():
    finding = opinion({})

    assert finding.tier == Tier.UNDETERMINED
    assert finding.could == (Tier.PROHIBITED, Tier.HIGH, Tier.TRANSPARENCY)
    assert finding.gpai is None
    assert all(found.state == "open" for found in finding.findings)


def test_a_prohibition_counts_from_its_day_and_is_announced_before():
    edition = edition_of()
    facts = {"roles": ["provider"], "bad": True, "excused": False}

    before = opinion(facts, date(2025, 2, 1), edition)
    after = opinion(facts, date(2025, 2, 2), edition)

    assert (before.tier, after.tier) == (Tier.MINIMAL, Tier.PROHIBITED)
    assert [(change.on, change.becomes) for change in before.upcoming] == [
        (date(2025, 2, 2), Tier.PROHIBITED)
    ]
    assert "It becomes prohibited on 2 February 2025" in before.headline
    assert not after.upcoming


def test_an_open_exception_leaves_the_tier_undetermined():
    finding = opinion({"bad": True}, edition=edition_of())

    assert finding.tier == Tier.UNDETERMINED
    assert [ask.fact for ask in finding.open_questions if ask.could] == ["excused"]
    assert finding.headline == "Undetermined: could be prohibited, depending on 1 answer."


def test_what_holds_already_is_said_while_worse_is_open():
    finding = opinion({key: value for key, value in CV.items() if key != "practice.signals"})

    assert (finding.tier, finding.at_least) == (Tier.UNDETERMINED, Tier.HIGH)
    assert finding.headline == "At least high-risk; could be prohibited, depending on 1 answer."


def test_high_risk_is_shown_before_its_duties_apply():
    finding = opinion(CV)

    assert finding.tier == Tier.HIGH
    assert finding.headline == (
        "High-risk: recruitment or selection (Annex III(4)(a)); the duties apply from 2 December 2027."
    )
    assert [change.rule for change in finding.upcoming] == ["high.6-2"]


def test_an_exclusion_not_asked_about_does_not_help():
    facts = {key: value for key, value in CV.items() if key not in {"scope.exclusions", "ai.kind"}}

    assert opinion(facts).tier == Tier.HIGH


def test_the_exceptions_considered_say_why_they_fail():
    finding = opinion({**CV, "filter.conditions": ["narrow_task"], "filter.profiling": True})

    high = next(found for found in finding.findings if found.rule == "high.6-2")
    considered = {exception.rule: exception for exception in high.exceptions}
    assert considered["filter.6-3"].state == "fails"
    assert considered["filter.6-3"].why.startswith(
        "Does not apply. Does the system profile natural persons? Yes."
    )
    assert considered["filter.6-3.a"].state == "holds"
    assert considered["filter.6-3.profiling"].state == "holds"
    assert considered["filter.6-3.profiling"].to == "filter.6-3"


def test_the_path_of_a_finding_names_the_facts_that_decided_it():
    finding = opinion(CV)

    listed = next(found for found in finding.findings if found.rule == "annex-iii.4.a")
    assert [(fact.fact, fact.answer) for fact in listed.facts] == [
        ("use.areas", ["employment"]),
        ("employment.uses", ["recruitment"]),
    ]
    assert listed.provision.as_json() == {
        "cite": "Annex III(4)(a)",
        "anchor": "annex-iii-4-a",
        "url": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:02024R1689-20260727#anx_III",
    }


def test_flips_name_single_answers_that_change_the_tier():
    found = opinion(CV).flips
    flips = {(flip.fact, str(flip.answer)): flip.becomes for flip in found}
    words = {str(flip.answer): flip.labels for flip in found if flip.fact == "ai.kind"}

    assert flips["employment.uses", "[]"] == Tier.MINIMAL
    assert flips["ai.kind", "not_ai"] == Tier.OUT_OF_SCOPE
    assert words["model_only"] == ("Only a model, not yet part of any system",)


def test_every_flip_keeps_its_promise():
    edition = rulebook.edition()
    finding = opinion(CV)

    assert finding.flips
    for flip in finding.flips:
        assert (
            classify(parse_facts({**CV, flip.fact: flip.answer}, edition), edition, ON).tier == flip.becomes
        )


def test_the_json_has_the_agreed_keys():
    told = opinion(CV).as_json()

    assert {
        "tier",
        "headline",
        "edition",
        "on",
        "findings",
        "obligations",
        "open_questions",
        "flips",
        "upcoming",
    } < set(told)
    assert told["gpai"] is False
    assert set(told["obligations"][0]) == {
        "id", "title", "says", "role", "provision", "due", "recurrence", "limit", "fine", "evidence",
        "because", "note", "concerns",
    }  # fmt: skip


def test_a_grace_is_explained():
    finding = opinion(
        {**CV, "market.placed_on": "2025-01-01", "market.public_authorities": False, "change.events": []}
    )

    duty = next(duty for duty in finding.obligations if duty.id == "deployer.instructions")
    assert duty.due.effective is None
    assert duty.due.note == (
        "Systems on the market before the high-risk duties apply owe them only from "
        "a significant change in design."
    )


def test_the_literal_reading_is_kept_beside_the_effective_one():
    finding = opinion({**CV, "operator.roles": ["provider"]})

    due = next(duty.due for duty in finding.obligations if duty.id == "provider.ce-marking")
    assert (due.effective, due.literal) == (date(2027, 12, 2), date(2026, 8, 2))
    assert due.note.startswith("Two readings")


def test_duties_that_hang_on_an_answer_are_possible():
    finding = opinion({key: value for key, value in CV.items() if key != "operator.roles"})

    assert "deployer.workers" in finding.possible_obligations
    assert not finding.obligations


def test_a_listed_use_that_the_filter_takes_out_is_named_in_the_headline():
    finding = opinion({**CV, "filter.conditions": ["narrow_task"], "filter.profiling": False})

    assert finding.headline == (
        "Minimal risk: recruitment or selection (Annex III(4)(a)), but not high-risk: "
        "narrow procedural task (Art. 6(3)(a))."
    )


def test_products_left_to_sector_law_are_high_risk_without_a_day_of_duties():
    product = {"product.link": "product", "product.laws": ["machinery"], "product.third_party": "required"}

    finding = opinion({**CV, "use.areas": [], **product})

    assert finding.headline == (
        "High-risk: product or safety component under Annex I, Section B, left to sector law (Art. 6(1))."
    )


def test_the_headline_follows_a_grace():
    old = {**CV, "market.placed_on": "2025-01-01", "change.events": []}

    private = opinion({**old, "market.public_authorities": False})
    public = opinion({**old, "market.public_authorities": True})

    assert private.headline.endswith("owe them only from a significant change in design.")
    assert public.headline.endswith("the duties apply from 2 August 2030.")


def test_the_headline_names_duties_for_models_beside_the_tier():
    model = {
        "model.offers": "own",
        "model.general": True,
        "model.training_flop": 2e25,
        "model.designated": False,
    }

    finding = opinion({**CV, "operator.roles": ["provider"], **model})

    assert finding.gpai is True
    assert (
        "Duties for models as well: provider of a general-purpose AI model (Art. 53(1))" in finding.headline
    )


SCORING = {
    "operator.roles": ["provider"], "practice.signals": ["social_scoring", "intimate_imagery"],
    "scoring.evaluates": True, "scoring.unrelated_context": True, "imagery.realistic": True,
    "imagery.consent": False, "imagery.no_increase": False, "imagery.purpose": True,
}  # fmt: skip


def test_the_headline_names_a_prohibition_only_from_its_day():
    before, after = opinion(SCORING), opinion(SCORING, date(2026, 12, 2))

    assert before.tier is after.tier is Tier.PROHIBITED
    assert "Art. 5(1)(ba)" not in before.headline.split(". ")[0]
    assert "intimate imagery of identifiable people without their consent (Art. 5(1)(ba))" in after.headline


def test_a_stricter_rule_displaces_another_only_from_its_day():
    read = {"use.areas": ["biometrics"], "biometrics.uses": ["emotion"], "biometrics.setting": ["workplace"]}
    told = {**CV, **read, "biometrics.medical_or_safety": False, "biometrics.law_enforcement": False,
            "biometrics.security_only": False}  # fmt: skip

    states = [
        {found.rule: found.state for found in opinion(told, day).findings}["annex-iii.1.c"]
        for day in (date(2025, 2, 1), date(2025, 2, 2))
    ]

    assert states == ["holds", "fails"]


def test_a_ceiling_that_stands_in_replaces_the_one_of_the_act_and_none_at_all():
    header = """
[[fine]]
id = "plain"
amount = 1000
percent = 7
provision = "art-99"

[[fine]]
id = "special"
amount = 10
percent = 0
provision = "art-99"
replaces = ["plain", "national"]
because = "authority.special"
"""
    facts = """
[[fact]]
id = "special"
type = "yes_no"
question = "Special?"
provision = "art-1"
"""
    rules = """
[[rule]]
id = "authority.special"
kind = "authority"
title = "A special authority"
says = "Special."
provision = "art-1"
when = "special"
"""
    duty = """
[[obligation]]
id = "provider.pay"
role = "provider"
title = "Pay"
says = "Pay."
provision = "art-5"
because = ["prohibited.bad"]
fine = "plain"
unless = ["authority.other"]
"""
    other = rules.replace("special", "other").replace('when = "other"', 'when = "excused"')
    edition = edition_of(facts=facts, rules=rules + other, obligations=duty, header=header)
    told = {"roles": ["provider"], "bad": True, "excused": False}

    usual = {duty.id: duty.fine for duty in opinion({**told, "special": False}, edition=edition).obligations}
    special = {duty.id: duty.fine for duty in opinion({**told, "special": True}, edition=edition).obligations}

    assert usual["provider.stop"] is None
    assert usual["provider.pay"]["says"] == (
        "Up to EUR 1 000 or 7 % of worldwide annual turnover, whichever is higher"
    )
    assert {fine["says"] for fine in special.values()} == {"Up to EUR 10"}


def test_what_is_remembered_is_forgotten_before_it_grows_without_bound(monkeypatch):
    monkeypatch.setattr("risk.engine.remembering.ENOUGH", 0)
    monkeypatch.setattr("risk.engine.circuit.ENOUGH", 0)

    edition = rulebook.load(rulebook.DEFAULT_EDITION)

    once, again = opinion(CV, edition=edition), opinion(CV, edition=edition)

    assert once.as_json() == again.as_json() == opinion(CV).as_json()
    assert len(edition.circuit.known) <= 1


@pytest.mark.parametrize(
    ("on", "role", "facts", "says"),
    [
        (date(2025, 8, 1), "provider", BANNED, "whichever is higher; nobody is fined before 2 August 2025"),
        (date(2025, 8, 2), "provider", BANNED, "7 % of worldwide annual turnover, whichever is higher"),
        (date(2026, 8, 1), "provider", MODEL, "whichever is higher; nobody is fined before 2 August 2026"),
        (date(2026, 8, 2), "provider", MODEL, "3 % of worldwide annual turnover, whichever is higher"),
    ],
)
def test_a_ceiling_says_from_when_anybody_is_fined(on, role, facts, says):
    found = opinion({**CV, "operator.roles": [role], **facts}, on)

    fines = {
        duty.fine["says"] for duty in found.obligations if duty.fine and duty.fine["id"] in {"99-3", "101-1"}
    }
    assert len(fines) == 1
    assert fines.pop().endswith(says)


def test_a_model_alone_is_not_called_a_system_of_minimal_risk():
    finding = opinion({**CV, **MODEL, "ai.kind": "model_only", "operator.roles": ["provider"]})

    assert finding.headline == (
        "No system to judge: a model, not a system (Art. 3(63)). "
        "Duties for models as well: provider of a general-purpose AI model (Art. 53(1))."
    )


def test_an_institution_of_the_union_has_one_supervisor():
    facts = {**CV, "use.areas": ["justice"], "justice.uses": ["judicial"], "organisation.public_body": True}

    finding = opinion({**facts, "organisation.special": ["union_institution"]})

    states = {found.rule: found.state for found in finding.findings}
    assert (states["authority.74-9"], states["authority.74-8"]) == ("holds", "fails")
    assert states["notice.99-8"] == "fails"
