"""The rows that pages of evidence are about, fetched through the gate."""

from audits.models import Dossier, Plan, Run
from audits.queries.subjects import with_subject
from governance.http import Request
from governance.models import AISystem
from governance.permissions import Permission, fetch


def system_of(request: Request, reference: str, permission: Permission) -> AISystem:
    """Return a system that this person may see and act on."""
    rows = AISystem.objects.select_related("unit", "owner")
    return fetch(rows, request.user, permission, reference=reference)


def plan_of(request: Request, reference: str, permission: Permission) -> Plan:
    """Return a plan that this person may see and act on."""
    rows = Plan.objects.select_related("system__unit", "owner", "thresholds_set_by", "schedule")
    return fetch(rows, request.user, permission, reference=reference)


def run_of(request: Request, reference: str, permission: Permission) -> Run:
    """Return a run that this person may see and act on."""
    rows = Run.objects.select_related(
        "plan__system__unit", "plan__thresholds_set_by", "log", "version", "requested_by"
    )
    return fetch(rows.defer("cells", "log__cells"), request.user, permission, reference=reference)


def dossier_of(request: Request, reference: str, permission: Permission) -> Dossier:
    """Return a dossier that this person may see and act on, without its pack."""
    return fetch(with_subject(Dossier.objects.all()), request.user, permission, reference=reference)
