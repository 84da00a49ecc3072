"""The questionnaire: what to ask next, and nothing that cannot change anything any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from governance.vocabulary import Tier
from risk.engine.answers import Facts, spoken
from risk.engine.circuit import NO, OPEN, YES, Answer
from risk.engine.edition import Edition, Fact, Kind, Option, Rule
from risk.engine.findings import Json, OpenQuestion
from risk.engine.judgement import Judgement
from risk.engine.provisions import Provision
from risk.engine.tiers import TIERS, WEIGHT, Verdict, scale, verdict

SILENT = {Kind.DEFINITION, Kind.EXCEPTION, Kind.ROLE, Kind.GRACE}


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a form shows it; `because` cites what hangs on it."""

    fact: str
    section: str
    question: str
    help: str
    example: str
    type: str
    options: tuple[Option, ...]
    examples: Mapping[str, str]
    provision: Provision
    answered: bool
    answer: object
    because: tuple[str, ...]

    def as_json(self) -> Json:
        options = [
            {"id": option.id, "label": option.label, "example": option.example} for option in self.options
        ]
        return {
            "fact": self.fact, "section": self.section, "question": self.question, "help": self.help,
            "example": self.example, "type": self.type, "options": options, "examples": dict(self.examples),
            "provision": self.provision.as_json(), "answered": self.answered, "answer": self.answer,
            "because": list(self.because),
        }  # fmt: skip


def questions(facts: Facts, edition: Edition, on: date) -> tuple[Question, ...]:
    """Return what to ask, in order and by section: answered questions, marked, and those that still matter.

    Facts kept in the register are not asked. An exclusion ends the asking, and a prohibition in force all of it but
    what was begun.
    Source: the conditions of the edition's facts and rules.
    """
    judged = Judgement(facts, edition, on)
    wanted = hanging(judged, verdict(judged.state, scale(edition, on)))
    return tuple(
        posed(fact, judged.facts.answers, wanted.get(fact.id, ()))
        for fact in edition.facts.values()
        if not fact.kept and _shown(judged, fact, fact.id in wanted)
    )


def settled(facts: Facts, edition: Edition, on: date) -> Tier | None:
    """Return the tier that no question left can change, if there is one: what is left refines its duties.

    Source: the rules of the edition; an open limit of scope could still take away what holds.
    """
    judged = Judgement(facts, edition, on)
    tier = verdict(judged.state, scale(edition, on)).tier
    held = [
        rule
        for kind in (*TIERS, Kind.ANNEX_III)
        for rule in edition.of_kind[kind]
        if judged.rule(rule.id) == YES
    ]
    limits = {name for rule in held for name in rule.unless}
    unsure = any(
        judged.rule(rule.id) == OPEN
        for rule in edition.of_kind[Kind.SCOPE]
        if rule.outside or rule.id in limits
    )
    return None if unsure or tier is Tier.UNDETERMINED else tier


def posed(fact: Fact, answers: Mapping[str, Answer | None], because: tuple[str, ...] = ()) -> Question:
    """Return the question of a fact with what was answered so far, if anything was."""
    answered = fact.id in answers
    return Question(
        fact=fact.id,
        section=fact.section,
        question=fact.question,
        help=fact.help,
        example=fact.example,
        type=fact.type,
        options=fact.options,
        examples=fact.examples,
        provision=fact.provision,
        answered=answered,
        answer=spoken(answers[fact.id]) if answered else None,
        because=because,
    )


def hanging(judged: Judgement, reached: Verdict) -> dict[str, tuple[str, ...]]:
    """Return every fact that can still be asked and matters, with the provisions that hang on it.

    Where something is prohibited, that is only what was begun: other practices that somebody named, so that every
    ground is cited, a listed use beside the prohibited one, and what could take the record out of the Act.
    Source: Kleene's strong three-valued logic: an answer matters where an open rule depends on it.
    """
    if reached.tier is Tier.OUT_OF_SCOPE:
        return {}
    settled = reached.tier is Tier.PROHIBITED
    hangs: dict[str, list[str]] = {}
    for cite, node in _grounds(judged) if settled else _roots(judged):
        for fact in judged.named(judged.missing(node) & judged.askable):
            if not settled or fact in judged.edition.circuit.asked:
                hangs.setdefault(fact, []).append(cite)
    return {fact: tuple(dict.fromkeys(cites)) for fact, cites in hangs.items()}


