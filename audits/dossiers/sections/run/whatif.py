"""What other thresholds on the scores would have done; and one for each group, with the warning of the law first."""

from collections.abc import Iterator, Sequence

from audits.charts import label
from audits.charts.hidden import hidden_groups
from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Notice,
    Paragraph,
    Section,
    Table,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.measured import mapping
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.sections.run.figures import Raw, group, persons
from audits.dossiers.sections.run.measures import divisions
from audits.dossiers.wording import DASH, cut, decimal, percent
from audits.packs.pack import Pack

MOST_ACROSS = 6
SHOWN = ("selection_rate", "tpr", "fpr")
OVERALL = (
    Column("Threshold", 16),
    Column("Selected", 14, numeric=True),
    Column("Accuracy", 14, numeric=True),
    Column("Selection, lowest to highest", 20, numeric=True),
    Column("Selection, difference", 18, numeric=True),
    Column("Error rates, difference", 18, numeric=True),
)
EACH = (
    Column("Group", 28),
    Column("Persons", 12, numeric=True),
    Column("Own threshold", 14, numeric=True),
    Column("Selected", 15, numeric=True),
    Column("True-positive rate", 16, numeric=True),
    Column("False-positive rate", 15, numeric=True),
)
BOTH = (
    Column("Distance between groups", 46),
    Column("One threshold", 27, numeric=True),
    Column("One for each group", 27, numeric=True),
)
TRIED = "The same threshold for everybody, tried on the scores of this run. Nothing was decided by it."
WARNING = (
    "A simulation, not a recommendation. Thresholds that differ by a protected characteristic treat people "
    "differently because of it; a person must decide, with legal advice."
)


def holds_trials(pack: Pack) -> bool:
    """Say whether other thresholds were tried."""
    return bool(_clauses(pack))


def whatif_section(pack: Pack, place: Place) -> Section:
    """Write what was tried, the same for all first."""
    lead = say(
        "What would have been, had the threshold been another. The run itself used the one of its plan."
    )
    return Section(
        place.number, "Other thresholds", lead, numbered(place.number, _clauses(pack)), recorded(pack, place)
    )


def _clauses(pack: Pack) -> tuple[Clause, ...]:
    result: Raw = pack.fairness[0].result if pack.fairness else {}
    found: list[Clause] = []
    for title, part in divisions(result):
        sweep, hidden = mapping(mapping(part.get("scores")).get("sweep")), set(hidden_groups(part))
        tried = [mapping(one) for one in sweep.get("thresholds") or ()]
        if tried:
            found.append(_tried(title, tried))
            found += [one for measure in SHOWN for one in _by_group(title, tried, measure, hidden)]
        if simulation := mapping(sweep.get("simulation")):
            found.append(_simulated(title, simulation, hidden))
    return tuple(found)


def _tried(title: str, tried: Sequence[Raw]) -> Clause:
    rows, note = capped(tuple(map(_overall, tried)))
    name = f"One threshold for all, by {title}"
    return Clause(name, (Paragraph(say(TRIED), "quiet"), Table(name, OVERALL, rows, wide=True, note=note)))


def _overall(one: Raw) -> tuple[Cell, ...]:
    everyone, apart = mapping(one.get("overall")), mapping(one.get("headline"))
    return (
        cell(_threshold(one), "" if one.get("exact") else f"counted at {decimal(one.get('used'))}"),
        cell(percent(everyone.get("selection_rate"))),
        cell(percent(everyone.get("accuracy"))),
        cell(decimal(apart.get("demographic_parity_ratio"))),
        cell(decimal(apart.get("demographic_parity_difference"))),
        cell(decimal(apart.get("equalized_odds_difference"))),
    )


def _threshold(one: Raw) -> str:
    value = one.get("threshold")
    return f"{value:g}" if isinstance(value, int | float) else DASH


def _by_group(title: str, tried: Sequence[Raw], measure: str, hidden: set[str]) -> Iterator[Clause]:
    """Yield a measure at each threshold, six side by side."""
    name = f"{label(measure)} at each threshold, by {title}"
    tables = tuple(
        _across(name, tried[first : first + MOST_ACROSS], measure, hidden)
        for first in range(0, len(tried), MOST_ACROSS)
    )
    if any(mapping(one.get("overall")).get(measure) is not None for one in tried):
        yield Clause(name, tables)


def _across(name: str, tried: Sequence[Raw], measure: str, hidden: set[str]) -> Table:
    columns = (
        Column("Group", 28),
        Column("Persons", 12, numeric=True),
        *(Column(_threshold(one), 60 // len(tried), numeric=True) for one in tried),
    )
    groups = sorted(mapping(tried[0].get("by_group")))
    rows = [_at_each(one, tried, measure, one in hidden) for one in groups]
    everyone = (cell(percent(mapping(one.get("overall")).get(measure))) for one in tried)
    rows.append((cell("All"), cell(DASH), *everyone))
    printed, note = capped(tuple(rows))
    return Table(name, columns, printed, wide=True, note=note)


def _at_each(name: str, tried: Sequence[Raw], measure: str, few: bool) -> tuple[Cell, ...]:  # noqa: FBT001
    found = [mapping(mapping(one.get("by_group")).get(name)) for one in tried]
    counted = None if few else found[0].get("count")
    return (
        group(name),
        persons(counted),
        *(cell(DASH if few else percent(one.get(measure))) for one in found),
    )


def _simulated(title: str, simulation: Raw, hidden: set[str]) -> Clause:
    """Write the simulation of a threshold for each group, its legal warning before any number."""
    aim = label(str(simulation.get("equalise") or "")).lower()
    warning = Notice(
        "Not lawful by itself", say(cut(str(simulation.get("warning") or WARNING), 1_500)), Tone.BAD
    )
    common = mapping(simulation.get("common"))
    said = f"Aim: the {aim} of every group as close as can be to {percent(simulation.get('aim'))}."
    rows, note = capped(
        tuple(_each(name, simulation, common, name in hidden) for name in _groups(simulation))
    )
    name = f"A threshold for each group, by {title}"
    blocks = (
        warning,
        Paragraph(say(said), "quiet"),
        Table(
            f"{name}; below each figure the one with a threshold for all", EACH, rows, wide=True, note=note
        ),
        _distances(simulation, common),
    )
    return Clause(name, blocks)


def _groups(simulation: Raw) -> list[str]:
    return sorted(map(str, mapping(simulation.get("by_group"))))


def _each(name: str, simulation: Raw, common: Raw, few: bool) -> tuple[Cell, ...]:  # noqa: FBT001
    if few:
        return (group(name), cell("few"), *(cell(DASH) for _ in range(4)))
    own, before = (mapping(mapping(one.get("by_group")).get(name)) for one in (simulation, common))
    threshold = mapping(simulation.get("thresholds")).get(name)
    rates = (cell(percent(own.get(key)), percent(before.get(key))) for key in SHOWN)
    return (group(name), persons(own.get("count")), cell(decimal(threshold, 2)), *rates)


def _distances(simulation: Raw, common: Raw) -> Table:
    after, before = mapping(simulation.get("headline")), mapping(common.get("headline"))
    rows = tuple(
        (cell(label(key)), cell(decimal(before.get(key))), cell(decimal(value)))
        for key, value in after.items()
    )
    return Table("What it does to the distances between groups", BOTH, rows)
