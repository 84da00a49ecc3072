"""A dossier as a Typst document: the same outline, block by block, set about as Annex sets it.

Every text is a string of Typst, so that nothing in it is markup.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from audits.charts.typefaces import printable
from audits.dossiers import Pack
from audits.dossiers.blocks import (
    Block,
    Cell,
    Chart,
    Clause,
    Facts,
    Items,
    Mark,
    Notice,
    Paragraph,
    Run,
    Section,
    Table,
    Text,
)
from audits.dossiers.cover import cover_of
from audits.dossiers.coverage import coverage
from audits.dossiers.kinds import outline_of
from audits.dossiers.word.pictures import alternative

HEAD = """
#set document(title: {title}, author: {author})
#set page(paper: "a4", margin: (top: 27mm, right: 20mm, bottom: 23mm, left: 22mm),
  header: text(6.9pt, font: "Inter", {head}),
  footer: text(6.9pt, font: "Inter", [#{foot} #h(1fr) Page #context counter(page).display()
    of #context counter(page).final().first()]))
#set text(9.7pt, lang: "en", hyphenate: false,
  font: ("Source Serif 4", "Noto Serif", "Inter", "Noto Sans Hebrew", "Noto Sans Arabic"))
#set par(leading: 0.62em, spacing: 2.4mm)
#set heading(numbering: none)
#show heading.where(level: 1): it => block(sticky: true, above: 13mm, below: 5mm, text(19pt, weight: 600, it.body))
#show heading.where(level: 2): it => block(sticky: true, above: 6mm, below: 2mm,
  text(9.6pt, font: "Inter", weight: 600, it.body))
#set table(stroke: (bottom: 0.15mm + rgb("#d5dbe1")), inset: (left: 0mm, right: 2.4mm, y: 1.25mm), align: left + top)
#show table: set text(7.7pt, font: ("Inter", "Noto Serif", "Noto Sans Hebrew", "Noto Sans Arabic"))
#show figure: set block(breakable: true)
#set figure.caption(position: top)
#let quiet(body) = text(fill: rgb("#5b6773"), body)
#let small(body) = quiet(text(7.2pt, font: "Inter", body))
#let see(place, words) = [#link(place, words) (page #context counter(page).at(place).first())]
#let beside(body) = place(dx: -42mm, box(width: 36mm, text(7.2pt, font: "Inter", body)))
#let clause(body) = pad(left: 42mm, body)
#let notice(body) = block(stroke: (left: 1mm, rest: 0.25mm), inset: 2mm, text(8pt, font: "Inter", body))
#let chart(file, alt, words) = figure(image(file, width: 126mm, alt: alt), caption: words, kind: image)
"""


def typst(pack: Pack, folder: Path) -> str:
    """Return the source of a dossier; its charts are written into the folder as SVG."""
    outline = outline_of(pack)
    sections = outline.write(pack)
    cover = cover_of(pack, coverage(sections))
    head = {"title": cover.title, "author": cover.author, "head": cover.head, "foot": cover.foot}
    source = HEAD
    for name, words in head.items():
        source = source.replace(f"{{{name}}}", _said(words))
    charts = _Charts(folder)
    parts = [source, _text_of(cover.kicker), f"#text(28pt)[#{_said(cover.name)}]\n", _text_of(cover.purpose)]
    parts += [_facts(cover.rows), "#pagebreak()\n#outline(depth: 2)\n#pagebreak()\n"]
    for section in sections:
        parts += _section(section, charts)
    return "".join(parts)


class _Charts:
    """The folder where charts lie, each under a number."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def kept(self, svg: str) -> str:
        self.count += 1
        name = f"chart-{self.count}.svg"
        (self.folder / name).write_text(svg, encoding="utf-8")
        return name


def _section(section: Section, charts: _Charts) -> Iterator[str]:
    yield f"= #{_said(f'{section.number}  {section.title}')} <{section.anchor}>\n"
    yield f"#pad(left: 42mm, emph[{_text(section.lead)}])\n"
    for clause in section.clauses:
        yield _clause(clause, charts)


def _clause(clause: Clause, charts: _Charts) -> str:
    margin = clause.margin
    lines = [
        _text(margin.provision),
        _mark(margin.mark),
        *(f"#quiet({_said(line)})" for line in margin.lines),
    ]
    beside = " \\\n".join(filter(None, lines))
    parts = [f"== #{_said(f'{clause.number}  {clause.title}')} <{clause.anchor}>\n"]
    parts += [f"#beside[{beside}]\n"] if beside else []
    parts += [_block(block, charts) for block in clause.blocks]
    return f"#clause[\n{''.join(parts)}]\n"


def _block(block: Block, charts: _Charts) -> str:
    match block:
        case Paragraph():
            words = f"par[{_text(block.text)}]"
            return f"#quiet({words})\n" if block.style == "quiet" else f"#{words}\n"
        case Notice():
            return f"#notice[#strong({_said(block.word + '.')}) {_text(block.text)}]\n"
        case Items():
            return "".join(f"- {_text(item)}\n" for item in block.items)
        case Facts():
            return _facts(block.rows)
        case Table():
            return _table(block)
        case Chart():
            svg = block.svg
            told = _said(charts.kept(svg)), _said(alternative(svg)), _said(block.caption)
            return f"#chart({', '.join(told)})\n"
    raise TypeError(type(block).__name__)


def _facts(rows: Iterable[tuple[str, Text]]) -> str:
    cells = "".join(f"  quiet({_said(name)}), [{_text(value)}],\n" for name, value in rows)
    return f"#table(columns: (30fr, 70fr),\n{cells})\n"


def _table(table: Table) -> str:
    columns = ", ".join(f"{column.width}fr" for column in table.columns)
    align = ", ".join("right" if column.numeric else "left" for column in table.columns)
    head = ", ".join(f"strong({_said(column.title)})" for column in table.columns)
    rows = "".join(f"  {', '.join(map(_cell, row))},\n" for row in table.rows)
    made = f"table(columns: ({columns},), align: ({align},), table.header({head}),\n{rows})"
    caption = (
        f"#figure({made}, caption: {_said(table.caption)}, kind: table)\n" if table.caption else f"#{made}\n"
    )
    return f"#pad(left: -42mm)[{caption}]\n" if table.wide else caption + _note(table.note)


def _note(note: str) -> str:
    return f"#small({_said(note)})\n" if note else ""


def _cell(cell: Cell) -> str:
    lines: Sequence[str] = (
        _text(cell.text),
        _mark(cell.mark),
        f"#quiet[{_text(cell.below)}]" if cell.below else "",
    )
    return f"[{' #linebreak() '.join(filter(None, lines))}]"


def _mark(mark: Mark | None) -> str:
    return f"#strong({_said(mark.word)})" if mark else ""


def _text(text: Text) -> str:
    return "".join(map(_run, text))


def _run(run: Run) -> str:
    words, style, href = run.text, run.style, run.href
    if style == "see":
        return f"#see(<{href[1:]}>, {_said(words)})"
    if href.startswith("#"):
        return f"#link(<{href[1:]}>, {_said(words)})"
    if href:
        return f"#link({_said(href)}, {_said(words)})"
    if style == "code":
        return f'#text(font: "IBM Plex Mono", {_said(words)})'
    return {"strong": "#strong({})", "quiet": "#quiet({})"}.get(style, "#{}").format(_said(words))


def _text_of(words: str) -> str:
    return f"#par[#{_said(words)}]\n" if words else ""


def _said(words: str) -> str:
    """Return a string of Typst; JSON's differ in how they name a character that cannot be seen."""
    return json.dumps(printable(words), ensure_ascii=False)
