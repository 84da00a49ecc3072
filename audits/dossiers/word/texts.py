"""Running text of a Word dossier: runs in their styles, links, marks."""

from audits.dossiers.blocks import Mark, Text
from audits.dossiers.word.nodes import Node, run_in
from audits.dossiers.word.sheet import Sheet, linked

STYLES = {"code": "Code", "strong": "Strong"}


def text_in(sheet: Sheet, paragraph: Node, text: Text) -> None:
    """Add runs of text to a paragraph, links as links."""
    for run in text:
        parent = linked(sheet, paragraph, run.href) if run.href else paragraph
        run_in(parent, run.text, STYLES.get(run.style, ""))


def mark_in(paragraph: Node, mark: Mark) -> None:
    """Add a state in a word; its colour says nothing that the word does not."""
    run_in(paragraph, mark.word, f"Mark{mark.tone.value}")
