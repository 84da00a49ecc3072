"""The section on vendors: who supplies the parts, and what was asked of them."""

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
    Point,
    Section,
    Table,
    Text,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, answer, capital, cut, day
from audits.packs.pack import Pack
from audits.packs.parts import Component, VendorAnswer, VendorAssessment


def vendors_section(pack: Pack, place: Place) -> Section:
    """Write the section on vendors, a clause for each assessment."""
    points = _points(pack, place)
    gaps = lacking(points)
    clauses = [_assessment(item, pack.document.created_at) for item in pack.vendors]
    if not clauses and not gaps:
        clauses = [Clause("Vendors", (Paragraph(say("No component of this version comes from a vendor.")),))]
    if gaps:
        clauses.append(Clause("What this section lacks", notices(gaps)))
    return Section(place.number, "Vendor assessment", _lead(pack), numbered(place.number, clauses), points)


def _lead(pack: Pack) -> Text:
    if not pack.vendors:
        return say("No vendor assessment is recorded for this version.")
    count = len(pack.vendors)
    return say(
        f"{count} {'product was' if count == 1 else 'products were'} assessed against a dated questionnaire."
    )


def _points(pack: Pack, place: Place) -> tuple[Point, ...]:
    supplied = (part for part in pack.components if part.supplier)
    asked = (point(pack, place, f"Assessment of {part.name}", _unassessed(pack, part)) for part in supplied)
    answered = (
        point(pack, place, f"Answers about {item.product}", _unanswered(item)) for item in pack.vendors
    )
    valid = (
        point(pack, place, f"Validity of {item.reference}", _expiry(item, pack.document.created_at))
        for item in pack.vendors
    )
    return (*asked, *answered, *valid, *recorded(pack, place))


def _unassessed(pack: Pack, part: Component) -> str:
    if any(item.product == part.name for item in pack.vendors):
        return ""
    return f"{cut(part.name, 200)} of {cut(part.supplier, 200)} has no assessment."


def _unknown(item: VendorAssessment) -> int:
    return sum(1 for given in item.answers if given.of is not None and given.points is None)


def _unanswered(item: VendorAssessment) -> str:
    count = _unknown(item)
    word = "answer" if count == 1 else "answers"
    return f"{count} {word} about {cut(item.product, 200)} not known." if count else ""


def _expiry(item: VendorAssessment, at: str) -> str:
    return (
        f"The assessment {item.reference} expired on {day(item.valid_until)}." if _expired(item, at) else ""
    )


def _expired(item: VendorAssessment, at: str) -> bool:
    return bool(item.valid_until) and item.valid_until[:10] < at[:10]


def _assessment(item: VendorAssessment, at: str) -> Clause:
    rows: tuple[tuple[str, Text], ...] = (
        ("Product", say(cut(item.product) or DASH)),
        ("Questionnaire", say(cut(item.questionnaire) or DASH)),
        ("Score", say(_score(item.score), "strong")),
        ("Verdict", say(capital(cut(item.verdict)) or DASH)),
        (
            "Assessed by",
            say(", ".join(filter(None, (cut(item.assessed_by, 200), day(item.assessed_at)))) or DASH),
        ),
        ("Valid until", say(day(item.valid_until) or "not stated")),
    )
    blocks: list[Block] = [Facts(rows)]
    if item.summary:
        blocks.append(Paragraph(say(cut(item.summary, 5_000))))
    if item.reasons:
        blocks.append(Items(tuple(say(cut(reason, 900)) for reason in item.reasons)))
    if item.answers:
        blocks.append(_answers(item.answers))
    mark = Mark("Expired", Tone.BAD) if _expired(item, at) else Mark("Valid", Tone.GOOD)
    return Clause(cut(item.vendor, 200), tuple(blocks), Margin(say(item.reference), mark))


def _answers(answers: tuple[VendorAnswer, ...]) -> Table:
    columns = (Column("Question", 46), Column("Answer", 42), Column("Points", 12, numeric=True))
    rows, note = capped(tuple(map(_row, answers)))
    return Table("What the vendor answered", columns, rows, note=note)


def _row(item: VendorAnswer) -> tuple[Cell, ...]:
    points = DASH if item.points is None else f"{item.points} of {item.of}"
    return (
        cell(cut(item.question, 600), cut(item.section, 120)),
        cell(cut(answer(item.answer)), cut(item.reason)),
        cell(points),
    )


def _score(score: float | None) -> str:
    return "not scored" if score is None else f"{score:.0f} of 100"
