"""The path of each finding: which facts decided it, which exceptions were considered and why."""

from datetime import date
from functools import lru_cache, reduce
from operator import or_

from risk.engine.answers import chosen, spoken
from risk.engine.circuit import NO, OPEN, YES
from risk.engine.edition import Edition, Fact, Kind, Rule
from risk.engine.findings import Considered, Decided, RuleFinding
from risk.engine.judgement import WORDS, Judgement, places

UNDER_OTHERS = {Kind.EXCEPTION, Kind.GRACE}
ENOUGH = 8192
Limit = tuple[int, object]
Key = tuple[str, tuple[Limit, ...], object]
RANK = {YES: 0, OPEN: 1, NO: 2}


def explained(judged: Judgement) -> tuple[RuleFinding, ...]:
    """Return one finding per rule that speaks for itself: those that hold, then open, then failed ones.

    Exceptions stand under their rule and, like graces, on their own where they hold; definitions never do.
    Source: the rules of the edition.
    """
    circuit = judged.edition.circuit
    rules = [rule for rule in judged.edition.rules.values() if _speaks(judged, rule)]
    kept = _kept(judged.edition, judged.on)
    if len(kept) > ENOUGH:
        kept.clear()
    given = [judged.facts.answers.get(fact) for fact in judged.edition.order]
    ranked = sorted(rules, key=lambda rule: RANK[judged.rule(rule.id)])
    beaten = [(node, pick) for node, pick in circuit.defeaters.items() if judged.state[node] == YES]
    limits = tuple((node, pick(given)) for node, pick in beaten)
    return tuple(
        _remembered(
            judged, rule, kept, (rule.id, _bearing(judged, rule, limits), circuit.behind[rule.id](given))
        )
        for rule in ranked
    )


@lru_cache(maxsize=8)
def _kept(_edition: Edition, _on: date) -> dict[Key, RuleFinding]:
    """Return what was found under an edition on a day; most systems share most of their findings."""
    return {}


def _bearing(judged: Judgement, rule: Rule, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    return limits and tuple(limit for limit in limits if limit[0] in judged.edition.circuit.beaten[rule.id])


def _remembered(judged: Judgement, rule: Rule, kept: dict[Key, RuleFinding], key: Key) -> RuleFinding:
    found = kept.get(key)
    if found is None:
        found = kept[key] = finding(judged, rule)
    return found


def _speaks(judged: Judgement, rule: Rule) -> bool:
    if rule.kind in UNDER_OTHERS:
        return judged.rule(rule.id) == YES
    return rule.kind != Kind.DEFINITION


def finding(judged: Judgement, rule: Rule) -> RuleFinding:
    """Return what became of one rule.

    Source: the rule's own provision.
    """
    node = judged.edition.circuit.rules[rule.id]
    return RuleFinding(
        rule=rule.id,
        kind=rule.kind.value,
        title=rule.title,
        says=rule.says,
        note=rule.note,
        state=WORDS[judged.state[node]],
        provision=rule.provision,
        applies_from=rule.applies_from.on if rule.applies_from else None,
        until=rule.until.on if rule.until else None,
        applies=judged.in_force(rule),
        addresses=rule.addresses,
        facts=decided(judged, judged.reasons(node)),
        missing=judged.named(judged.missing(node)),
        exceptions=tuple(
            considered(judged, judged.edition.rules[name], to)
            for name, to in judged.edition.exceptions[rule.id]
        ),
    )


def considered(judged: Judgement, exception: Rule, to: str) -> Considered:
    """Return an exception with the reason why it holds, fails or stays open.

    Source: the exception's own provision.
    """
    state = WORDS[judged.rule(exception.id)]
    return Considered(exception.id, to, exception.title, state, exception.provision, why(judged, exception))


def why(judged: Judgement, rule: Rule) -> str:
    """Return in words why a rule stands as it does.

    Answers that merely led to the deciding question are left out; the finding itself has the whole path.
    Source: the facts that decided it.
    """
    if rule.id not in judged.whys:
        judged.whys[rule.id] = _why(judged, rule)
    return judged.whys[rule.id]


def _why(judged: Judgement, rule: Rule) -> str:
    circuit = judged.edition.circuit
    node = circuit.rules[rule.id]
    if judged.state[node] == OPEN:
        asked = [fact for fact in judged.named(judged.missing(node)) if judged.askable(fact)]
        return "Not known yet: " + " ".join(judged.edition.facts[fact].question for fact in asked)
    facts = judged.reasons(node)
    paths = reduce(or_, (circuit.gating[place] for place in places(facts)), 0)
    given = " ".join(f"{fact.question} {_said(fact)}." for fact in decided(judged, facts & ~paths))
    return f"{rule.says} {given}" if judged.state[node] == YES else f"Does not apply. {given}"


def decided(judged: Judgement, facts: int) -> tuple[Decided, ...]:
    """Return facts with question and answer, in the order of the questionnaire.

    Source: the answers given.
    """
    told = judged.told
    if facts not in told:
        one = facts & -facts
        if one == facts:
            told[facts] = tuple(_decided(judged, judged.edition.facts[name]) for name in judged.named(facts))
        else:
            told[facts] = decided(judged, one) + decided(judged, facts ^ one)
    return told[facts]


def _decided(judged: Judgement, fact: Fact) -> Decided:
    answer = judged.facts.answers.get(fact.id)
    options = chosen(fact, answer)
    cites = tuple(option.provision.cite for option in options if option.provision)
    return Decided(fact.id, fact.question, spoken(answer), tuple(option.label for option in options), cites)


def _said(fact: Decided) -> str:
    if isinstance(fact.answer, bool):
        return "Yes" if fact.answer else "No"
    return "; ".join(fact.labels) or ("None of these" if fact.answer == [] else str(fact.answer))
