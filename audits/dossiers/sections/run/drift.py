"""How far people, and their scores, have moved since an earlier run: a verdict on other people is another verdict."""

from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Facts,
    Mark,
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
from audits.dossiers.sections.run.figures import Raw, chance, group, persons
from audits.dossiers.wording import cut, decimal, percent, plain, several
from audits.packs.pack import Pack

MOVED = (
    Column("Group or range", 36),
    Column("Before", 15, numeric=True),
    Column("Now", 15, numeric=True),
    Column("Share before", 17, numeric=True),
    Column("Share now", 17, numeric=True),
)
BANDS = {"little": Mark("Little change", Tone.GOOD), "moderate": Mark("Moderate change", Tone.CARE)}
MAJOR = Mark("Major change", Tone.BAD)
MEANS = (
    "The population stability index sums how far shares have moved. It says nothing about whether a group is treated "
    "well: where the people are others, earlier figures no longer describe them."
)


def holds_drift(pack: Pack) -> bool:
    """Say whether the run was set beside an earlier one."""
    return any(run.drift for run in pack.fairness)


def drift_section(pack: Pack, place: Place) -> Section:
    """Write a clause for each division of the people, then for the scores."""
    run = pack.fairness[0]
    moved: Raw = run.drift
    shifts = [
        (f"People by {_division(name)}", mapping(one)) for name, one in mapping(moved.get("groups")).items()
    ]
    shifts += [("Scores of everyone", mapping(moved.get("scores")))] if moved.get("scores") else []
    shifts += [
        (f"Scores of {name}", mapping(one)) for name, one in mapping(moved.get("scores_by_group")).items()
    ]
    said = " ".join(filter(None, (MEANS, str(moved.get("convention") or ""))))
    clauses = (
        Clause("How to read this", (Paragraph(say(said)),)),
        *(_clause(cut(title, 200), one) for title, one in shifts),
    )
    lead = say(f"{run.reference} beside {run.since}.")
    return Section(
        place.number,
        "Drift since an earlier run",
        lead,
        numbered(place.number, clauses),
        recorded(pack, place),
    )


def _division(name: str) -> str:
    return " and ".join(map(plain, name.split("|")))


def _clause(title: str, one: Raw) -> Clause:
    band = str(one.get("band") or "")
    mark = BANDS.get(band, MAJOR if band else Mark("Not compared"))
    rows = (
        ("Stability index", say(decimal(one.get("psi")), "strong")),
        ("Reading", say(mark.word)),
        ("Chi-square", say(_tested(one))),
    )
    printed, note = capped(tuple(_row(mapping(part)) for part in one.get("parts") or ()))
    return Clause(title, (Facts(rows), Table(title, MOVED, printed, note=note)))


def _tested(one: Raw) -> str:
    if one.get("chi2") is None:
        return "Nothing to compare"
    degrees = several(one.get("degrees") or 0, "degree", "degrees")
    return f"{decimal(one.get('chi2'), 1)} with {degrees} of freedom, p {chance(one.get('p'))}"


def _row(part: Raw) -> tuple[Cell, ...]:
    return (
        group(part.get("name") or ""),
        persons(part.get("n_before")),
        persons(part.get("n_now")),
        cell(percent(part.get("share_before"))),
        cell(percent(part.get("share_now"))),
    )
