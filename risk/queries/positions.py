"""What lawyers hold of a system's findings, and whether it still speaks of the one that stands."""

import json
from dataclasses import dataclass
from hashlib import sha256

from governance.models import AISystem, SystemVersion
from risk import rulebook
from risk.models import Classification, Position
from risk.queries.wording import answer_words

NOT_ANSWERED = "not answered"


@dataclass(frozen=True)
class Changed:
    """One thing that is not as it was when the position was taken."""

    what: str
    before: str
    now: str


@dataclass(frozen=True)
class Held:
    """The newest position on a system; `lapsed` where it no longer speaks of the finding that stands."""

    position: Position
    lapsed: bool
    changes: tuple[Changed, ...]

    @property
    def contested(self) -> bool:
        return self.position.stance == Position.Stance.CONTESTED

    @property
    def mark(self) -> str:
        """The kind of its badge."""
        return "lapsed" if self.lapsed else self.position.stance

    @property
    def label(self) -> str:
        """Where it stands, in words."""
        word = self.position.get_stance_display()
        return f"{word}, but lapsed" if self.lapsed else word


def digest_of(classification: Classification) -> str:
    """Return the SHA-256 of what a position speaks of: facts, edition and finding, whatever the day."""
    told = {"facts": classification.facts, "finding": {**classification.finding, "on": None}}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def taken(version: SystemVersion) -> tuple[Position, ...]:
    """Return every position on a system up to a version, newest first, without the bulky findings. One query."""
    rows = Position.objects.filter(
        classification__version__system_id=version.system_id,
        classification__version__number__lte=version.number,
    )
    rows = rows.select_related("by", "classification__version").defer("classification__finding")
    return tuple(rows.order_by("-at", "-pk"))


def held(positions: tuple[Position, ...], standing: Classification | None, system: AISystem) -> Held | None:
    """Return the newest position and whether it lapsed, or nothing where none was taken. No query.

    A confirmation lapses with any change of facts or finding; a contest when another tier was set since.
    """
    if not positions or standing is None:
        return None
    newest = positions[0]
    if newest.digest == digest_of(standing):
        return Held(newest, lapsed=False, changes=())
    lapsed = newest.stance == Position.Stance.CONFIRMED or not system.is_contested
    return Held(newest, lapsed, _changes(newest.classification, standing))


def _changes(before: Classification, now: Classification) -> tuple[Changed, ...]:
    edition = rulebook.edition(now.edition)
    found = [
        Changed(known.question if (known := edition.facts.get(fact)) else fact,
                _words(before, fact), _words(now, fact))
        for fact in dict.fromkeys([*before.facts, *now.facts])
        if _words(before, fact) != _words(now, fact)
    ]  # fmt: skip
    if before.edition != now.edition:
        found.append(Changed("Edition of the law", before.edition, now.edition))
    if before.on_date != now.on_date and not found:
        found.append(Changed("Day of the finding", f"{before.on_date:%-d %B %Y}", f"{now.on_date:%-d %B %Y}"))
    if before.tier != now.tier:
        found.append(Changed("Tier", before.get_tier_display(), now.get_tier_display()))
    return tuple(found)


def _words(classification: Classification, fact: str) -> str:
    if fact not in classification.facts:
        return NOT_ANSWERED
    known = rulebook.edition(classification.edition).facts.get(fact)
    return answer_words(known, classification.facts[fact])
