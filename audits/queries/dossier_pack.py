"""Everything on record about a version of a system, gathered into the pack of a dossier."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef

from audits.models import Dossier, Run, VendorAssessment
from audits.packs import Pack
from audits.packs import parts as said
from audits.queries import vendor_assessments
from governance.models import Component, Organisation, SystemVersion, TrailHead, User
from governance.vocabulary import JobState, Tier
from risk import rulebook
from risk.engine import Edition
from risk.models import Answer, Classification, Obligation
from risk.queries.answers import stated
from risk.queries.classifications import current
from risk.queries.positions import held, taken


def pack_for(*, version: SystemVersion, reference: str, kind: str, by: User, at: datetime) -> Pack:
    """Return the pack of a dossier about a version as the rows stand now; freezing it is up to the caller.

    Cost: eleven queries, whatever the number of answers, obligations, runs, products and assessments.
    """
    version = SystemVersion.objects.select_related("system__unit", "system__owner").get(pk=version.pk)
    standing = current(version)
    edition = rulebook.edition(standing.edition if standing else rulebook.DEFAULT_EDITION)
    runs = list(_newest_runs(version))
    return Pack(
        document=_document(version, standing, reference=reference, kind=kind, by=by, at=at),
        organisation=_organisation(Organisation.objects.first()),
        system=_system(version),
        components=tuple(map(_component, _components(version))),
        finding=standing.finding if standing else {},
        positions=tuple(_positions(version, standing)),
        answers=_answers(stated(version), edition),
        obligations=tuple(map(_duty, _owed(version))),
        fairness=tuple(map(_run, runs)),
        vendors=tuple(map(_assessment, vendor_assessments.standing(version))),
        evidence=tuple(map(_log, runs)),
        trail=_head(TrailHead.objects.first(), at),
    )


def _document(
    version: SystemVersion,
    standing: Classification | None,
    *,
    reference: str,
    kind: str,
    by: User,
    at: datetime,
) -> said.Document:
    same = Dossier.objects.filter(version=version, kind=kind).order_by("queued_at", "pk")
    earlier: list[str] = list(same.values_list("reference", flat=True))
    settled = standing is not None and standing.tier != Tier.UNDETERMINED
    return said.Document(
        reference=reference,
        kind=kind,
        version=len(earlier) + 1,
        status="for review" if settled else "draft",
        created_at=at.isoformat(timespec="seconds"),
        requested_by=by.name,
        supersedes=earlier[-1] if earlier else "",
    )


def _organisation(whose: Organisation | None) -> said.Organisation:
    if whose is None:
        return said.Organisation()
    return said.Organisation(
        name=whose.name,
        size=whose.size_class,
        sector=whose.sector,
        establishment=whose.country,
        public_body=whose.public_body,
    )


def _system(version: SystemVersion) -> said.SystemRecord:
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
    rows = done.filter(~Exists(later)).select_related(
        "plan__thresholds_set_by", "log__imported_by", "requested_by"
    )
    return rows.order_by("plan__reference", "-pk")


def _run(row: Run) -> said.FairnessRun:
    result: dict[str, Any] = row.result or {}
    because = {
        "thresholds_set_by": row.plan.thresholds_set_by.name,
        "thresholds_reason": row.plan.thresholds_reason,
    }
    return said.FairnessRun(
        reference=row.reference,
        name=f"{row.plan.reference} {row.plan.name}",
        plan={**row.spec, **because},
        dataset=row.log.name,
        dataset_sha256=row.log.sha256,
        rows=int(result.get("n") or 0),
        finished_at=row.finished_at.isoformat(timespec="seconds") if row.finished_at else "",
        requested_by=row.requested_by.name,
        result=result,
    )


def _log(row: Run) -> said.Evidence:
    return said.Evidence(
        reference=row.reference,
        title=f"Prediction log {row.log.name}, counted by {row.plan.reference}",
        kind="prediction log",
        sha256=row.log.sha256,
        owner=row.log.imported_by.name,
        added_at=row.log.imported_at.isoformat(timespec="seconds"),
    )


def _assessment(row: VendorAssessment) -> said.VendorAssessment:
    told = vendor_assessments.as_json(row)
    areas = (f"{area['title']}: {area['label'].lower()}, {area['score']} of 100." for area in told["areas"])
    return said.VendorAssessment(
        reference=told["reference"],
        vendor=told["vendor"],
        product=told["product"],
        questionnaire=told["questionnaire"]["title"],
        score=told["overall"]["score"],
        verdict=told["overall"]["label"],
        summary=told["summary"],
        reasons=(*told["overall"]["reasons"], *areas),
        answers=tuple(map(_vendor_answer, told["answers"])),
        assessed_by=told["concluded_by"] or "",
        assessed_at=told["concluded_at"] or "",
        valid_until=told["valid_until"] or "",
    )


def _vendor_answer(told: dict[str, Any]) -> said.VendorAnswer:
    return said.VendorAnswer(
        question=told["question"],
        answer=told["answer"],
        section=told["area"],
        points=told["points"],
        of=told["of"],
        reason=" ".join(filter(None, (told["reason"], told["note"]))),
    )


def _head(head: TrailHead | None, at: datetime) -> said.TrailHead:
    if head is None:
        return said.TrailHead()
    return said.TrailHead(seq=head.seq, hash=head.digest, at=at.isoformat(timespec="seconds"))


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
