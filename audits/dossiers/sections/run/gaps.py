"""How far apart groups are, by each notion of parity, and by the four-fifths rule of thumb."""

from collections.abc import Iterator

from audits.charts import label
from audits.charts.hidden import hidden_groups
from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Table, cell, say
from audits.dossiers.measured import mapping
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.run.figures import Raw, chance, group, number, persons, share
from audits.dossiers.wording import DASH, capital, decimal, plain

GAPS = (
    Column("Notion of parity", 34),
    Column("Measures", 26),
    Column("Difference", 20, numeric=True),
    Column("Ratio", 20, numeric=True),
)
FIFTHS = (
    Column("Group", 22),
    Column("Persons", 9, numeric=True),
    Column("Selected", 9, numeric=True),
    Column("Rate", 10, numeric=True),
    Column("To the best", 11, numeric=True),
    Column("Below four fifths", 13),
    Column("One person changes it", 13),
    Column("p (Fisher)", 13, numeric=True),
)
NEVER_NOUGHT = (
    "The distance between the highest and the lowest of several groups is never nought in practice, and its interval "
    "cannot reach it: whether chance explains it is answered by the tests above."
)
RULE_OF_THUMB = (
    "The four-fifths rule of thumb (29 CFR 1607.4(D)) is United States practice on selection; "
    "the AI Act sets no number."
)


def of_gaps(title: str, part: Raw) -> Iterator[Clause]:
    """Yield the gap by each notion of parity, with its interval."""
    found = [(str(name), mapping(one)) for name, one in mapping(part.get("parities")).items()]
    rows = tuple(_gap(name, one) for name, one in found if one.get("difference") is not None)
    if rows:
        name = f"The widest gap by {title}"
        yield Clause(name, (Table(name, GAPS, rows, wide=True, note=NEVER_NOUGHT),))


def _gap(name: str, one: Raw) -> tuple[Cell, ...]:
    return (
        cell(label(name)),
        cell(", ".join(label(str(measure)) for measure in one.get("measures") or ()) or DASH),
        number(one.get("difference"), one.get("difference_interval")),
        number(one.get("ratio"), one.get("ratio_interval")),
    )


def of_four_fifths(title: str, part: Raw) -> Iterator[Clause]:
    """Yield each group's rate of selection against the best one, with what one person more would change."""
    told, hidden = mapping(part.get("four_fifths")), set(hidden_groups(part))
    groups = [(name, mapping(one)) for name, one in mapping(told.get("groups")).items() if name not in hidden]
    rows = tuple(_fifths(name, one) for name, one in groups)
    if rows:
        printed, note = capped(rows)
        name = f"Selection by {title}, against {plain(str(told.get('best_group') or 'the best group'))}"
        yield Clause(
            name, (Paragraph(say(RULE_OF_THUMB), "quiet"), Table(name, FIFTHS, printed, wide=True, note=note))
        )


def _fifths(name: str, one: Raw) -> tuple[Cell, ...]:
    return (
        group(name),
        persons(one.get("n")),
        persons(one.get("selected")),
        share(one.get("rate")),
        cell(decimal(one.get("impact_ratio"))),
        cell(_word(one.get("violation"))),
        cell(_word(one.get("flip_changes"))),
        cell(chance(one.get("p_fisher"))),
    )


def _word(value: object) -> str:
    return capital({True: "yes", False: "no"}.get(value, DASH)) if isinstance(value, bool) else DASH
