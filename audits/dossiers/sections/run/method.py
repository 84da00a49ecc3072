"""How it was measured, on which data, with what it serves in the Act, and what it cannot show."""

from audits.dossiers.blocks import (
    Block,
    Clause,
    Column,
    Facts,
    Items,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    numbered,
    say,
)
from audits.dossiers.measured import read_measured
from audits.dossiers.places import Place
from audits.dossiers.sections.fairness import method, remarks
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.wording import DASH, cut, spaced, thousands
from audits.packs.pack import Pack
from audits.packs.parts import FairnessRun

SERVED = (
    (
        "Art. 10(2)(f), (g)",
        "Provider, high-risk",
        "Examination of the data for biases, and what is done about them.",
    ),
    (
        "Art. 15(1), (3)",
        "Provider, high-risk",
        "Accuracy over the life cycle, with the metrics that are declared.",
    ),
    (
        "Annex IV, points 2(g) and 3",
        "Provider, high-risk",
        "Test results with their metrics, by group of persons.",
    ),
    ("Art. 26(5)", "Deployer, high-risk", "Monitoring of the system in operation."),
    ("Art. 27(1)(d)", "Deployer, where an assessment is due", "Specific risks of harm to groups of persons."),
    (
        "Art. 4a",
        "Provider or deployer",
        "Conditions under which special categories may be used to find bias.",
    ),
)
PROVISIONS = (
    Column("Provision", 24),
    Column("Whom it binds", 28),
    Column("What this report gives to it", 48),
)
SERVES = "A report of figures discharges no duty by itself. Where the provision applies, this is evidence towards it."
STEPS = (
    "Rows were counted into cells, group by outcome by prediction, where they lay; only the counts were kept.",
    "Rates are those of Fairlearn, computed from the cells; the numbers by group were checked against it.",
    "Intervals come from resampling the cells; they reach as far as chance does, not as far as wrong labels do.",
    "Each verdict weighs size and chance together: a difference counts as supported only where both agree.",
)


def method_section(pack: Pack, place: Place) -> Section:
    """Write what makes the run repeatable."""
    run = next(iter(pack.fairness), None)
    digest = run.dataset_sha256 if run else ""
    points = (
        point(pack, place, "Digest of the data", "" if digest else "The data set has no digest on record."),
        *recorded(pack, place),
    )
    clauses = [
        Clause("How it was measured", (Items(tuple(map(say, STEPS))),)),
        *((Clause("This run", (Facts(method(run)),)), Clause("The data", (_data(run),))) if run else ()),
        Clause("Which provisions it serves", (Paragraph(say(SERVES)), _served())),
    ]
    if gaps := lacking(points):
        clauses.append(Clause("What this section lacks", notices(gaps)))
    lead = say("Enough to repeat it: the same counts, seed and versions give the same figures.")
    return Section(place.number, "Method and data", lead, numbered(place.number, clauses), points)


def _data(run: FairnessRun) -> Facts:
    told = run.result.get("dataset")
    data = told if isinstance(told, dict) else {}
    rows: tuple[tuple[str, Text], ...] = (
        ("File", say(cut(run.dataset, 300) or DASH)),
        ("SHA-256", say(spaced(run.dataset_sha256) or DASH, "code")),
        ("Form", say(str(data.get("format") or DASH))),
        ("Rows read", say(_count(data.get("rows")))),
        ("Bytes", say(_count(data.get("bytes")))),
    )
    return Facts(rows)


def _count(value: object) -> str:
    return thousands(value) if isinstance(value, int | float) else DASH


def _served() -> Table:
    rows = tuple((cell(cite), cell(whom), cell(what)) for cite, whom, what in SERVED)
    return Table("Provisions to which these figures are evidence", PROVISIONS, rows, wide=True)


def limits_section(pack: Pack, place: Place) -> Section:
    """Write what a reader must not conclude."""
    run = next(iter(pack.fairness), None)
    measured = read_measured(run.result if run else {})
    said = remarks(measured)
    blocks: list[Block] = [Items(tuple(say(cut(remark, 900)) for remark in said))] if said else []
    if not said:
        blocks.append(Paragraph(say("The result names no caveat of its own.")))
    clauses = (Clause("Caveats of this run", tuple(blocks)),)
    lead = say("Figures show what was counted. They do not show why it is so, nor whether it is lawful.")
    return Section(
        place.number,
        "What this test cannot show",
        lead,
        numbered(place.number, clauses),
        recorded(pack, place),
    )
