"""The section on fairness: what was measured, on whom, how sure we are, and what the test cannot show."""

from collections import Counter
from collections.abc import Iterator

from audits.dossiers.blocks import (
    Block,
    Clause,
    Facts,
    Items,
    Margin,
    Paragraph,
    Point,
    Section,
    Text,
    numbered,
    say,
)
from audits.dossiers.measured import Measured, read_measured
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.rates import readings_clause, results_clause
from audits.dossiers.wording import DASH, cut, day, decimal, plain, spaced, thousands
from audits.packs.pack import Pack
from audits.packs.parts import FairnessRun

MOST_REMARKS = 60
SILENCE = (
    "A measured difference is not a finding of discrimination, and its absence is no finding of lawfulness. "
    "The Act sets no numeric threshold; those used here were chosen by the people named above."
)


def fairness_section(pack: Pack, place: Place) -> Section:
    """Write the section on fairness, four clauses for each run."""
    points = _points(pack, place)
    gaps = lacking(points)
    clauses = [clause for run in pack.fairness for clause in _of_run(run, several=len(pack.fairness) > 1)]
    if not clauses or gaps:
        blocks = notices(gaps) or (Paragraph(say("No fairness assessment was planned.")),)
        clauses.append(Clause("What this section lacks", blocks))
    return Section(place.number, "Fairness", _lead(pack), numbered(place.number, clauses), points)


def _lead(pack: Pack) -> Text:
    if not pack.fairness:
        return say("No fairness assessment of this version has been executed.")
    verdicts = Counter(r.verdict for run in pack.fairness for r in read_measured(run.result).readings)
    word = "assessment was" if len(pack.fairness) == 1 else "assessments were"
    counted = ", ".join(f"{count} {plain(verdict)}" for verdict, count in verdicts.most_common())
    return say(f"{len(pack.fairness)} {word} executed. {f'Readings: {counted}.' if counted else ''}".rstrip())


def _points(pack: Pack, place: Place) -> tuple[Point, ...]:
    none = "" if pack.fairness else "No fairness assessment has been executed for this version."
    empty = {
        run.reference: f"The run {run.reference} has no result." for run in pack.fairness if not run.result
    }
    return (
        point(pack, place, "A fairness assessment", none),
        *(
            point(pack, place, f"Result of {run.reference}", empty.get(run.reference, ""))
            for run in pack.fairness
        ),
        *recorded(pack, place),
    )


def _of_run(run: FairnessRun, *, several: bool) -> Iterator[Clause]:
    measured = read_measured(run.result)
    prefix = f"{run.reference}: " if several else ""
    yield Clause(
        f"{prefix}What was measured", (Facts(method(run)),), Margin(say("Art. 10(2)(f), 15; Annex IV, 2(g)"))
    )
    if run.result:
        yield results_clause(run, measured, prefix)
        yield readings_clause(measured, prefix)
        yield _limits(measured, prefix)


def method(run: FairnessRun) -> tuple[tuple[str, Text], ...]:
    """Return what was measured, how and by whose thresholds, as names with values."""
    spec, measured = run.plan, read_measured(run.result)
    by = spec.get("by")
    return (
        ("Run", say(", ".join(filter(None, (run.reference, cut(run.name), day(run.finished_at)))))),
        ("Persons", say(_persons(run, measured))),
        ("Prediction", say(_column(spec.get("prediction"), spec.get("positive")))),
        ("Outcome", say(_column(spec.get("outcome"), ()))),
        ("Groups by", say(", ".join(map(str, by)) if isinstance(by, list | tuple) else str(by or DASH))),
        ("Favourable prediction", say(str(spec.get("favourable") or "not stated"))),
        ("Thresholds set by", say(cut(str(spec.get("thresholds_set_by") or "nobody named"), 200))),
        ("Why these thresholds", say(cut(str(spec.get("thresholds_reason") or "no reason recorded")))),
        ("Data set", say(cut(run.dataset) or DASH)),
        ("Its SHA-256", say(spaced(run.dataset_sha256) or DASH, "code")),
        ("Computed with", say(_tools(measured))),
    )


def _persons(run: FairnessRun, measured: Measured) -> str:
    counted = measured.n or run.rows
    missing = (
        f", {thousands(measured.missing_rows)} outcomes or predictions missing"
        if measured.missing_rows
        else ""
    )
    return f"n = {thousands(counted)}{missing}"


def _column(name: object, positive: object) -> str:
    words = (
        f", positive when {', '.join(map(plain, map(str, positive)))}"
        if isinstance(positive, list | tuple) and positive
        else ""
    )
    return f"{name}{words}" if name else DASH


def _tools(measured: Measured) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in measured.versions)
    seed = f"; seed {measured.seed}" if measured.seed is not None else ""
    agreement = measured.largest_difference
    check = (
        ""
        if agreement is None
        else f"; recomputed by Fairlearn with a largest difference of {decimal(agreement, 1)}"
    )
    return (versions or DASH) + seed + check


def _limits(measured: Measured, prefix: str) -> Clause:
    blocks: list[Block] = [Paragraph(say(SILENCE))]
    if said := remarks(measured):
        blocks.append(Items(tuple(say(cut(remark, 900)) for remark in said)))
    return Clause(f"{prefix}What this test cannot show", tuple(blocks))


def remarks(measured: Measured) -> list[str]:
    """Return what the result itself says against being read too far, as many as a reader would read."""
    said = [*measured.caveats, *(f"{where}: {why}." for where, why in measured.undefined)]
    if measured.hidden:
        said.append(f"Too few persons to show: {', '.join(sorted(measured.hidden))}.")
    if measured.left_out:
        said.append(f"Too few persons to conclude from: {', '.join(measured.left_out)}.")
    return said[:MOST_REMARKS]
