"""Evidence of the demonstration: a fairness run by schedule, a vendor assessment, a dossier."""

from datetime import datetime, timedelta

from audits import doorbell, staging
from audits.actions import dossiers, logs, plans, schedules, vendor_assessments
from audits.fairness import Spec
from audits.management.demonstration.material import prediction_log, questions_answered, read
from audits.models import Dossier, Plan, Run, VendorAssessment
from audits.questionnaires import load
from governance.models import Product, SystemVersion, User
from governance.vocabulary import JobState

A_WEEK = timedelta(days=8)


def keep_plan(version: SystemVersion, *, by: User, at: datetime) -> Plan:
    """Return the fairness plan, made at the first run."""
    told = read("fairness")
    known = Plan.objects.filter(system=version.system, name=told["name"]).first()
    return known or plans.create(
        system=version.system,
        name=told["name"],
        spec=Spec.from_json(told["spec"]),
        thresholds_reason=told["thresholds_reason"],
        legal_basis=told["legal_basis"],
        keep_rows_until=None,
        by=by,
        at=at,
    )


def import_log(plan: Plan, version: SystemVersion, *, by: User, at: datetime) -> None:
    """Import the prediction log as an upload would be, unless it has been."""
    if plan.logs.exists():
        return
    counts = read("fairness")["counts"]
    columns = Spec.from_json(plan.spec).columns
    staged = staging.stage(prediction_log(counts), columns=columns, at=at)
    logs.admit(plan=plan, version=version, name="compas-two-years.csv", staged=staged, by=by, at=at)


def arrange(plan: Plan, *, by: User, at: datetime) -> None:
    """Put the plan on a calendar that began a week ago, so that the scheduler finds it due at once."""
    if not hasattr(plan, "schedule"):
        schedules.arrange(plan=plan, starts_at=at - A_WEEK, by=by, at=at, **read("fairness")["schedule"])


def newest_run(plan: Plan) -> Run | None:
    """Return the run that the scheduler asked for, once it has."""
    return Run.objects.filter(plan=plan).order_by("-queued_at").first()


def assess_vendor(*, by: User, at: datetime) -> VendorAssessment:
    """Return the concluded assessment of the foundation model, made at the first run."""
    told = read("vendors")["assessment"]
    product = Product.objects.select_related("vendor__unit").get(name=told["product"])
    done = VendorAssessment.objects.filter(product=product, state=VendorAssessment.State.CONCLUDED).first()
    if done:
        return done
    draft = VendorAssessment.objects.filter(product=product).first() or vendor_assessments.start(
        product=product, by=by, at=at
    )
    said = questions_answered(told["answers"])
    unknown = {
        question: {"value": None} for question in load(draft.questionnaire).questions if question not in said
    }
    vendor_assessments.answer(assessment=draft, answers=said | unknown, by=by, at=at)
    vendor_assessments.conclude(assessment=draft, summary=told["summary"], by=by, at=at)
    return draft


def request_dossier(version: SystemVersion, *, by: User, at: datetime) -> Dossier:
    """Return the dossier of a version, asked for at the first run; one that failed is asked for again."""
    known = Dossier.objects.filter(version=version).exclude(state__in=[JobState.FAILED, JobState.CANCELLED])
    if dossier := known.order_by("-queued_at").first():
        return dossier
    dossier = dossiers.request(about=version, by=by, at=at)
    doorbell.ring(dossier)
    return dossier
