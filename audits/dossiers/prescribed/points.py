"""A section of the Act's points, a clause for each field, numbered as the Act numbers them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from audits.dossiers.blocks import Block, Clause, Margin, Mark, Notice, Paragraph, Point, Section, Tone, say
from audits.dossiers.places import Place
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.gaps import NOBODY
from audits.dossiers.wording import LONGEST_PARAGRAPH, brief, cut, day
from audits.packs.pack import Pack
from audits.packs.parts import Gap
from audits.packs.sheets import Sheet, SheetPoint

Chosen = Callable[[Pack], Sheet | None]

MARKS: Mapping[str, Mark] = {
    "stated": Mark("Stated", Tone.GOOD),
    "adopted": Mark("From the record", Tone.GOOD),
    "not_applicable": Mark("Does not apply", Tone.PLAIN),
    "known": Mark("To be adopted", Tone.CARE),
    "gap": Mark("Gap", Tone.OPEN),
    "left_out": Mark("Optional", Tone.PLAIN),
    "excluded": Mark("Not submitted", Tone.PLAIN),
}
UNCOUNTED = ("left_out", "excluded")
MOST_LINES = 400
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERS = re.compile(r"\(([0-9a-z]+)\)")


def points_under(sheet: Sheet, anchors: Iterable[str]) -> tuple[SheetPoint, ...]:
    """Return the fields that stand under one of these provisions, in the order of the document."""
    heads = tuple(anchors)
    return tuple(
        one
        for one in sheet.points
        if any(one.provision.anchor == head or one.provision.anchor.startswith(f"{head}-") for head in heads)
    )


def of_points(
    title: str, lead: str, *anchors: str, of: Chosen, prefix: str = "", asking: bool = False
) -> "Writer":
    """Return a writer of the section that holds the fields under these provisions, with what each asks."""

    def write(pack: Pack, place: Place) -> Section:
        sheet = of(pack)
        shown = points_under(sheet, anchors) if sheet else ()
        if sheet is None or not shown:
            clause = Clause(
                "Nothing is asked here", (Paragraph(say("The document has no such point."), "quiet"),)
            )
            return Section(place.number, title, say(lead), (_numbered(clause, f"{place.number}.1"),))
        clauses = tuple(
            _numbered(_clause(one, sheet, asking=asking), number)
            for one, number in zip(shown, _numbers(shown, prefix), strict=True)
        )
        return Section(place.number, title, say(lead), clauses, gaps_in(shown, sheet, place))

    return write


Writer = Callable[[Pack, Place], Section]


def gaps_in(shown: Sequence[SheetPoint], sheet: Sheet, place: Place) -> tuple[Point, ...]:
    """Return what these fields have to say, each with its gap if it has one."""
    return tuple(Point(one.label, _gaps(one, sheet, place)) for one in shown if one.state not in UNCOUNTED)


def _gaps(one: SheetPoint, sheet: Sheet, place: Place) -> tuple[Gap, ...]:
    if one.state not in ("gap", "known"):
        return ()
    return (Gap(section=place.number, what=_lacks(one), owner=sheet.owner),)


def _lacks(one: SheetPoint) -> str:
    asked = f"{cut(one.label, 200)} ({one.provision.cite})."
    return f"To be adopted from the record: {asked}" if one.state == "known" else f"Not stated: {asked}"


def _clause(one: SheetPoint, sheet: Sheet, *, asking: bool) -> Clause:
    margin = Margin(cited(one.provision), MARKS.get(one.state, MARKS["gap"]), _said_by(one))
    asked = (Paragraph(say(cut(one.asks)), "asks"),) if asking and one.asks else ()
    return Clause(cut(one.label, 300), (*asked, *_blocks(one, sheet)), margin)


def _said_by(one: SheetPoint) -> tuple[str, ...]:
    said = ", ".join(filter(None, (brief(one.by, 48), day(one.at)))) if one.by else ""
    return tuple(filter(None, (said,)))


def _blocks(one: SheetPoint, sheet: Sheet) -> Iterable[Block]:
    owner = brief(sheet.owner, 120) or NOBODY
    if one.state == "gap":
        needed = " where it applies" if one.needed == "where_applicable" else ""
        yield Notice("Gap", say(f"Nothing is stated; the Act asks for it{needed}. Owner: {owner}."))
    elif one.state == "excluded":
        yield Paragraph(say("Not part of what is submitted to the non-public section (Art. 49(4))."), "quiet")
    elif one.state == "left_out":
        yield Paragraph(say("Nothing is stated; the Act leaves it open."), "quiet")
    else:
        yield from _said(one, owner)


def _said(one: SheetPoint, owner: str) -> Iterable[Block]:
    if one.state == "not_applicable":
        yield Paragraph(say("Said not to apply, because:"), "quiet")
    yield from paragraphs(one.text)
    if one.source:
        yield Paragraph(say(f"Source: {cut(one.source, 500)}."), "quiet")
    if one.evidence:
        yield Paragraph(say(f"Evidence: {cut(one.evidence, 500)}"), "quiet")
    if one.moved:
        yield Notice("Moved", say(f"The record says by now: {cut(one.moved, 900)}"), Tone.CARE)
    if one.state == "known":
        yield Notice(
            "Gap", say(f"The record says this; nobody has adopted it yet. Owner: {owner}."), Tone.CARE
        )


def paragraphs(text: str) -> Iterable[Paragraph]:
    """Yield a text as it was typed, a paragraph to a line; what no page can hold is counted."""
    lines = [line for line in cut(text, LONGEST_PARAGRAPH).split("\n") if line.strip()]
    for line in lines[:MOST_LINES]:
        yield Paragraph(say(day(line) if DAY.fullmatch(line) else line))
    if len(lines) > MOST_LINES:
        left = f"{len(lines) - MOST_LINES} more lines in the attached record."
        yield Paragraph(say(left), "quiet")


def _numbers(shown: Sequence[SheetPoint], prefix: str) -> tuple[str, ...]:
    """Number fields by their points: 1(a) where a point has one, 1(a).1 and 1(a).2 where it has more."""
    tails = [_tail(one.provision.cite, prefix) for one in shown]
    many, seen = Counter(tails), Counter[str]()
    numbers = []
    for tail in tails:
        seen[tail] += 1
        numbers.append(f"{tail}.{seen[tail]}" if many[tail] > 1 else tail)
    return tuple(numbers)


def _tail(cite: str, prefix: str) -> str:
    """Return 1(a) of Annex IV(1)(a), (c) of Art. 27(1)(c), 27(4) of Art. 27(4), A4 of Annex VIII, Section A(4)."""
    found: list[str] = NUMBERS.findall(cite) or [cite]
    first, *rest = found
    if article := re.match(r"Art\. (\d+)", cite):
        return f"({rest[-1]})" if rest else f"{article[1]}({first})"
    return prefix + first + "".join(f"({one})" for one in rest)


def _numbered(clause: Clause, number: str) -> Clause:
    return Clause(clause.title, clause.blocks, clause.margin, number)
