"""What is left of the differences between groups within the values of a column."""

from collections.abc import Iterator, Sequence

from audits.charts import label
from audits.dossiers.blocks import Cell, Clause, Column, Table, cell
from audits.dossiers.measured import mapping
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.run.figures import Raw, between, chance
from audits.dossiers.wording import DASH, cut, decimal, plain

WITHIN = (
    Column("Group", 22),
    Column("Against", 18),
    Column("Crude difference", 15, numeric=True),
    Column("Within strata", 15, numeric=True),
    Column("95 % interval", 18, numeric=True),
    Column("p (Holm)", 12, numeric=True),
)


def of_strata(title: str, part: Raw) -> Iterator[Clause]:
    """Yield what is left of each measure's differences within strata."""
    told = mapping(part.get("stratified"))
    strata = ", ".join(plain(str(one)) for one in _names(told.get("by")))
    for measure, groups in mapping(told.get("measures")).items():
        rows = tuple(_within(name, mapping(one)) for name, one in mapping(groups).items())
        if rows:
            printed, note = capped(rows)
            caption = f"{label(str(measure))} by {title}, within {strata or 'strata'}"
            yield Clause(caption, (Table(caption, WITHIN, printed, wide=True, note=note),))


def _names(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else [value] if value else []


def _within(name: str, one: Raw) -> tuple[Cell, ...]:
    return (
        cell(cut(name, 200), cut(_turned(one), 300)),
        cell(cut(str(one.get("reference") or DASH), 200)),
        cell(decimal(one.get("crude_difference"))),
        cell(decimal(one.get("mh_difference"))),
        cell(between(one.get("mh_difference_interval")) or DASH),
        cell(chance(one.get("p_holm"))),
    )


def _turned(one: Raw) -> str:
    """Return in words what the strata do to the crude difference, or why they say nothing."""
    simpson = mapping(one.get("simpson"))
    said = {"reversed": "turned round", "vanishes": "vanishes", "appears": "appears"}
    words = [f"{word} within strata" for key, word in said.items() if simpson.get(key) is True]
    return ", ".join(words) or str(one.get("why") or "")
