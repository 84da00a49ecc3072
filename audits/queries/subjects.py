"""What dossiers are about: a version of a system, a fairness run, a vendor assessment, a unit."""

from collections.abc import Mapping

from audits.models import Dossier, Run, VendorAssessment
from audits.packs.kinds import Subject
from governance.models import ScopedQuerySet, SystemVersion, Unit

About = SystemVersion | Run | VendorAssessment | Unit

SUBJECTS: Mapping[type[About], Subject] = {
    SystemVersion: Subject.SYSTEM,
    Run: Subject.RUN,
    VendorAssessment: Subject.ASSESSMENT,
    Unit: Subject.UNIT,
}


def subject_of(about: About) -> Subject:
    """Return what sort of thing a dossier is about."""
    return SUBJECTS[type(about)]


def fields_of(about: About) -> Mapping[str, About]:
    """Return the fields of a dossier's row that name its subject. No query for a run from `run_of`."""
    if isinstance(about, Run):
        return {"version": about.version, "run": about}
    field = {SystemVersion: "version", VendorAssessment: "assessment", Unit: "unit"}[type(about)]
    return {field: about}


def about_of(dossier: Dossier) -> About:
    """Return what a dossier is about. No query for a row from `with_subject`."""
    found = dossier.run or dossier.version or dossier.assessment or dossier.unit
    if found is None:
        raise ValueError(f"{dossier.reference} is about nothing")
    return found


def earlier(about: About, kind: str) -> list[str]:
    """Return the references of the dossiers of one kind about the same subject, oldest first. One query."""
    same = Dossier.objects.filter(**fields_of(about), kind=kind).order_by("queued_at", "pk")
    return list(same.values_list("reference", flat=True))


def with_subject(rows: ScopedQuerySet[Dossier]) -> ScopedQuerySet[Dossier]:
    """Return dossiers with what they are about and whose that is, without their packs. No query of its own."""
    joined = rows.select_related(
        "version__system__unit", "run", "assessment__product__vendor__unit", "unit", "requested_by"
    )
    return joined.defer("pack", "run__cells", "run__result")
