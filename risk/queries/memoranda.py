"""A classification memorandum: the finding as a lawyer would write it down, gaps printed as gaps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.models import SystemVersion
from risk import rulebook
from risk.models import Answer, Classification
from risk.queries.answers import stated
from risk.queries.opinions import Opinion, opinion, unchanged
from risk.queries.opinions.parts import Exempting, Ruling, Source
from risk.queries.wording import answer_words

CONDITIONS, PROFILING = "filter.conditions", "filter.profiling"
CONDITION_RULES = frozenset(f"filter.6-3.{letter}" for letter in "abcd")
LISTED = "annex-iii."


@dataclass(frozen=True)
class Point:
    """One of the four points of the file under Art. 6(4); `gap` says what is still to be written."""

    title: str
    says: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    gap: str = ""


@dataclass(frozen=True)
class Considered:
    """An exception, and the rules that it was considered for."""

    exception: Exempting
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Memorandum:
    """What stands in the memorandum besides the finding's own parts; `file` is empty where nothing is claimed."""

    opinion: Opinion
    exceptions: tuple[Considered, ...]
    file: tuple[Point, ...]

    @property
    def gaps(self) -> int:
        """How many points of the file are not written yet."""
        return sum(bool(point.gap) for point in self.file)


def memorandum(classification: Classification, version: SystemVersion) -> Memorandum:
    """Return the memorandum on a finding. One query."""
    given = unchanged(stated(version), classification)
    told = opinion(classification, given)
    considered = tuple(_considered(told))
    claimed = classification.facts.get(CONDITIONS)
    return Memorandum(told, considered, _file(classification, version, told, given) if claimed else ())


def _rulings(told: Opinion) -> Iterable[Ruling]:
    for group in told.groups:
        yield from (*group.standing, *group.failing)


def _considered(told: Opinion) -> Iterable[Considered]:
    """Yield each exception once, those that help first; a rule that its own facts fail needs none."""
    found: dict[Exempting, list[str]] = {}
    for group in told.groups:
        for ruling in (*group.standing, *group.failing):
            for exception in ruling.exceptions:
                if ruling.state != "fails" or exception.state == "holds":
                    found.setdefault(exception, []).append(ruling.provision.cite)
    order = ("holds", "open", "fails")
    for exception in sorted(found, key=lambda one: order.index(one.state)):
        yield Considered(exception, tuple(dict.fromkeys(found[exception])))


def _file(
    classification: Classification, version: SystemVersion, told: Opinion, given: Mapping[str, Answer]
) -> tuple[Point, ...]:
    purpose = version.system.purpose.strip()
    return (
        Point(
            "The intended purpose",
            (purpose,) if purpose else (),
            gap="" if purpose else "No purpose is stated.",
        ),
        _listed(told),
        _condition(told, given),
        _no_profiling(classification, given),
    )


def _listed(told: Opinion) -> Point:
    """Return why the use falls under Annex III: each listed point that its facts meet."""
    uses = [r for r in _rulings(told) if r.rule.startswith(LISTED) and r.state == "holds" and r.steps]
    says = tuple(f"{use.provision.cite}: {use.says}" for use in uses)
    gap = "" if uses else "No use listed in Annex III is established: then there is nothing to except."
    return Point("Why it falls under Annex III, and under which point", says, gap=gap)


def _condition(told: Opinion, given: Mapping[str, Answer]) -> Point:
    title = "Which condition of Article 6(3) is met, and why"
    met = [r for r in _rulings(told) if r.rule in CONDITION_RULES and r.state == "holds"]
    says = tuple(f"{rule.provision.cite}: {rule.says}" for rule in met)
    return _reasoned(title, says, given.get(CONDITIONS))


def _no_profiling(classification: Classification, given: Mapping[str, Answer]) -> Point:
    title = "Why there is no profiling of natural persons"
    fact = rulebook.edition(classification.edition).facts[PROFILING]
    answer = classification.facts.get(PROFILING)
    if answer is True:
        return Point(title, (), gap="It does profile natural persons: the exception is not open to it.")
    if answer is None:
        return Point(title, (), gap="Whether it profiles natural persons is not known.")
    says = (f"{fact.question} {answer_words(fact, answer)}.",)
    return _reasoned(title, says, given.get(PROFILING))


def _reasoned(title: str, says: tuple[str, ...], row: Answer | None) -> Point:
    """Return a point with the reason that stands beside its answer; without one it is a gap."""
    if row is None:
        return Point(title, says, gap="Another answer was given since this finding was made.")
    gap = "" if row.note else "It is claimed, but no reason is written: add a note beside the answer."
    return Point(title, says, (Source(row.by.name, row.at, row.note, row.evidence),), gap)