def open_questions(judged: Judgement, reached: Verdict) -> tuple[OpenQuestion, ...]:
    """Return what is not known yet, the weightiest first: the worst tier it could lead to, then how often.

    Source: the open rules of the edition.
    """
    hangs = hanging(judged, reached)
    could = _could(judged, reached)
    found = [
        _open_question(judged, fact, could.get(fact, ())) for fact in judged.edition.order if fact in hangs
    ]
    return tuple(
        sorted(
            found,
            key=lambda ask: (-max(map(WEIGHT.__getitem__, ask.could), default=0), -len(hangs[ask.fact])),
        )
    )


def _grounds(judged: Judgement) -> list[tuple[str, int]]:
    edition, nodes = judged.edition, judged.edition.circuit.rules
    rules = [
        *edition.of_kind[Kind.PROHIBITED],
        *(rule for rule in edition.of_kind[Kind.SCOPE] if rule.outside),
    ]
    beside = any(judged.rule(rule.id) == YES for rule in edition.of_kind[Kind.ANNEX_III])
    rules += edition.of_kind[Kind.HIGH_RISK] if beside else ()
    opened = [(rule.provision.cite, nodes[rule.id]) for rule in rules if judged.rule(rule.id) == OPEN]
    return opened + (_graces(judged) if beside else [])


def _roots(judged: Judgement) -> list[tuple[str, int]]:
    return [*(root for root in _standing(judged.edition) if judged.state[root[1]] == OPEN), *_graces(judged)]


def _graces(judged: Judgement) -> list[tuple[str, int]]:
    edition, nodes = judged.edition, judged.edition.circuit.rules
    held = (rule for rule in _graced(edition) if judged.rule(rule.id) == YES)
    graces = dict.fromkeys(name for rule in held for name in rule.grace)
    return [(edition.rules[name].provision.cite, nodes[name]) for name in graces]


@lru_cache(maxsize=16)
def _graced(edition: Edition) -> tuple[Rule, ...]:
    return tuple(rule for rule in edition.rules.values() if rule.grace)


@lru_cache(maxsize=16)
def _standing(edition: Edition) -> tuple[tuple[str, int], ...]:
    circuit = edition.circuit
    roots = [
        (rule.provision.cite, circuit.rules[rule.id])
        for rule in edition.rules.values()
        if rule.kind not in SILENT
    ]
    roots += [(duty.provision.cite, circuit.obligations[duty.id]) for duty in edition.obligations.values()]
    return tuple(roots)


def _could(judged: Judgement, reached: Verdict) -> dict[str, tuple[Tier, ...]]:
    could: dict[str, set[Tier]] = {}
    for kind, tier in TIERS.items():
        for rule in judged.edition.of_kind[kind] if tier in reached.could else ():
            counts = tier is not Tier.PROHIBITED or judged.in_force(rule)
            for fact in judged.named(judged.missing(judged.edition.circuit.rules[rule.id]) if counts else 0):
                could.setdefault(fact, set()).add(tier)
    return {fact: tuple(sorted(tiers, key=WEIGHT.__getitem__, reverse=True)) for fact, tiers in could.items()}


def _open_question(judged: Judgement, fact: str, could: tuple[Tier, ...]) -> OpenQuestion:
    asked = judged.edition.facts[fact]
    return OpenQuestion(fact, asked.question, could, asked.provision, asked.kept)


def _shown(judged: Judgement, fact: Fact, wanted: bool) -> bool:  # noqa: FBT001 - a private predicate
    if fact.id not in judged.facts.answers:
        return wanted
    gate = judged.edition.circuit.asked.get(fact.id)
    return gate is None or judged.state[gate] != NO
