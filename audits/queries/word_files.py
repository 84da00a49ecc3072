"""Word files as pages need them."""

from dataclasses import dataclass

from audits.models import Dossier, WordFile
from audits.queries.subjects import with_subject

MOST_OFFERED = 50


@dataclass(frozen=True)
class Offered:
    """What exists in Word of a dossier, and with which earlier ones it can be compared."""

    made: list[WordFile]
    earlier: list[Dossier]


def offered(dossier: Dossier) -> Offered:
    """Return the Word files of a dossier, and the earlier dossiers of its kind about the same. Two queries."""
    made = WordFile.objects.filter(dossier=dossier).select_related("earlier").defer("pieces", "changes")
    return Offered(list(made.order_by("-pk")), list(_earlier(dossier)))


def comparable(dossier: Dossier, earlier: Dossier) -> bool:
    """Say whether two dossiers are of one kind about one subject, versions of a system being one."""
    return dossier.pk != earlier.pk and _record(dossier) == _record(earlier)


def _earlier(dossier: Dossier) -> list[Dossier]:
    same = Dossier.objects.filter(kind=dossier.kind, queued_at__lte=dossier.queued_at).exclude(pk=dossier.pk)
    if dossier.run:
        same = same.filter(run__plan=dossier.run.plan_id)
    elif dossier.version:
        same = same.filter(version__system=dossier.version.system_id)
    elif dossier.assessment:
        same = same.filter(assessment__product=dossier.assessment.product_id)
    else:
        same = same.filter(unit=dossier.unit_id)
    return list(with_subject(same).order_by("-queued_at", "-pk")[:MOST_OFFERED])


def _record(dossier: Dossier) -> tuple[object, ...]:
    system = dossier.version.system_id if dossier.version else None
    product = dossier.assessment.product_id if dossier.assessment else None
    plan = dossier.run.plan_id if dossier.run else None
    return (dossier.kind, system, plan, product, dossier.unit_id)
