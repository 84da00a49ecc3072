"""Dossiers as lists and pages need them."""

from dataclasses import dataclass

from django.urls import reverse

from audits.models import Dossier, DossierSchedule, VendorAssessment
from audits.queries.subjects import About, fields_of, with_subject
from governance.models import AISystem, SystemVersion, Unit

MOST_SHOWN = 100


@dataclass(frozen=True)
class Told:
    """What a dossier is about, as a page names it; `system` where it is about one."""

    word: str
    reference: str
    name: str
    url: str
    system: AISystem | None = None


def of_system(system: AISystem) -> list[Dossier]:
    """Return the newest dossiers of a system, without their packs. One query."""
    return _newest(version__system=system)


def of_subject(about: About, kind: str) -> list[Dossier]:
    """Return the newest dossiers of one kind about a subject, without their packs. One query."""
    return _newest(**fields_of(about), kind=kind)


def newest_version(system: AISystem) -> SystemVersion:
    """Return the version that a dossier speaks of unless another is chosen. One query."""
    return system.versions.select_related("system__unit", "system__owner").order_by("-number")[0]


def schedules_of(about: AISystem | Unit) -> list[DossierSchedule]:
    """Return the calendars by which dossiers about a system or a unit make themselves. One query."""
    whose = {"system": about} if isinstance(about, AISystem) else {"unit": about}
    rows = DossierSchedule.objects.filter(**whose).select_related("last_made").defer("last_made__pack")
    return list(rows.order_by("kind"))


def told(dossier: Dossier) -> Told:
    """Return what a dossier is about. No query for a row from `with_subject`."""
    if dossier.version:
        system = dossier.version.system
        name = f"{system.name}, version {dossier.version.label}"
        return Told("System", system.reference, name, system.get_absolute_url(), system)
    if dossier.assessment:
        return _of_assessment(dossier.assessment)
    return Told("Unit", "", dossier.unit.name if dossier.unit else "", reverse("audits:portfolio"))


def _of_assessment(assessment: VendorAssessment) -> Told:
    product = assessment.product
    name = f"{product.name} of {product.vendor.name}"
    return Told("Vendor assessment", assessment.reference, name, assessment.get_absolute_url())


def _newest(**wanted: object) -> list[Dossier]:
    return list(with_subject(Dossier.objects.filter(**wanted)).order_by("-pk")[:MOST_SHOWN])
