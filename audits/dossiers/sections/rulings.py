"""A clause for each provision that holds or is open; one table for those examined and set aside."""

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Margin,
    Mark,
    Paragraph,
    Table,
    Text,
    Tone,
    cell,
    say,
)
from audits.dossiers.opinion import FAILS, HOLDS, IDLE, OPEN, Exemption, Ground, Ruling, in_effect
from audits.dossiers.sections.citing import cited, joined
from audits.dossiers.wording import DASH, LONGEST_PARAGRAPH, answer, cut, day

MARKS = {
    HOLDS: Mark("Holds", Tone.CARE),
    OPEN: Mark("Open", Tone.OPEN),
    FAILS: Mark("Not met", Tone.PLAIN),
}
EXEMPT = {**MARKS, HOLDS: Mark("Applies", Tone.GOOD), IDLE: Mark("Met", Tone.PLAIN)}


def ruling_clause(ruling: Ruling, *, exceptions: bool = True) -> Clause:
    """Write a provision that holds or is open: what it says, what decided it, the exceptions considered."""
    blocks: list[Block] = [Paragraph(say(cut(ruling.says, LONGEST_PARAGRAPH)))] if ruling.says else []
    if ruling.note:
        blocks.append(Paragraph(say(cut(ruling.note)), "quiet"))
    if ruling.facts:
        blocks.append(_grounds(ruling.facts))
    if ruling.missing:
        blocks.append(
            Paragraph(say(cut(f"Still to be answered: {' '.join(ruling.missing)}", 2_000)), "quiet")
        )
    if ruling.exceptions and exceptions:
        blocks.append(_exemptions(tuple(in_effect(one, ruling) for one in ruling.exceptions)))
    margin = Margin(cited(ruling.provision), _mark(ruling), _dates(ruling))
    return Clause(cut(ruling.title or ruling.rule, 300), tuple(blocks), margin)


def set_aside(rulings: tuple[Ruling, ...]) -> Clause:
    """Write the provisions that were examined and are not met, under the answer that decided each."""
    reasons: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        reasons.setdefault(_why(ruling), []).append(ruling)
    columns = (Column("Because", 36), Column("Provisions that are not met", 64))
    rows = tuple((cell(why), Cell(_listed(those))) for why, those in reasons.items())
    return Clause(
        "Examined and not met", (Table("Provisions examined and not met", columns, rows, wide=True),)
    )


def _listed(rulings: list[Ruling]) -> Text:
    named = (
        (*cited(ruling.provision), *say(f" {cut(ruling.title or ruling.rule, 200)}")) for ruling in rulings
    )
    return joined(named, "; ")


def _mark(ruling: Ruling) -> Mark:
    if ruling.state == HOLDS and not ruling.applies:
        return Mark("Holds, later", Tone.OPEN)
    return MARKS.get(ruling.state, MARKS[OPEN])


def _dates(ruling: Ruling) -> tuple[str, ...]:
    begins = f"Applies from {day(ruling.applies_from)}" if ruling.applies_from else ""
    ends = f"Until {day(ruling.until)}" if ruling.until else ""
    return tuple(filter(None, (begins, ends)))


def _grounds(facts: tuple[Ground, ...]) -> Table:
    columns = (Column("Decided by", 68), Column("Answer", 32))
    rows = tuple(
        (cell(cut(fact.question or fact.fact, 600)), cell(cut(answer(fact.answer, fact.labels), 600)))
        for fact in facts
    )
    return Table("", columns, rows)


def _exemptions(exceptions: tuple[Exemption, ...]) -> Table:
    columns = (Column("Exception considered", 38), Column("State", 16), Column("Why", 46))
    rows = tuple(map(_exemption, exceptions))
    return Table("", columns, rows)


def _exemption(item: Exemption) -> tuple[Cell, ...]:
    title = Cell(say(cut(item.title, 300)), cited(item.provision))
    return (title, Cell(mark=EXEMPT.get(item.state, MARKS[OPEN])), cell(cut(item.why, 900) or DASH))


def _why(ruling: Ruling) -> str:
    decided = [
        f"{cut(fact.question or fact.fact, 200).rstrip('.')} {answer(fact.answer, fact.labels)}."
        for fact in ruling.facts
    ]
    spared = [f"{cut(item.title, 200)} applies." for item in ruling.exceptions if item.state == HOLDS]
    return cut(" ".join(spared or decided), 900) or DASH
