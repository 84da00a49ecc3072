"""The products that a unit keeps on record: what each assessment came to and when it ends."""

from datetime import date, timedelta

from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Mark,
    Paragraph,
    Point,
    Section,
    Table,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.marks import word_mark
from audits.dossiers.sections.portfolio.quarters import named
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, brief, cut, day, several
from audits.packs.pack import Pack
from audits.packs.parts import Gap
from audits.packs.portfolio import PortfolioVendor

SOON = timedelta(days=90)
COLUMNS = (
    Column("Product", 30),
    Column("Vendor", 20),
    Column("Assessment", 18),
    Column("Valid until", 14),
    Column("Used by", 18),
)


def vendors_section(pack: Pack, place: Place) -> Section:
    """Write the products, those first whose assessment is missing, expired or about to expire."""
    products, today = pack.portfolio.vendors, pack.document.created_at[:10]
    clauses = [
        _listed(title, those, today)
        for title in ("Without an assessment", "Expired", "Expiring within 90 days", "Valid for longer")
        if (those := tuple(one for one in products if _standing(one, today) == title))
    ] or [Clause("Products", (Paragraph(say("No product of a vendor is on record.")),))]
    points = _points(pack, place, products, today)
    lead = say(f"{several(len(products), 'product', 'products')} of vendors that this unit keeps.")
    return Section(
        place.number, "Vendors", lead, numbered(place.number, clauses), points, landscape=bool(products)
    )


def _standing(one: PortfolioVendor, today: str) -> str:
    if not one.assessment:
        return "Without an assessment"
    if one.valid_until < today:
        return "Expired"
    soon = (date.fromisoformat(today) + SOON).isoformat()
    return "Expiring within 90 days" if one.valid_until <= soon else "Valid for longer"


def _points(pack: Pack, place: Place, products: tuple[PortfolioVendor, ...], today: str) -> tuple[Point, ...]:
    used = [one for one in products if one.systems]
    bare = tuple(_gap(place, one, "has no assessment") for one in used if not one.assessment)
    late = tuple(
        _gap(place, one, f"was assessed until {day(one.valid_until)}")
        for one in used
        if _standing(one, today) == "Expired"
    )
    return (
        Point("An assessment of each product in use", bare),
        Point("No assessment of a product in use expired", late),
        *recorded(pack, place),
    )


def _gap(place: Place, one: PortfolioVendor, how: str) -> Gap:
    what = f"{cut(one.name, 160)} of {cut(one.vendor, 120)}, used by {named(one.systems)}, {how}."
    return Gap(section=place.number, what=what, owner=one.unit)


def _listed(title: str, products: tuple[PortfolioVendor, ...], today: str) -> Clause:
    rows, note = capped(tuple(_row(one, today) for one in products))
    return Clause(title, (Table(f"Products: {title.lower()}", COLUMNS, rows, wide=True, note=note),))


def _row(one: PortfolioVendor, today: str) -> tuple[Cell, ...]:
    bare = Mark("Not assessed", Tone.OPEN)
    mark = word_mark(one.word, one.label) if one.assessment else bare
    ended = Mark("Expired", Tone.BAD) if one.valid_until and one.valid_until < today else None
    return (
        cell(cut(one.name, 300), one.product),
        cell(brief(one.vendor, 80)),
        Cell(say(one.assessment or DASH), mark=mark),
        Cell(say(day(one.valid_until) or DASH), mark=ended),
        cell(named(one.systems) or "No system"),
    )
