"""Full opinions a second: `python -m bench.classify` prints them, beside a plain recursive evaluation.

An opinion is finding, obligations, open questions and what would change it. Systems are made up at random from
a seed, each answered through the questionnaire until it asks no more or the maker has had enough; --wild draws
every answer evenly, otherwise most systems are ordinary ones. Both evaluations judge the same systems in the
same process, in turns, and have to agree.

An edition remembers what it said of one rule on some answers. So a process first judges other systems, of another
seed: the cold figure is what that took from the very first one on, the others are of a process that is warm.
"""

import argparse
import gc
import json
import platform
import random
import time
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import date

from bench.plain import Plain
from risk import rulebook
from risk.engine import Edition, Facts, Finding, classify, parse_facts, questions
from risk.engine.edition import Fact
from risk.engine.writing import FindingEncoder

ON = date(2026, 12, 2)
# What most systems of most organisations have in common; everything else is drawn evenly.
USUAL: Mapping[str, object] = {
    "ai.kind": "ai_system", "organisation.union": True, "market.union": True, "scope.exclusions": [],
    "practice.signals": [],
    "product.link": "none", "model.offers": "no", "change.events": [], "change.others": [],
    "data.bias_correction": False, "organisation.special": [], "supervision.links": [],
}  # fmt: skip
USUALLY = 0.9
ROUND = 50
OTHERS = 400
ANOTHER_SEED = 7919


def invented(edition: Edition, chance: random.Random, *, wild: bool = False) -> Facts:
    """Return the answers of one made-up system, its questionnaire finished or broken off."""
    usually = 0.0 if wild else USUALLY
    given: dict[str, object] = {
        fact.id: answered(fact, chance, usually)
        for fact in edition.facts.values()
        if fact.kept and chance.random() < USUALLY
    }
    for _ in range(chance.randint(5, 60)):
        facts = parse_facts(given, edition)
        waiting = [ask.fact for ask in questions(facts, edition, ON) if not ask.answered]
        if not waiting:
            break
        given[waiting[0]] = answered(edition.facts[waiting[0]], chance, usually)
    return parse_facts(given, edition)


def answered(fact: Fact, chance: random.Random, usually: float) -> object:
    """Return one answer out of all possible ones; most lists are short, as in life."""
    if fact.id in USUAL and chance.random() < usually:
        return USUAL[fact.id]
    options = [option.id for option in fact.options]
    match fact.type:
        case "yes_no":
            return chance.choice([True, False, False, "unknown"])
        case "one_of":
            return chance.choice(options)
        case "several_of":
            return chance.sample(options, k=min(len(options), chance.choice([0, 0, 1, 1, 2])))
        case "date":
            return date(2024, 1, 1 + chance.randrange(28)).replace(year=chance.randint(2023, 2030))
        case _:
            return chance.choice([0.1, 0.5, 4e22, 2e23, 5e24, 2e25])


def plainly(facts: Facts, edition: Edition) -> Mapping[str, object]:
    """Judge the plain way: every rule, every obligation, the tier, every single other answer."""
    judged = Plain(facts.answers, edition, ON)
    return {
        "rules": {name: judged.rule(name) for name in edition.rules},
        "obligations": {name: judged.obligation(name) for name in edition.obligations},
        "tier": judged.tier(),
        "flips": judged.flips(),
    }


def timed(judge: Callable[[Facts], object], systems: list[Facts]) -> tuple[float, list[object]]:
    """Return the seconds of processor time it takes to judge systems, and the opinions."""
    start = time.process_time()
    found = [judge(facts) for facts in systems]
    return time.process_time() - start, found


def agree(finding: Finding, plain: Mapping[str, object]) -> bool:
    """Say whether both found the same tier, the same flips and the same obligations."""
    owed = {name for name, value in plain["obligations"].items() if value == 2}  # type: ignore[attr-defined]
    flips = {(flip.fact, json.dumps(flip.answer), flip.becomes) for flip in finding.flips}
    others = {
        (fact, json.dumps(sorted(answer) if isinstance(answer, frozenset) else answer), tier)
        for fact, answer, tier in plain["flips"]  # type: ignore[attr-defined]
    }
    return (
        finding.tier is plain["tier"]
        and flips == others
        and owed == {duty.id for duty in finding.obligations}
    )


def warmed(edition: Edition, systems: list[Facts]) -> dict[str, object]:
    """Judge other systems, the first ones of this process, and return what it took."""
    seconds, _ = timed(lambda facts: classify(facts, edition, ON), systems)
    return {"opinions a second, cold": round(len(systems) / seconds)}


def measured(edition: Edition, systems: list[Facts]) -> dict[str, object]:
    """Judge all systems both ways, in turns, and return what it took."""
    spent = {"engine": 0.0, "plain": 0.0, "json": 0.0}
    differing, fastest = 0, 0.0
    for start in range(0, len(systems), ROUND):
        batch = systems[start : start + ROUND]
        gc.collect()
        seconds, findings = timed(lambda facts: classify(facts, edition, ON), batch)
        spent["engine"] += seconds
        fastest = max(fastest, len(batch) / seconds)
        seconds, plain = timed(lambda facts: plainly(facts, edition), batch)
        spent["plain"] += seconds
        begun = time.process_time()
        for finding in findings:
            json.dumps(finding.as_record(), cls=FindingEncoder)
        spent["json"] += time.process_time() - begun
        differing += sum(not agree(*pair) for pair in zip(findings, plain, strict=True))
    return {
        "opinions a second": round(len(systems) / spent["engine"]),
        "opinions a second in the fastest round": round(fastest),
        "with JSON, a second": round(len(systems) / (spent["engine"] + spent["json"])),
        "plain, a second": round(len(systems) / spent["plain"], 1),
        "ratio": round(spent["plain"] / spent["engine"], 1),
        "differing": differing,
    }


def main() -> None:
    """Measure and print."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--systems", type=int, default=1000)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--edition", default=rulebook.DEFAULT_EDITION)
    wanted.add_argument("--wild", action="store_true", help="draw every answer evenly")
    asked = wanted.parse_args()
    edition = rulebook.edition(asked.edition)
    chance = random.Random(asked.seed)
    systems = [invented(edition, chance, wild=asked.wild) for _ in range(asked.systems)]
    chance = random.Random(asked.seed + ANOTHER_SEED)
    others = [invented(edition, chance, wild=asked.wild) for _ in range(OTHERS)]
    found = {**warmed(edition, others), **measured(edition, systems)}
    tracemalloc.start()
    for facts in systems[:500]:
        classify(facts, edition, ON)
    kept, _ = tracemalloc.get_traced_memory()
    about = {
        "edition": edition.id,
        "systems": len(systems),
        "wild": asked.wild,
        "python": platform.python_version(),
    }
    print(json.dumps({**about, **found, "bytes kept after 500 more": kept}, indent=2))


if __name__ == "__main__":
    main()
