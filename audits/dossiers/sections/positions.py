"""What a lawyer holds of the finding: beside it, never instead of it."""

from audits.dossiers.blocks import Block, Clause, Facts, Items, Margin, Mark, Paragraph, Text, Tone, say
from audits.dossiers.wording import DASH, brief, cut, day, minute, tier
from audits.packs.parts import Position

CONTESTED = "contested"


def standing(positions: tuple[Position, ...]) -> str:
    """Return in a few words whether a lawyer stands behind the finding."""
    if not positions:
        return "No lawyer has confirmed or contested it"
    newest = positions[0]
    lapsed = ", but lapsed since" if newest.lapsed else ""
    return f"{newest.stance.capitalize()} by {brief(newest.by, 120)} on {day(newest.at)}{lapsed}"


def position_clause(position: Position) -> Clause:
    """Write down a position with its reasons; a contest shows what the rulebook says and what is held instead."""
    rows: list[tuple[str, Text]] = [
        (
            "The rulebook says",
            say(f"{tier(position.of_tier)}, edition {position.of_edition}, {day(position.of_day)}"),
        )
    ]
    if position.stance == CONTESTED:
        instead = ", ".join(part for part in (tier(position.tier), cut(position.provision, 200)) if part)
        rows.append(("The lawyer holds", say(instead or DASH)))
    rows.append(("By", say(f"{brief(position.by, 120)}, {minute(position.at)}")))
    blocks: list[Block] = [Facts(tuple(rows)), Paragraph(say(cut(position.reasons, 5_000)))]
    if position.changes:
        changed = "It lapsed" if position.lapsed else "It stands"
        blocks.append(Paragraph(say(f"{changed}; what changed since:")))
        blocks.append(Items(tuple(say(cut(change, 900)) for change in position.changes)))
    word = "Contested" if position.stance == CONTESTED else "Confirmed"
    tone = Tone.OPEN if position.lapsed else Tone.CARE if position.stance == CONTESTED else Tone.GOOD
    mark = Mark(f"{word}, lapsed" if position.lapsed else word, tone)
    return Clause("What the lawyer holds", tuple(blocks), Margin(mark=mark))
