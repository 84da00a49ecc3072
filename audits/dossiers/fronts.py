"""What a dossier shows first of its subject: a name, what it is for, a word on how matters stand."""

from collections import Counter
from dataclasses import dataclass, replace

from audits.dossiers.blocks import Mark, Text, Tone, say
from audits.dossiers.measured import gravest, read_measured
from audits.dossiers.opinion import Opinion, read_opinion
from audits.dossiers.sections.finding import tier_mark
from audits.dossiers.sections.marks import verdict_mark, word_mark
from audits.dossiers.wording import (
    brief,
    capital,
    counted,
    cut,
    day,
    law,
    plain,
    several,
    shortened,
    thousands,
)
from audits.packs.pack import Pack

LONGEST_NAME, LONGEST_PURPOSE, LONGEST_HEADLINE = 240, 260, 260
LONGEST_ROW, LONGEST_HEAD = 120, 44


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
        name=brief(system.name, LONGEST_NAME) or "A system without a name",
        purpose=shortened(system.purpose, LONGEST_PURPOSE),
        mark=tier_mark(opinion.tier),
        headline=brief(opinion.headline, LONGEST_HEADLINE),
        rows=(*_system_rows(pack), ("Law", say(_law(opinion)))),
        head=_system_head(pack),
    )


def run_front(pack: Pack) -> Front:
    """Return the cover of a report on a fairness run: its gravest verdict stands there first."""
    run = next(iter(pack.fairness), None)
    measured = read_measured(run.result if run else {})
    labels = Counter(reading.label for reading in measured.readings)
    first = gravest(measured.readings)
    front = system_front(pack)
    rows = (
        ("Run", say(" · ".join(filter(None, (run.reference, brief(run.name, LONGEST_ROW)))) if run else "")),
        (
            "Measured",
            say(f"{several(measured.n, 'person', 'persons')}, {day(run.finished_at)}" if run else ""),
        ),
    )
    return replace(
        front,
        mark=verdict_mark(first) if first else Mark("No verdict", Tone.OPEN),
        headline=brief(
            ". ".join(f"{word}: {thousands(count)}" for word, count in labels.most_common()), LONGEST_HEADLINE
        ),
        rows=(*_system_rows(pack), *rows),
    )


def vendor_front(pack: Pack) -> Front:
    """Return the cover of a report on a vendor's product: the word it earned stands there first."""
    product, item = pack.product, next(iter(pack.vendors), None)
    return Front(
        name=brief(product.name, LONGEST_NAME) or "A product without a name",
        purpose=shortened(product.description, LONGEST_PURPOSE),
        mark=word_mark(item.word, item.verdict) if item else Mark("Not assessed", Tone.OPEN),
        headline=brief(" ".join(item.reasons[:1]), LONGEST_HEADLINE) if item else "",
        rows=(
            (
                "Vendor",
                say(" · ".join(filter(None, (brief(product.vendor, LONGEST_ROW), product.vendor_reference)))),
            ),
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
        counted(len(portfolio.systems), "system", "systems"), tier_mark(worst).tone if worst else Tone.PLAIN
    )
    pressing = (
        counted(overdue, "duty overdue", "duties overdue"),
        counted(len(portfolio.disparities), "disparity not closed", "disparities not closed"),
        counted(tiers["undetermined"], "system without a finding", "systems without a finding"),
    )
    return Front(
        name=brief(portfolio.unit, LONGEST_NAME) or "A unit without a name",
        purpose="Systems by tier, duties by quarter, disparities, vendors, and what the next legal dates change.",
        mark=mark,
        headline=f"{', '.join(pressing)}.".capitalize(),
        rows=(
            ("Covers", say(brief(pack.document.scope, LONGEST_ROW))),
            ("Unit", say(brief(portfolio.path, LONGEST_ROW))),
        ),
        head=shortened(portfolio.unit, LONGEST_HEAD),
    )


def _law(opinion: Opinion) -> str:
    return f"{law(opinion.edition)}, as on {day(opinion.on)}" if opinion.edition else "Not judged"


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
