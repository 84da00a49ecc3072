"""What a dossier shows first of its subject: a name, what it is for, a word on how matters stand."""

from collections import Counter
from dataclasses import dataclass, replace

from audits.dossiers.blocks import Mark, Text, Tone, say
from audits.dossiers.measured import gravest, read_measured
from audits.dossiers.opinion import Opinion, read_opinion
from audits.dossiers.sections.finding import tier_mark
from audits.dossiers.sections.marks import verdict_mark, word_mark
from audits.dossiers.wording import capital, cut, day, plain, several, shortened, thousands
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
        rows=(*_system_rows(pack), ("Law", say(_law(opinion)))),
        head=_system_head(pack),
    )


def run_front(pack: Pack) -> Front:
    """Return the cover of a report on a fairness run: its gravest verdict stands there first."""
    run = next(iter(pack.fairness), None)
    measured = read_measured(run.result if run else {})
    counted = Counter(reading.label for reading in measured.readings)
    first = gravest(measured.readings)
    front = system_front(pack)
    rows = (
        ("Run", say(" · ".join(filter(None, (run.reference, cut(run.name, 200)))) if run else "")),
        (
            "Measured",
            say(f"{several(measured.n, 'person', 'persons')}, {day(run.finished_at)}" if run else ""),
        ),
    )
    return replace(
        front,
        mark=verdict_mark(first) if first else Mark("No verdict", Tone.OPEN),
        headline=". ".join(f"{word}: {thousands(count)}" for word, count in counted.most_common()),
        rows=(*_system_rows(pack), *rows),
    )


def vendor_front(pack: Pack) -> Front:
    """Return the cover of a report on a vendor's product: the word it earned stands there first."""
    product, item = pack.product, next(iter(pack.vendors), None)
    return Front(
        name=cut(product.name, 400) or "A product without a name",
        purpose=shortened(product.description, LONGEST_PURPOSE),
        mark=word_mark(item.word, item.verdict) if item else Mark("Not assessed", Tone.OPEN),
        headline=cut(" ".join(item.reasons[:1]), 400) if item else "",
        rows=(
            ("Vendor", say(" · ".join(filter(None, (cut(product.vendor, 200), product.vendor_reference))))),
            ("Product", say(" · ".join(filter(None, (product.kind, product.reference))))),
            ("Assessment", say(item.reference if item else "")),
            ("Valid until", say(day(item.valid_until) if item else "")),
        ),
        head=" · ".join(
            filter(
                None,
                (product.reference, shortened(product.name, LONGEST_HEAD), shortened(product.vendor, 40)),
            )
        ),
    )


def unit_front(pack: Pack) -> Front:
    """Return the cover of a portfolio: how many systems there are, and what presses."""
    portfolio = pack.portfolio
    overdue = sum(one.overdue for one in portfolio.systems)
    tiers = Counter(one.tier for one in portfolio.systems)
    worst = next((tier for tier in ("prohibited", "high", "undetermined") if tiers[tier]), "")
    mark = Mark(
        several(len(portfolio.systems), "system", "systems"), tier_mark(worst).tone if worst else Tone.PLAIN
    )
    pressing = (
        several(overdue, "duty overdue", "duties overdue"),
        several(len(portfolio.disparities), "disparity not closed", "disparities not closed"),
        several(tiers["undetermined"], "system without a finding", "systems without a finding"),
    )
    return Front(
        name=cut(portfolio.unit, 400) or "A unit without a name",
        purpose="Systems by tier, duties by quarter, disparities, vendors, and what the next legal dates change.",
        mark=mark,
        headline=f"{', '.join(pressing)}.".capitalize(),
        rows=(("Covers", say(cut(pack.document.scope, 200))), ("Unit", say(cut(portfolio.path, 200)))),
        head=shortened(portfolio.unit, LONGEST_HEAD),
    )


def _law(opinion: Opinion) -> str:
    return f"Edition {opinion.edition}, as on {day(opinion.on)}" if opinion.edition else "Not judged"


def _system_rows(pack: Pack) -> tuple[tuple[str, Text], ...]:
    """Return which system in which version, in which roles."""
    system = pack.system
    version = f"version {cut(system.version, 80)}" if system.version else ""
    return (
        ("Roles", say(capital(", ".join(plain(role) for role in system.roles)))),
        ("System", say(" · ".join(filter(None, (system.reference, version))))),
    )


def _system_head(pack: Pack) -> str:
    system = pack.system
    version = f"version {shortened(system.version, 24)}" if system.version else ""
    return " · ".join(filter(None, (system.reference, shortened(system.name, LONGEST_HEAD), version)))
