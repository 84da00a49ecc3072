"""What the assessment comes to, why, until when; and what was assessed, of whom, for which systems."""

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Items,
    Margin,
    Mark,
    Paragraph,
    Section,
    Table,
    Text,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.finding import tier_mark
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.marks import word_mark
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, country, cut, day, several
from audits.packs.pack import Pack
from audits.packs.parts import VendorAssessment
from audits.packs.products import Use

NUMBER_NOTE = (
    "A number only stands beside the word: the word comes from the weakest area, the number is a mean."
)
USES = (Column("System", 44), Column("Version", 14), Column("Tier", 18), Column("Used for", 24))


def conclusion_section(pack: Pack, place: Place) -> Section:
    """Write the word first, then the reasons for it."""
    item = next(iter(pack.vendors), None)
    points = (
        point(
            pack,
            place,
            "A conclusion",
            "" if item and (item.word or item.verdict) else "Nothing was concluded.",
        ),
        point(pack, place, "A summary", "" if item and item.summary else "No summary is written."),
        point(pack, place, "Still valid", _expiry(item, pack.document.created_at)),
        *recorded(pack, place),
    )
    clauses = [*_clauses(item, pack.document.created_at)]
    if gaps := lacking(points):
        clauses.append(Clause("What this section lacks", notices(gaps)))
    lead = say(word_mark(item.word, item.verdict).word + "." if item else "No assessment is recorded.")
    return Section(place.number, "Conclusion", lead, numbered(place.number, clauses), points)


def _expiry(item: VendorAssessment | None, at: str) -> str:
    expired = item is not None and bool(item.valid_until) and item.valid_until[:10] < at[:10]
    return f"The assessment expired on {day(item.valid_until)}." if item and expired else ""


def _clauses(item: VendorAssessment | None, at: str) -> tuple[Clause, ...]:
    if item is None:
        return ()
    ended = Mark("Expired", Tone.BAD) if _expiry(item, at) else Mark("Valid", Tone.GOOD)
    rows: tuple[tuple[str, Text], ...] = (
        ("Conclusion", say(word_mark(item.word, item.verdict).word, "strong")),
        ("Number", say("not scored" if item.score is None else f"{item.score:.0f} of 100")),
        ("Questionnaire", say(cut(item.questionnaire, 300) or DASH)),
        (
            "Concluded",
            say(", ".join(filter(None, (cut(item.assessed_by, 200), day(item.assessed_at)))) or DASH),
        ),
        ("Valid until", say(day(item.valid_until) or DASH)),
    )
    blocks: list[Block] = [Facts(rows), Paragraph(say(NUMBER_NOTE), "quiet")]
    brief = Clause("In brief", tuple(blocks), Margin(say(item.reference), ended))
    why = Clause("Why", (Items(tuple(say(cut(reason, 900)) for reason in item.reasons)),))
    summary = Clause("Summary", (Paragraph(say(cut(item.summary, 20_000))),))
    return (brief, *((why,) if item.reasons else ()), *((summary,) if item.summary else ()))


def product_section(pack: Pack, place: Place) -> Section:
    """Write what was assessed, who supplies it, and which systems rely on it."""
    product = pack.product
    rows: tuple[tuple[str, Text], ...] = (
        ("Product", say(" · ".join(filter(None, (cut(product.name, 400), product.reference))))),
        ("Kind", say(product.kind)),
        ("Vendor", say(" · ".join(filter(None, (cut(product.vendor, 400), product.vendor_reference))))),
        ("Established in", say(country(product.country))),
        ("Website", say(cut(product.website, 300))),
        ("Contact", say(cut(product.contact, 300))),
        ("Kept by", say(cut(product.unit, 200))),
    )
    told = tuple((name, value or say("Not recorded", "quiet")) for name, value in rows)
    described = (Paragraph(say(cut(product.description, 20_000))),) if product.description else ()
    clauses = (Clause("Product and vendor", (Facts(told), *described)), _uses(product.uses, product.unit))
    points = (
        point(
            pack,
            place,
            "A description of the product",
            "" if product.description else "The product is not described.",
        ),
        *recorded(pack, place),
    )
    lead = say(
        f"Used by {several(len(product.uses), 'version of a system', 'versions of systems')} of this unit."
    )
    return Section(place.number, "What was assessed", lead, numbered(place.number, clauses), points)


def _uses(uses: tuple[Use, ...], unit: str) -> Clause:
    title = "Systems that use it"
    if not uses:
        words = f"No system of {cut(unit, 200) or 'this unit'} or of a unit below it uses the product."
        return Clause(title, (Paragraph(say(words)),))
    rows, note = capped(tuple(map(_use, uses)))
    return Clause(
        title, (Table("Versions of systems that use the product", USES, rows, wide=True, note=note),)
    )


def _use(one: Use) -> tuple[Cell, ...]:
    return (
        cell(cut(one.name, 300), one.system),
        cell(cut(one.version, 80) or DASH),
        Cell(mark=tier_mark(one.tier)),
        cell(cut(one.use, 300) or DASH),
    )
