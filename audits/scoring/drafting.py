"""From the tables of a TOML file to a questionnaire, refusing what it does not understand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audits.scoring.questionnaire import Area, Option, Question, Questionnaire
from audits.scoring.words import Word
from risk.engine.provisions import provision

KEYS: Mapping[str, frozenset[str]] = {
    "questionnaire": frozenset(
        {
            "id",
            "title",
            "about",
            "kinds",
            "page",
            "adequate_from",
            "with_conditions_from",
            "months",
            "area",
            "question",
        }
    ),
    "area": frozenset({"id", "title", "about"}),
    "question": frozenset({"id", "area", "asks", "why", "option"}),
    "option": frozenset({"id", "label", "reason"}),
}
OPTIONAL: Mapping[str, frozenset[str]] = {
    "questionnaire": frozenset(),
    "area": frozenset(),
    "question": frozenset({"provision", "hint", "essential"}),
    "option": frozenset({"points", "caps", "counts"}),
}
LEAST_OPTIONS = 2


class BadQuestionnaire(Exception):
    """A questionnaire that cannot be used; `faults` has one sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def questionnaire(draft: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that a file describes.

    Raises: BadQuestionnaire, with every fault found.
    """
    if faults := [*_shape_faults(draft)] or [*_sense_faults(draft)]:
        raise BadQuestionnaire(faults)
    asked = [_question(raw, draft["page"]) for raw in draft["question"]]
    return Questionnaire(
        id=draft["id"],
        title=draft["title"],
        about=draft["about"],
        kinds=tuple(draft["kinds"]),
        adequate_from=draft["adequate_from"],
        with_conditions_from=draft["with_conditions_from"],
        months={Word(word): count for word, count in draft["months"].items()},
        areas=tuple(_area(raw, asked) for raw in draft["area"]),
    )


def _area(raw: Mapping[str, Any], asked: Sequence[Question]) -> Area:
    return Area(**raw, questions=tuple(question for question in asked if question.area == raw["id"]))


def _question(raw: Mapping[str, Any], page: str) -> Question:
    return Question(
        id=raw["id"],
        area=raw["area"],
        asks=raw["asks"],
        why=raw["why"],
        options=tuple(_option(option) for option in raw["option"]),
        provision=provision(raw["provision"], page) if "provision" in raw else None,
        hint=raw.get("hint", ""),
        essential=raw.get("essential", False),
    )


def _option(raw: Mapping[str, Any]) -> Option:
    return Option(**{**raw, "caps": Word(raw["caps"]) if "caps" in raw else None})


def _shape_faults(draft: Mapping[str, Any]) -> Iterator[str]:
    yield from _key_faults("questionnaire", draft, "the questionnaire")
    for kind in ("area", "question"):
        for raw in draft.get(kind, []):
            yield from _key_faults(kind, raw, f"{kind} {raw.get('id', '?')}")
    for raw in draft.get("question", []):
        for option in raw.get("option", []):
            where = f"question {raw.get('id', '?')}, option {option.get('id', '?')}"
            yield from _key_faults("option", option, where)


def _key_faults(kind: str, raw: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from (f"{where}: {key!r} is missing" for key in sorted(KEYS[kind] - raw.keys()))
    yield from (f"{where}: unknown key {key!r}" for key in sorted(raw.keys() - KEYS[kind] - OPTIONAL[kind]))


def _sense_faults(draft: Mapping[str, Any]) -> Iterator[str]:
    areas = [raw["id"] for raw in draft["area"]]
    yield from _repeats("area", areas)
    yield from _repeats("question", [raw["id"] for raw in draft["question"]])
    yield from (f"area {area}: no question belongs to it" for area in areas if not _of(draft, area))
    if not 0 < draft["with_conditions_from"] < draft["adequate_from"] <= 100:  # noqa: PLR2004 a percentage
        yield "the questionnaire: thresholds must rise from 0 to 100"
    if set(draft["months"]) != {word.value for word in Word}:
        yield f"the questionnaire: 'months' must name {', '.join(Word)}"
    for raw in draft["question"]:
        if raw["area"] not in areas:
            yield f"question {raw['id']}: there is no area {raw['area']!r}"
        yield from (f"question {raw['id']}: {fault}" for fault in _option_faults(raw))


def _option_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    options = raw["option"]
    yield from _repeats("option", [option["id"] for option in options])
    counted = [option for option in options if option.get("counts", True)]
    if len(counted) < LEAST_OPTIONS or not any(option.get("points", 0) > 0 for option in counted):
        yield "needs two options that count, one of them worth something"
    yield from (f"option {option['id']}: 'points' is missing" for option in counted if "points" not in option)
    capping = [option for option in options if "caps" in option]
    yield from (
        f"option {o['id']}: no such word {o['caps']!r}" for o in capping if o["caps"] not in set(Word)
    )
    if bool(capping) != raw.get("essential", False):
        yield "a question is essential exactly when one of its answers caps the area"


def _repeats(kind: str, ids: Sequence[str]) -> Iterator[str]:
    yield from (
        f"{kind} {name} appears twice" for name in sorted({name for name in ids if ids.count(name) > 1})
    )


def _of(draft: Mapping[str, Any], area: str) -> list[Mapping[str, Any]]:
    return [raw for raw in draft["question"] if raw["area"] == area]
