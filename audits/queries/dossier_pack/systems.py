"""What is on record about a version of a system, part by part."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef

from audits.fairness.withholding import withheld
from audits.models import Run
from audits.packs import parts as said
from audits.queries import vendor_assessments
from audits.queries.counts import told as counts_told
from audits.queries.dossier_pack.assessments import assessed
from audits.queries.dossier_pack.thresholds import set_by_whom, with_thresholds
from governance.models import Component, SystemVersion
from governance.vocabulary import JobState, Tier
from risk import rulebook
from risk.engine import Edition
from risk.models import Answer, Classification, Obligation
from risk.queries.answers import stated
from risk.queries.classifications import current
from risk.queries.editions import adopted
from risk.queries.memoranda import memorandum
from risk.queries.positions import held, taken


class Record:
    """The rows about one version, each read once and only if a part asks for it."""

    def __init__(self, version: SystemVersion) -> None:
        rows = SystemVersion.objects.select_related("system__unit", "system__owner")
        self.version: SystemVersion = rows.get(pk=version.pk)

    @cached_property
    def standing(self) -> Classification | None:
        return current(self.version)

    @cached_property
    def edition(self) -> Edition:
        """The edition under which the version stands judged; the adopted one, where nobody judged it."""
        return rulebook.edition(self.standing.edition) if self.standing else adopted()

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        return tuple(_newest_runs(self.version))

    @property
    def settled(self) -> bool:
        """Whether the finding leaves nothing open that could still raise it."""
        return self.standing is not None and self.standing.tier != Tier.UNDETERMINED


PARTS: Mapping[str, Callable[[Record], Any]] = {
    "components": lambda record: tuple(map(_component, _components(record.version))),
    "finding": lambda record: record.standing.finding if record.standing else {},
    "positions": lambda record: tuple(_positions(record.version, record.standing)),
    "answers": lambda record: _answers(stated(record.version), record.edition),
    "obligations": lambda record: tuple(map(_duty, _owed(record.version))),
    "fairness": lambda record: tuple(map(measured, record.runs)),
    "vendors": lambda record: tuple(map(assessed, vendor_assessments.standing(record.version))),
    "evidence": lambda record: tuple(item for row in record.runs for item in counted(row)),
    "claim": lambda record: tuple(_claim(record)),
}


def parts_of(record: Record, wanted: frozenset[str]) -> dict[str, Any]:
    """Return the parts of a pack about a version that its kind needs, with the system itself.

    Cost: about a query for each part, whatever the number of rows.
    """
    gathered = {name: gather(record) for name, gather in PARTS.items() if name in wanted}
    return {"system": system_record(record.version), **gathered}


def _claim(record: Record) -> Iterable[said.ClaimPoint]:
    """Yield the points of the file under Art. 6(4), where an exception under Art. 6(3) is claimed."""
    written = memorandum(record.standing, record.version) if record.standing else None
    for point in written.file if written else ():
        yield said.ClaimPoint(
            title=point.title,
            says=point.says,
            reasons=tuple(source.note for source in point.sources if source.note),
            by=", ".join(dict.fromkeys(source.by for source in point.sources)),
            evidence=tuple(source.evidence for source in point.sources if source.evidence),
            gap=point.gap,
        )


def system_record(version: SystemVersion) -> said.SystemRecord:
    """Return how a pack names a system in one of its versions."""
    system = version.system
    return said.SystemRecord(
        reference=system.reference,
        name=system.name,
        external_id=system.external_id or "",
        purpose=system.purpose,
        description=version.changes,
        unit=system.unit.name,
        owner=system.owner.name,
        roles=tuple(system.operator_roles),
        lifecycle=system.lifecycle,
        version=version.label,
        version_date=version.created_at.date().isoformat(),
    )


def _components(version: SystemVersion) -> Iterable[Component]:
    rows = Component.objects.filter(version=version).select_related("product__vendor")
    return rows.order_by("product__reference")


def _component(row: Component) -> said.Component:
    product = row.product
    return said.Component(
        kind=product.get_kind_display(),
        reference=product.reference,
        name=product.name,
        supplier=product.vendor.name,
        use=row.use,
    )


def _positions(version: SystemVersion, standing: Classification | None) -> Iterable[said.Position]:
    """Return the newest position that a lawyer took, if any: confirmed or contested, standing or lapsed."""
    newest = held(taken(version), standing, version.system)
    if newest:
        row = newest.position
        yield said.Position(
            stance=row.stance,
            reasons=row.reasons,
            lapsed=newest.lapsed,
            tier=row.tier,
            provision=row.provision,
            of_tier=row.classification.tier,
            of_edition=row.classification.edition,
            of_day=row.classification.on_date.isoformat(),
            changes=tuple(f"{one.what} {one.now} (was: {one.before})" for one in newest.changes),
            by=row.by.name,
            at=row.at.isoformat(timespec="seconds"),
        )


def _answers(rows: dict[str, Answer], edition: Edition) -> tuple[said.Answer, ...]:
    """Return the answers in the order of the questionnaire; facts the edition does not know come last."""
    order = {name: place for place, name in enumerate(edition.facts)}
    named = sorted(rows, key=lambda name: (order.get(name, len(order)), name))
    return tuple(_answer(rows[name], edition) for name in named)


def _answer(row: Answer, edition: Edition) -> said.Answer:
    fact = edition.facts.get(row.fact)
    chosen = row.value if isinstance(row.value, list) else [row.value]
    return said.Answer(
        fact=row.fact,
        question=fact.question if fact else "",
        answer=row.value,
        labels=tuple(option.label for option in fact.options if option.id in chosen) if fact else (),
        note=row.note,
        evidence=row.evidence,
        section=fact.section if fact else "",
        by=row.by.name,
        at=row.at.isoformat(timespec="seconds"),
    )


def _owed(version: SystemVersion) -> Iterable[Obligation]:
    rows = Obligation.objects.filter(system_id=version.system_id).exclude(state=Obligation.State.FALLEN_AWAY)
    return rows.select_related("owner").order_by("role", "due_effective", "key")


def _duty(row: Obligation) -> said.OwedDuty:
    return said.OwedDuty(
        id=row.key,
        title=row.title,
        says=row.says,
        role=row.role,
        provision=said.Provision(**{key: row.provision.get(key) or "" for key in ("cite", "anchor", "url")}),
        due_effective=_day(row.due_effective),
        due_literal=_day(row.due_literal),
        due_note=row.due_note,
        recurrence=row.recurrence,
        limit=row.limit,
        fine=row.fine,
        state=row.state,
        owner=row.owner.name if row.owner else "",
        evidence=(row.evidence,) if row.evidence else (),
    )


def _newest_runs(version: SystemVersion) -> Iterable[Run]:
    """Return the last finished run of each plan of this version."""
    done = Run.objects.filter(version=version, state=JobState.DONE)
    later = done.filter(plan=OuterRef("plan"), finished_at__gt=OuterRef("finished_at"))
    rows = with_thresholds(done.filter(~Exists(later))).select_related(
        "plan__thresholds_set_by", "log__imported_by", "requested_by"
    )
    return rows.order_by("plan__reference", "-pk")


def measured(row: Run) -> said.FairnessRun:
    """Return a finished run as a pack keeps it."""
    result = withheld(row.result) if row.result else {}
    return said.FairnessRun(
        reference=row.reference,
        name=f"{row.plan.reference} {row.plan.name}",
        plan={**row.spec, **set_by_whom(row)},
        dataset=row.log.name,
        dataset_sha256=row.log.sha256,
        rows=int(result.get("n") or 0),
        finished_at=row.finished_at.isoformat(timespec="seconds") if row.finished_at else "",
        requested_by=row.requested_by.name,
        result=result,
    )


def counted(row: Run) -> tuple[said.Evidence, said.Evidence]:
    """Return the file that a run counted, and the counts, as evidence."""
    log = said.Evidence(
        reference=row.reference,
        title=f"Prediction log {row.log.name}, counted by {row.plan.reference}",
        kind="prediction log",
        sha256=row.log.sha256,
        owner=row.log.imported_by.name,
        added_at=row.log.imported_at.isoformat(timespec="seconds"),
    )
    counts = said.Evidence(
        reference=f"{row.reference}-counts",
        title=f"Counts from which {row.reference} was computed",
        kind="counts",
        sha256=sha256(counts_told(row)).hexdigest(),
        owner=row.requested_by.name,
        added_at=row.finished_at.isoformat(timespec="seconds") if row.finished_at else "",
    )
    return log, counts


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
