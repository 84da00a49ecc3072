"""The law engine's finding, read leniently: what a part does not have is empty, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from audits.dossiers.wording import several
from audits.packs.parts import Provision

Raw = Mapping[str, Any]
HOLDS, OPEN, FAILS = "holds", "open", "fails"
# Met while the rule holds all the same, such as a condition of Art. 6(3) where its third subparagraph bars it.
IDLE = "idle"


@dataclass(frozen=True)
class Ground:
    """A fact that decided a rule, with the answer it got; `labels` are the chosen options in words."""

    fact: str
    question: str
    answer: object
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Exemption:
    """An exception that was considered, and why it holds or fails."""

    title: str
    state: str
    provision: Provision
    why: str


@dataclass(frozen=True)
class Ruling:
    """What one rule makes of the facts; `missing` are the questions that would decide it."""

    rule: str
    kind: str
    title: str
    says: str
    note: str
    state: str
    provision: Provision
    applies: bool
    applies_from: str
    until: str
    facts: tuple[Ground, ...]
    missing: tuple[str, ...]
    exceptions: tuple[Exemption, ...]


@dataclass(frozen=True)
class OpenQuestion:
    """A question whose answer could change the finding."""

    fact: str
    question: str
    could: tuple[str, ...]
    provision: Provision


@dataclass(frozen=True)
class Flip:
    """A single answer that would change the tier."""

    question: str
    answer: object
    labels: tuple[str, ...]
    becomes: str


@dataclass(frozen=True)
class Upcoming:
    """A dated change that is already law."""

    date: str
    what: str
    provision: Provision


@dataclass(frozen=True)
class Opinion:
    """A finding with everything that a lawyer reads in it."""

    tier: str = ""
    headline: str = ""
    at_least: str = ""
    edition: str = ""
    on: str = ""
    gpai: bool | None = None
    rulings: tuple[Ruling, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    flips: tuple[Flip, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    obligations: tuple[Raw, ...] = field(default=())

    def in_state(self, state: str) -> tuple[Ruling, ...]:
        """Return the rulings that hold, fail or are open."""
        return tuple(ruling for ruling in self.rulings if ruling.state == state)


def in_effect(exemption: Exemption, ruling: Ruling) -> Exemption:
    """Return an exception as it works on a rule: met, but idle, where the rule holds all the same."""
    idle = exemption.state == HOLDS and ruling.state == HOLDS
    return replace(exemption, state=IDLE) if idle else exemption


def read_opinion(raw: Raw) -> Opinion:
    """Read the finding's JSON; an empty mapping gives an empty opinion."""
    questions = _known_questions(raw)
    return Opinion(
        **_texts(raw, "tier", "headline", "at_least", "edition", "on"),
        gpai=raw.get("gpai"),
        rulings=tuple(_ruling(item, questions) for item in raw.get("findings") or ()),
        open_questions=tuple(map(_open_question, raw.get("open_questions") or ())),
        flips=tuple(_flip(item, questions) for item in raw.get("flips") or ()),
        upcoming=tuple(map(_upcoming, raw.get("upcoming") or ())),
        obligations=tuple(raw.get("obligations") or ()),
    )


def read_provision(raw: object) -> Provision:
    """Read a provision that may be an object, a bare citation or nothing."""
    if isinstance(raw, Mapping):
        return Provision(**_texts(raw, "cite", "anchor", "url"))
    return Provision(cite=str(raw or ""))


def _ruling(raw: Raw, questions: Mapping[str, str]) -> Ruling:
    return Ruling(
        **_texts(raw, "rule", "kind", "title", "says", "note", "state", "applies_from", "until"),
        provision=read_provision(raw.get("provision")),
        applies=raw.get("applies") is not False,
        facts=tuple(map(_ground, raw.get("facts") or ())),
        missing=_missing(tuple(map(str, raw.get("missing") or ())), questions),
        exceptions=tuple(map(_exemption, raw.get("exceptions") or ())),
    )


def _missing(facts: tuple[str, ...], questions: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is to be answered: the questions that are open, and how many more only their answers lead to."""
    asked = tuple(questions[fact] for fact in facts if questions.get(fact))
    if not (left := len(facts) - len(asked)):
        return asked
    after = "that the answers may lead to" if asked else "that nobody has come to yet"
    return (*asked, f"{several(left, 'further question', 'further questions')} {after}.")


def _ground(raw: Raw) -> Ground:
    return Ground(**_texts(raw, "fact", "question"), answer=raw.get("answer"), labels=_labels(raw))


def _exemption(raw: Raw) -> Exemption:
    return Exemption(**_texts(raw, "title", "state", "why"), provision=read_provision(raw.get("provision")))


def _open_question(raw: Raw) -> OpenQuestion:
    return OpenQuestion(
        **_texts(raw, "fact", "question"),
        could=tuple(map(str, raw.get("could") or ())),
        provision=read_provision(raw.get("provision")),
    )


def _flip(raw: Raw, questions: Mapping[str, str]) -> Flip:
    fact = str(raw.get("fact") or "")
    question = str(raw.get("question") or questions.get(fact) or fact)
    return Flip(question, raw.get("answer"), _labels(raw), str(raw.get("becomes") or ""))


def _labels(raw: Raw) -> tuple[str, ...]:
    return tuple(map(str, raw.get("labels") or ()))


def _upcoming(raw: Raw) -> Upcoming:
    when = next((raw[key] for key in ("date", "on", "from", "applies_from") if raw.get(key)), "")
    what = next((raw[key] for key in ("says", "what", "title", "change") if raw.get(key)), "")
    return Upcoming(str(when), str(what), read_provision(raw.get("provision")))


def _known_questions(raw: Raw) -> Mapping[str, str]:
    grounds = [ground for item in raw.get("findings") or () for ground in item.get("facts") or ()]
    return {
        str(item.get("fact")): str(item.get("question") or "")
        for item in (*grounds, *(raw.get("open_questions") or ()))
    }


def _texts(raw: Raw, *names: str) -> dict[str, Any]:
    return {name: "" if raw.get(name) is None else str(raw[name]) for name in names}
