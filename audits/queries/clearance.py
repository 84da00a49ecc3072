"""What on record stands against releasing a version: the gate that pipelines ask (docs/api.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from audits.fairness.breaches import gravity, stands
from audits.fairness.verdicts import Verdict
from audits.models import Disparity, Plan, Run
from audits.queries.vendor_assessments import standing
from audits.scoring.words import Word
from governance.models import SystemVersion
from governance.vocabulary import JobState, Tier
from risk.engine import Finding
from risk.models import Obligation
from risk.queries.classifications import current
from risk.queries.what_if import finding

Known = tuple[str, tuple[str, ...]]
UNCLEARED = {Tier.PROHIBITED: "prohibited", Tier.UNDETERMINED: "undetermined"}


@dataclass(frozen=True)
class Reason:
    """One thing that stands against a release: a word for programs, a sentence, and what it is about."""

    code: str
    says: str
    subject: str


@dataclass(frozen=True)
class Clearance:
    """Whether anything on record stands against releasing a version, as on a day."""

    version: SystemVersion
    finding: Finding
    reasons: tuple[Reason, ...]

    @property
    def cleared(self) -> bool:
        return not self.reasons


def clearance(version: SystemVersion, on: date) -> Clearance:
    """Return what stands against releasing a version as on a day.

    Nothing is presumed from silence: no finding, no run of a plan, an unanswered question that could raise
    the tier each stand in the way. What nobody must record, such as a vendor assessment, does not.
    Cost: nine queries beside the version's system and unit, whatever there is.
    Raises: risk.engine.FactErrors, when a stored answer does not fit the edition any more.
    """
    found = finding(version, on=on)
    reasons = (
        *_of_the_law(version, found),
        *_of_duties(version, on),
        *_of_fairness(version, on),
        *_of_vendors(version, on),
    )
    return Clearance(version, found, reasons)


def _of_the_law(version: SystemVersion, found: Finding) -> Iterator[Reason]:
    """Judge by the law of the day; what is stored must say the same, or somebody has yet to look at it."""
    subject, stored = version.system.reference, current(version)
    said = (stored.edition, stored.tier) if stored else None
    if code := UNCLEARED.get(found.tier):
        yield Reason(code, found.headline, subject)
    if stored is None:
        yield Reason("not_classified", "Nobody has had this version judged.", subject)
    elif stored.system_revision < version.system.revision or said != (found.edition, found.tier):
        says = f"The finding of {stored.on_date:%-d %B %Y} is out of date: judge again."
        yield Reason("outdated", says, subject)


def _of_duties(version: SystemVersion, on: date) -> Iterator[Reason]:
    """Name every duty of the system itself whose day has passed without evidence.

    What the organisation owes once, and what only an occasion calls for, is no matter of a release.
    """
    overdue = Obligation.objects.filter(
        system_id=version.system_id,
        concerns=Obligation.Concerns.SYSTEM,
        state=Obligation.State.OPEN,
        due_effective__lt=on,
    )
    for row in overdue.order_by("due_effective", "pk"):
        told = f"{row.title} ({row.provision['cite']})"
        says = f"{told} was due on {row.due_effective:%-d %B %Y}; nothing shows that it is met."
        yield Reason("overdue", says, str(row.pk))


def _of_fairness(version: SystemVersion, on: date) -> Iterator[Reason]:
    """Ask of every plan that this version was measured as it stands and no supported disparity is open.

    A disparity that a lawyer accepted, and whose acceptance has not passed its day, stands in nobody's way.
    """
    last = Run.objects.filter(plan=OuterRef("pk"), version=version, state=JobState.DONE).order_by(
        "-finished_at"
    )
    plans = Plan.objects.filter(system_id=version.system_id).annotate(last=Subquery(last.values("pk")[:1]))
    standing_plans = list(plans.order_by("pk"))
    runs = Run.objects.defer("cells").in_bulk([plan.last for plan in standing_plans if plan.last])
    rows = Disparity.objects.filter(plan__system_id=version.system_id).exclude(state=Disparity.State.CLOSED)
    kept = list(rows.order_by("reference"))
    for row in kept:
        if row.verdict == Verdict.DISPARITY_SUPPORTED and not _stands_accepted(row, on):
            yield Reason("disparity", f"{row.reference} is open: {row.sentence}", row.reference)
    for plan in standing_plans:
        if plan.last is None:
            yield Reason("not_measured", f"{plan.name}: this version has not been measured.", plan.reference)
        else:
            known = {(row.measure, row.by): row.verdict for row in kept if row.plan_id == plan.pk}
            yield from _of_run(plan, runs[plan.last], known)


def _stands_accepted(row: Disparity, on: date) -> bool:
    until = row.accepted_until
    return row.state == Disparity.State.ACCEPTED and until is not None and until >= on


def _of_run(plan: Plan, run: Run, known: Mapping[Known, str]) -> Iterator[Reason]:
    """Name what speaks against the newest run of this version, besides what is on record as a disparity.

    What is on record may be less grave: another version's run, or one that a lawyer accepted, found it.
    """
    if run.spec != plan.spec:
        says = f"{plan.name}: the plan changed since {run.reference}; measure again."
        yield Reason("plan_changed", says, plan.reference)
    for stand in stands(run.result or {}):
        if stand.verdict != Verdict.DISPARITY_SUPPORTED:
            continue
        on_record = known.get((stand.measure, stand.by))
        if on_record is None or gravity(on_record) < gravity(stand.verdict):
            yield Reason("disparity", stand.sentence, run.reference)


def _of_vendors(version: SystemVersion, on: date) -> Iterator[Reason]:
    """Name the conclusions about products inside that stand against them, or stand no longer."""
    for row in standing(version):
        told = f"{row.product.name} of {row.product.vendor.name}"
        if row.score and row.score["overall"]["word"] == Word.NOT_ADEQUATE:
            yield Reason("vendor_not_adequate", f"{told} was found not adequate.", row.reference)
        if row.valid_until and row.valid_until < on:
            says = f"The assessment of {told} was valid until {row.valid_until:%-d %B %Y}."
            yield Reason("vendor_assessment_expired", says, row.reference)
