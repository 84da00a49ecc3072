"""Facts as somebody gave them, checked against the edition that asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from risk.engine.circuit import Answer
from risk.engine.conditions import nearest
from risk.engine.edition import Edition, Fact, Option

UNKNOWN = "unknown"
WORDS = {"yes": True, "no": False}
# To look for the nearest name is slow, and who has more slips than this did not slip.
MOST_HINTS = 20


class FactErrors(Exception):
    """Facts that cannot be accepted; `errors` has one sentence per fact id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("\n".join(f"{fact}: {error}" for fact, error in self.errors.items()))


@dataclass(frozen=True, slots=True)
class Facts:
    """Answers by fact id; None is somebody's explicit don't-know, an absent id was never answered."""

    answers: Mapping[str, Answer | None]

    def as_json(self) -> dict[str, object]:
        return {fact: spoken(answer) for fact, answer in self.answers.items()}


def parse_facts(raw: Mapping[str, object], edition: Edition) -> Facts:
    """Return typed facts from tables as a file or a form holds them, nested or with dotted keys.

    Raises: FactErrors, with one message per fact id.
    Source: the format in docs/rulebook.md.
    """
    answers: dict[str, Answer | None] = {}
    errors: dict[str, str] = {}
    for name, value in _flat(raw, edition.facts).items():
        fact = edition.facts.get(name)
        if fact is None:
            if name not in edition.known_elsewhere:
                hint = nearest(name, list(edition.facts)) if len(errors) < MOST_HINTS else ""
                errors[name] = f"there is no such fact in edition {edition.id}{hint}"
            continue
        try:
            answers[name] = _parsed(fact, value, edition.known_elsewhere)
        except ValueError as reason:
            errors[name] = str(reason)
    if errors:
        raise FactErrors(errors)
    return Facts(MappingProxyType({name: answers[name] for name in edition.facts if name in answers}))


def spoken(answer: Answer | None) -> object:
    """Return an answer as JSON shows it: lists in order, ISO dates, "unknown" for don't-know.

    Source: the format in docs/rulebook.md.
    """
    if answer is None:
        return UNKNOWN
    if isinstance(answer, frozenset):
        return sorted(answer)
    return answer.isoformat() if isinstance(answer, date) else answer


def chosen(fact: Fact, answer: Answer | None) -> tuple[Option, ...]:
    """Return the options of a fact that an answer names, in the order of the fact.

    Source: the edition's facts.
    """
    named = answer if isinstance(answer, frozenset) else {answer}
    return tuple(option for option in fact.options if option.id in named)


def _flat(raw: Mapping[str, object], known: Mapping[str, Fact], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in raw.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and name not in known:
            flat.update(_flat(value, known, f"{name}."))
        else:
            flat[name] = value
    return flat


def _parsed(fact: Fact, value: object, elsewhere: frozenset[str]) -> Answer | None:
    if value is None or value == UNKNOWN:
        return None
    match fact.type:
        case "yes_no":
            return _yes_no(value)
        case "one_of":
            return _option(fact, value)
        case "several_of":
            return _options(fact, value, elsewhere)
        case "date":
            return _day(value)
        case _:
            return _number(value)


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in WORDS:
        return WORDS[value]
    raise ValueError(f'answer yes or no (true or false), or "unknown"; this is {value!r}')


def _option(fact: Fact, value: object) -> str:
    known = [option.id for option in fact.options]
    if isinstance(value, str) and value in known:
        return value
    hint = nearest(value, known) if isinstance(value, str) else ""
    raise ValueError(f"answer one of {', '.join(known)}; this is {value!r}{hint}")


def _options(fact: Fact, value: object, elsewhere: frozenset[str]) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError(f"answer with a list of options, empty for none of them; this is {value!r}")  # noqa: TRY004
    return frozenset(_option(fact, part) for part in value if f"{fact.id} is {part}" not in elsewhere)


def _day(value: object) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"answer with a date such as 2026-08-02; this is {value!r}") from None


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"answer with a number of zero or more; this is {value!r}")
