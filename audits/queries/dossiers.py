"""Dossiers as lists and pages need them."""

from audits.models import Dossier
from governance.models import AISystem, SystemVersion

MOST_SHOWN = 100


def of_system(system: AISystem) -> list[Dossier]:
    """Return the newest dossiers of a system, without their packs. One query."""
    rows = Dossier.objects.filter(version__system=system).select_related("version", "requested_by")
    return list(rows.defer("pack").order_by("-pk")[:MOST_SHOWN])


def newest_version(system: AISystem) -> SystemVersion:
    """Return the version that a dossier speaks of unless another is chosen. One query."""
    return system.versions.select_related("system__unit", "system__owner").order_by("-number")[0]
