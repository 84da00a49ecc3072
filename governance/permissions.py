"""Who may do what: permissions, the roles that grant them, and the gate every view carries."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from rules.permissions import set_perm
from rules.predicates import predicate

from governance.models import Membership, ScopedQuerySet, Unit, User, unit_of
from governance.vocabulary import Role

Row = TypeVar("Row", bound=models.Model)
View = Callable[..., HttpResponseBase]


class Permission(StrEnum):
    """One power; a change of who holds it is a reviewed change of this file."""

    READ = "annex.read"
    READ_TRAIL = "annex.read_trail"
    EDIT_REGISTER = "annex.edit_register"
    ANSWER_FACTS = "annex.answer_facts"
    SETTLE_OBLIGATIONS = "annex.settle_obligations"
    RULE_ON_FINDINGS = "annex.rule_on_findings"
    ADOPT_EDITIONS = "annex.adopt_editions"
    MEASURE = "annex.measure"
    SEE_COUNTS = "annex.see_counts"
    RULE_ON_FAIRNESS = "annex.rule_on_fairness"
    ASSESS_VENDORS = "annex.assess_vendors"
    WRITE_SHEETS = "annex.write_sheets"
    REQUEST_DOSSIERS = "annex.request_dossiers"
    APPROVE_DOSSIERS = "annex.approve_dossiers"
    HOLD_TOKENS = "annex.hold_tokens"


READING = frozenset({Permission.READ, Permission.READ_TRAIL})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.LAWYER: READING
    | {
        Permission.EDIT_REGISTER,
        Permission.ANSWER_FACTS,
        Permission.SETTLE_OBLIGATIONS,
        Permission.RULE_ON_FINDINGS,
        Permission.ADOPT_EDITIONS,
        Permission.MEASURE,
        Permission.SEE_COUNTS,
        Permission.RULE_ON_FAIRNESS,
        Permission.ASSESS_VENDORS,
        Permission.WRITE_SHEETS,
        Permission.REQUEST_DOSSIERS,
        Permission.APPROVE_DOSSIERS,
        Permission.HOLD_TOKENS,
    },
    Role.ENGINEER: frozenset({Permission.READ})
    | {
        Permission.EDIT_REGISTER,
        Permission.ANSWER_FACTS,
        Permission.MEASURE,
        Permission.SEE_COUNTS,
        Permission.ASSESS_VENDORS,
        Permission.WRITE_SHEETS,
        Permission.REQUEST_DOSSIERS,
        Permission.HOLD_TOKENS,
    },
    Role.AUDITOR: READING,
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that grant a permission."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)


def roles_of(user: User, record: object = None) -> frozenset[Role]:
    """Return the roles a person holds today: on a record, or anywhere. One query."""
    held = Membership.objects.current().filter(user=user)
    if record is not None:
        path = models.Value(unit_of(record).path, output_field=models.CharField())
        held = held.alias(path=path).filter(path__startswith=models.F("unit__path"))
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def powers_of(roles: frozenset[Role]) -> dict[str, bool]:
    """Return every permission by its lower-case name, and whether these roles grant it: `may.edit_register`.

    For pages, which show no button that the server would refuse; the gates below decide.
    """
    granted = frozenset().union(*(GRANTS[role] for role in roles))
    return {permission.name.lower(): permission in granted for permission in Permission}


def units_for(user: User, permission: Permission) -> "models.QuerySet[Unit]":
    """Return the units in which a person holds a permission. No query until it is read."""
    return Unit.objects.where(user, roles_with(permission))


def _grants(permission: Permission) -> Callable[[User, object], bool]:
    def holds(user: User, record: object = None) -> bool:
        if not user.is_authenticated or not user.is_active:
            return False
        units = units_for(user, permission)
        if record is None:
            return units.exists()
        return units.filter(pk=unit_of(record).pk).exists()

    return holds


for _permission in Permission:
    set_perm(_permission.value, predicate(_grants(_permission), name=_permission.value))


def needs(permission: Permission) -> Callable[[View], View]:
    """Let only signed-in people through who hold a permission somewhere; the view checks the record.

    The view carries its permission as `needs`, which tests/house reads on every route.
    """

    def gate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.has_perm(permission.value):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded = _or_reload(login_required(gated))
        guarded.needs = permission  # type: ignore[attr-defined]
        return guarded

    return gate


def _or_reload(view: View) -> View:
    """Let htmx reload the whole page when its reader was signed out: the door must not open in a panel."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if "HX-Request" in request.headers and not request.user.is_authenticated:
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return view(request, *args, **kwargs)

    return answered


def fetch(rows: ScopedQuerySet[Row], user: User, permission: Permission, **lookup: object) -> Row:
    """Return the one row a person may see and, where the permission is more than reading, may act on.

    Cost: one query to read, two to act.
    Raises: Http404, when it is not there or not theirs to see; PermissionDenied, when not theirs to act on.
    """
    row = get_object_or_404(rows.visible_to(user), **lookup)
    if permission not in READING and not user.has_perm(permission.value, row):
        raise PermissionDenied
    return row
