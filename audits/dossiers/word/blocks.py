"""What stands in a clause, block by block, as Word has it."""

from audits.dossiers.blocks import Block, Chart, Facts, Items, Notice, Paragraph, Table
from audits.dossiers.word.nodes import inside, paragraph_in, run_in
from audits.dossiers.word.pictures import alternative, picture
from audits.dossiers.word.sheet import Sheet
from audits.dossiers.word.tables import caption_in, facts_in, grid_in
from audits.dossiers.word.texts import text_in

STYLES = {"body": "Normal", "lead": "Lead", "quiet": "Quiet", "asks": "Quiet"}


class Unprintable(TypeError):
    """A block of a kind that has no form in Word yet."""


def block_in(sheet: Sheet, block: Block) -> None:
    """Add a block.

    Raises: Unprintable, for a kind that was added to the outline and not here.
    """
    match block:
        case Paragraph():
            paragraph = paragraph_in(sheet.body, STYLES.get(block.style, "Normal"), block.direction)
            text_in(sheet, paragraph, block.text)
        case Notice():
            paragraph = paragraph_in(sheet.body, "Notice")
            run_in(paragraph, f"{block.word}. ", f"Mark{block.tone.value}")
            text_in(sheet, paragraph, block.text)
        case Items():
            for item, direction in block.directed:
                text_in(sheet, paragraph_in(sheet.body, "ListBullet", direction), item)
        case Facts():
            facts_in(sheet, block)
        case Table():
            grid_in(sheet, block)
        case Chart():
            _chart(sheet, block)
        case _:
            raise Unprintable(type(block).__name__)


def _chart(sheet: Sheet, chart: Chart) -> None:
    svg = chart.svg
    run = inside(paragraph_in(sheet.body, "Normal"), "w:r")
    inside(run, "w:drawing").append(sheet.drawing(picture(svg), alternative(svg)))
    caption_in(sheet, "Figure", chart.caption)
