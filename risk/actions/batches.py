"""The part of rejudging that judges: what is known of some systems, and what judging them anew comes to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from governance import trail
from governance.models import AISystem, SystemVersion, User
from risk import rulebook
from risk.actions.steps import Steps, draw_up, plan
from risk.engine import FactErrors
from risk.engine.moving import Moved, Movement, movement, passed
from risk.models import Classification, Move, Obligation, Rejudging
from risk.queries.answers import raw_facts_of
from risk.queries.rejudgings import newest, to_judge


@dataclass(frozen=True)
class Known:
    """A system's last finding, its newest version, what was said of that, and everything it ever owed."""

    last: Classification
    version: SystemVersion
    raw: dict[str, Any]
    owed: Iterable[Obligation]


@dataclass
class Batch:
    """What judging some systems anew comes to, gathered before anything is written."""

    rejudging: Rejudging
    by: User
    at: datetime
    overtaken: list[UUID] = field(default_factory=list)
    made: list[Classification] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    duties: list[Obligation] = field(default_factory=list)
    tiers: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    told: list[trail.Told] = field(default_factory=list)

    def judge(self, known: Known) -> None:
        """Judge one system; where its answers do not fit the edition, its earlier finding stands.

        A newer version that nobody has judged is judged now; the finding on the earlier version stays its own.
        """
        last, edition = known.last, rulebook.edition(self.rejudging.edition)
        try:
            made = draw_up(
                known.version, edition, known.raw, on=self.rejudging.on_date, by=self.by, at=self.at
            )
        except FactErrors as misfit:
            self._leave(last, str(misfit))
            return
        steps = plan(made, known.owed, by=self.by, at=self.at)
        if known.version.pk == last.version_id:
            self.overtaken.append(last.pk)
        self.made.append(made)
        self.duties += [*steps.added, *steps.changed]
        system = known.version.system
        if system.tier != made.tier or system.tier_set_at is None:
            self.tiers[made.tier].append(system.pk)
        if found := moved(last, made):
            self.moves.append(self._move(last, made, found.as_json()))
        self._tell(last, made, steps)

    def _leave(self, last: Classification, problem: str) -> None:
        move = self._move(last, None, {"parts": [], "why": []})
        move.problem = problem
        self.moves.append(move)
        told = {"report": self.rejudging.reference, "problem": problem}
        system = last.version.system
        self.told.append(trail.Told(system.reference, system.unit, {"edition": last.edition}, told))

    def _move(self, last: Classification, made: Classification | None, changes: dict[str, object]) -> Move:
        return Move(
            rejudging=self.rejudging, system=last.version.system, before=last, after=made, changes=changes,
            tier_before=last.tier, tier_after=made.tier if made else last.tier,
        )  # fmt: skip

    def _tell(self, last: Classification, made: Classification, steps: Steps) -> None:
        after = {
            "tier": made.tier, "edition": made.edition, "on": made.on_date.isoformat(),
            "version": made.version.label, "report": self.rejudging.reference, **steps.as_json(),
        }  # fmt: skip
        before = {"tier": last.tier, "edition": last.edition}
        self.told.append(trail.Told(last.version.system.reference, last.version.system.unit, before, after))


def stock(rejudging: Rejudging, systems: dict[UUID, AISystem]) -> Iterator[Known]:
    """Yield what is known of each system that is still to be judged, read after it was locked."""
    last = list(to_judge(rejudging).filter(version__system__in=systems).select_related("version"))
    versions = newest([one.version.system_id for one in last])
    for version in (*versions.values(), *(one.version for one in last)):
        version.system = systems[version.system_id]
    raws = raw_facts_of(versions.values(), rulebook.edition(rejudging.edition))
    owed = defaultdict(list)
    for duty in Obligation.objects.select_for_update(no_key=True).filter(system__in=systems).order_by("pk"):
        owed[duty.system_id].append(duty)
    for one in last:
        version = versions[one.version.system_id]
        yield Known(one, version, raws[version.pk], owed[version.system_id])


def moved(last: Classification, made: Classification) -> Movement:
    """Return what moved between two findings, each part with the points of the law that moved it."""
    days = passed(last.finding, made.finding)
    cites = tuple(dict.fromkeys(day["provision"]["cite"] for day in days))
    amendments = rulebook.amendments(last.edition, made.edition)

    def reason(part: Moved) -> tuple[str, ...]:
        own = tuple(day["provision"]["cite"] for day in days if day["rule"] == part.id)
        return own or amendments.of(part) or cites

    told = [{"cite": day["provision"]["cite"], "says": day["says"]} for day in days]
    if changed := _changed_facts(last, made):
        told.append({"cite": "", "says": f"Answers changed since the last finding: {', '.join(changed)}."})
    return movement(last.finding, made.finding).because(reason, days=told)


def _changed_facts(last: Classification, made: Classification) -> list[str]:
    """Return the facts that both editions know and that were not the same when each was judged."""
    known = [rulebook.edition(one.edition).facts.keys() for one in (last, made)]
    return [fact for fact in known[0] & known[1] if last.facts.get(fact) != made.facts.get(fact)]
