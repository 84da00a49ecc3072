"""A unit's register on one page: how many systems of each tier, and what presses."""

from collections import Counter

from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Facts,
    Items,
    Point,
    Section,
    Table,
    Text,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.finding import tier_mark
from audits.dossiers.sections.gaps import point, recorded
from audits.dossiers.sections.portfolio.quarters import overdue_owed
from audits.dossiers.wording import counted, cut, day, several, thousands
from audits.packs.pack import Pack
from audits.packs.portfolio import Portfolio

GRAVEST = ("prohibited", "high", "undetermined", "transparency", "minimal", "out_of_scope")
COLUMNS = (
    Column("Tier", 36),
    Column("Systems", 16, numeric=True),
    Column("Open questions", 18, numeric=True),
    Column("Duties open", 15, numeric=True),
    Column("Overdue", 15, numeric=True),
)
MOST_UNITS = 60


def glance_section(pack: Pack, place: Place) -> Section:
    """Write the section that a reader without time reads."""
    portfolio = pack.portfolio
    clauses = (
        Clause("Systems by tier", (_tiers(portfolio),)),
        Clause("What presses", (Items(_pressing(pack, place)),)),
        Clause("How far this report reaches", (_scope(pack),)),
    )
    return Section(
        place.number, "At a glance", _lead(pack), numbered(place.number, clauses), _points(pack, place)
    )


def _points(pack: Pack, place: Place) -> tuple[Point, ...]:
    portfolio = pack.portfolio
    return (
        point(pack, place, "The unit", "" if portfolio.unit else "The unit is not named."),
        point(
            pack, place, "Its systems", "" if portfolio.systems else "No system is registered in this unit."
        ),
        *recorded(pack, place),
    )


def _lead(pack: Pack) -> Text:
    systems = counted(len(pack.portfolio.systems), "system is", "systems are")
    return say(f"{systems} on record on {day(pack.document.created_at)}.")


def _tiers(portfolio: Portfolio) -> Table:
    """Return one row for each tier that has systems, and one for all of them."""
    counted = Counter(one.tier for one in portfolio.systems)
    known = [tier for tier in GRAVEST if counted[tier]]
    rows = [_row(portfolio, (tier,), tier_mark(tier).word) for tier in known]
    return Table("Systems by tier", COLUMNS, (*rows, _row(portfolio, GRAVEST, "All")))


def _row(portfolio: Portfolio, tiers: tuple[str, ...], word: str) -> tuple[Cell, ...]:
    those = [one for one in portfolio.systems if one.tier in tiers]
    sums = (
        len(those),
        sum(one.open_questions for one in those),
        sum(one.duties for one in those),
        sum(one.overdue for one in those),
    )
    return (cell(word), *(cell(thousands(number)) for number in sums))


def _pressing(pack: Pack, place: Place) -> tuple[Text, ...]:
    portfolio, today = pack.portfolio, pack.document.created_at[:10]
    late = sum(len(duty.systems) for duty in overdue_owed(portfolio.duties, today))
    expired = sum(1 for one in portfolio.vendors if one.valid_until and one.valid_until < today)
    bare = sum(1 for one in portfolio.vendors if not one.assessment)
    said = (
        (counted(late, "duty is overdue", "duties are overdue"), "quarters"),
        (
            counted(len(portfolio.disparities), "disparity is not closed", "disparities are not closed"),
            "disparities",
        ),
        (counted(expired, "vendor assessment has expired", "vendor assessments have expired"), "vendors"),
        (counted(bare, "product is without an assessment", "products are without an assessment"), "vendors"),
        (_next_change(portfolio), "dates"),
    )
    return tuple((*say(f"{words}: "), *place.see(where), *say(".")) for words, where in said)


def _next_change(portfolio: Portfolio) -> str:
    if not portfolio.changes:
        return "No enacted change of the law concerns these systems"
    first = portfolio.changes[0].date
    systems = {name for change in portfolio.changes if change.date == first for name in change.systems}
    return f"On {day(first)} the law changes for {several(len(systems), 'system', 'systems')}"


def _scope(pack: Pack) -> Facts:
    units = pack.portfolio.units
    named = ", ".join(cut(unit, 120) for unit in units[:MOST_UNITS])
    more = f", and {thousands(len(units) - MOST_UNITS)} more" if len(units) > MOST_UNITS else ""
    return Facts(
        (
            ("Unit", say(cut(pack.portfolio.unit, 300))),
            ("Units covered", say(named + more)),
            ("Asked for by", say(cut(pack.document.requested_by, 200))),
            ("Read by", say("Whoever may see this unit in the register; nothing of another unit is in it.")),
        )
    )
