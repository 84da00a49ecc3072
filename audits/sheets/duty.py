"""Who has to draw a document up, and why: read from the finding, the answers and the register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from audits.packs.pack import Pack
from audits.sheets.blank import Blank, Ground

SME = frozenset({"micro", "small", "medium"})
# Art. 3(14a) and (14b), as amended: SMEs and small mid-caps.
SMALLER = SME | {"small_mid_cap"}


class Standing(StrEnum):
    """Whether a document is owed, as far as the finding says."""

    OWED = "owed"
    POSSIBLE = "possible"
    NOT_OWED = "not_owed"
    NOT_OPEN = "not_open"
    NOT_KNOWN = "not_known"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


SENTENCES: Mapping[Standing, str] = {
    Standing.OWED: "It is owed.",
    Standing.POSSIBLE: "An open question decides whether it is owed.",
    Standing.NOT_OWED: "By the finding it is not owed. Nothing prevents you from drawing it up.",
    Standing.NOT_OPEN: "This form is not open to your organisation.",
    Standing.NOT_KNOWN: "Nobody has had this version judged; whether it is owed is not known.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground with what the record says of it: it is so, it is not, or that is open."""

    ground: Ground
    state: str

    @property
    def word(self) -> str:
        return {"holds": "Yes", "fails": "No"}.get(self.state, "Open")


@dataclass(frozen=True, slots=True)
class Owing:
    """Whether a document is owed and why, and from which day by both readings of the law."""

    standing: Standing
    reasons: tuple[Reason, ...]
    says: tuple[str, ...] = ()
    effective: str = ""
    literal: str = ""
    note: str = ""

    @property
    def sentence(self) -> str:
        return SENTENCES[self.standing]

    @property
    def effective_day(self) -> date | None:
        """The day that counts."""
        return date.fromisoformat(self.effective) if self.effective else None

    @property
    def literal_day(self) -> date | None:
        """The day by the letter of the law, where that is another one."""
        return date.fromisoformat(self.literal) if self.literal else None


def owing(blank: Blank, pack: Pack) -> Owing:
    """Return whether and why a document is owed for the version that a pack is about.

    Shape: the grounds in the order of the blank; `says` are the duties in the rulebook's words.
    """
    reasons = tuple(Reason(ground, _state(ground, pack)) for ground in blank.grounds)
    owed = [one for one in _each(pack.finding.get("obligations")) if one.get("id") in blank.duties]
    due: Mapping[str, Any] = (owed[0].get("due") or {}) if owed else {}
    return Owing(
        _standing(blank, pack, reasons, owed=bool(owed)),
        reasons,
        tuple(str(one.get("says", "")) for one in owed),
        str(due.get("effective") or ""),
        str(due.get("literal") or ""),
        str(due.get("note") or ""),
    )


def is_reduced(blank: Blank, finding: Mapping[str, Any]) -> bool:
    """Say whether only the reduced set of Art. 49(4) is submitted, to the non-public section."""
    return any(one.get("id") in blank.reduced_by for one in _each(finding.get("obligations")))


def _standing(blank: Blank, pack: Pack, reasons: tuple[Reason, ...], *, owed: bool) -> Standing:
    if any(one.ground.condition and one.state == "fails" for one in reasons):
        return Standing.NOT_OPEN
    if not pack.finding:
        return Standing.NOT_KNOWN
    if owed:
        return Standing.OWED
    possible = pack.finding.get("possible_obligations")
    named = possible if isinstance(possible, list | tuple) else ()
    return Standing.POSSIBLE if set(map(str, named)) & set(blank.duties) else Standing.NOT_OWED


def _state(ground: Ground, pack: Pack) -> str:
    return (
        _rule_state(pack.finding, ground.rule)
        if ground.rule
        else _fact_state(pack, ground.fact, ground.value)
    )


def _rule_state(finding: Mapping[str, Any], rule: str) -> str:
    rulings = _each(finding.get("findings"))
    return next((str(one.get("state")) for one in rulings if one.get("rule") == rule), "open")


def _fact_state(pack: Pack, fact: str, wanted: str) -> str:
    whose = pack.organisation
    kept = {
        "organisation.public_body": whose.public_body,
        "organisation.sme": whose.size in SME if whose.size else None,
        "organisation.smaller": whose.size in SMALLER if whose.size else None,
    }
    answers = {one.fact: one.answer for one in pack.answers}
    value = kept[fact] if fact in kept else answers.get(fact)
    if wanted and isinstance(value, list | tuple):
        value = wanted in value
    return {True: "holds", False: "fails"}.get(value, "open") if isinstance(value, bool) else "open"


def _each(raw: object) -> Iterable[Mapping[str, Any]]:
    return (one for one in raw if isinstance(one, Mapping)) if isinstance(raw, list | tuple) else ()
