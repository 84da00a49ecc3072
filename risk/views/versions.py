"""Finding the version of a system that a page speaks of."""

from django.http import Http404

from governance.http import Request
from governance.models import AISystem, SystemVersion
from governance.permissions import Permission, fetch


def newest(request: Request, reference: str, permission: Permission) -> SystemVersion:
    """Return the newest version of a system this person may see and act on as the permission says.

    Cost: two queries to read, three to act.
    Raises: Http404, PermissionDenied.
    """
    systems = AISystem.objects.select_related("unit", "owner")
    system = fetch(systems, request.user, permission, reference=reference)
    version = system.versions.order_by("-number").first()
    if version is None:
        raise Http404
    version.system = system
    return version
