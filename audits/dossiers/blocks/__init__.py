"""What a dossier is made of, before any page exists: sections, clauses, paragraphs, tables, charts, gaps."""

from audits.dossiers.blocks.clauses import Clause, Margin, numbered
from audits.dossiers.blocks.flowing import Block, Facts, Items, Notice, Paragraph
from audits.dossiers.blocks.pictures import Chart
from audits.dossiers.blocks.sections import Point, Section
from audits.dossiers.blocks.tables import Cell, Column, Table, cell
from audits.dossiers.blocks.texts import Mark, Run, Text, Tone, direction_of, say

__all__ = [
    "Block",
    "Cell",
    "Chart",
    "Clause",
    "Column",
    "Facts",
    "Items",
    "Margin",
    "Mark",
    "Notice",
    "Paragraph",
    "Point",
    "Run",
    "Section",
    "Table",
    "Text",
    "Tone",
    "cell",
    "direction_of",
    "numbered",
    "say",
]
