"""What a dossier shows first of its subject: a name, what it is for, a word on how matters stand."""

from dataclasses import dataclass

from audits.dossiers.blocks import Mark, Text, say
from audits.dossiers.opinion import Opinion, read_opinion
from audits.dossiers.sections.finding import tier_mark
from audits.dossiers.wording import cut, day, plain, shortened
from audits.packs.pack import Pack

LONGEST_PURPOSE = 260
LONGEST_HEAD = 56


@dataclass(frozen=True)
class Front:
    """The words on a cover that depend on the kind of dossier; everything else stands on each."""

    name: str
    purpose: str
    mark: Mark
    headline: str
    rows: tuple[tuple[str, Text], ...]
    head: str


def system_front(pack: Pack) -> Front:
    """Return the cover of a dossier about a system: its finding stands there first."""
    system, opinion = pack.system, read_opinion(pack.finding)
    return Front(
        name=cut(system.name, 400) or "A system without a name",
        purpose=shortened(system.purpose, LONGEST_PURPOSE),
        mark=tier_mark(opinion.tier),
        headline=cut(opinion.headline, 400),
        rows=system_rows(pack, opinion),
        head=system_head(pack),
    )


def system_rows(pack: Pack, opinion: Opinion) -> tuple[tuple[str, Text], ...]:
    """Return which system in which version, in which roles, under which law."""
    system = pack.system
    judged = f"Edition {opinion.edition}, as on {day(opinion.on)}" if opinion.edition else "Not judged"
    version = f"version {cut(system.version, 80)}" if system.version else ""
    return (
        ("Roles", say(", ".join(plain(role) for role in system.roles))),
        ("System", say(" · ".join(filter(None, (system.reference, version))))),
        ("Law", say(judged)),
    )


def system_head(pack: Pack) -> str:
    """Return how running heads name the system."""
    system = pack.system
    version = f"version {shortened(system.version, 24)}" if system.version else ""
    return " · ".join(filter(None, (system.reference, shortened(system.name, LONGEST_HEAD), version)))
