"""Who is told of what a plan comes to, and what they have not been told by mail."""

from datetime import datetime

from django.db.models import CharField, F, QuerySet, Value

from audits.models import Notice, Plan
from governance.models import Membership, User
from governance.permissions import Permission, units_for

MOST_TOLD = 50


def told_of(plan: Plan) -> list[User]:
    """Return the plan's owner and those it names, by name: who is active. One query."""
    named = User.objects.filter(pk__in=plan.listeners.values("user")) | User.objects.filter(pk=plan.owner_id)
    return list(named.filter(is_active=True).order_by("name", "pk"))


def listeners(plan: Plan) -> list[User]:
    """Return those whom a plan names, beside its owner, by name. One query."""
    return list(User.objects.filter(pk__in=plan.listeners.values("user")).order_by("name", "pk"))


def may_be_told(plan: Plan) -> "QuerySet[User]":
    """Return who sees a plan's system today, by name: the only people a plan may name. One query when read."""
    path = Value(plan.system.unit.path, output_field=CharField())
    seats = Membership.objects.current().alias(path=path).filter(path__startswith=F("unit__path"))
    return User.objects.filter(pk__in=seats.values("user_id"), is_active=True).order_by("name", "pk")


def waiting_for_mail() -> list[User]:
    """Return the people whom no mail has told yet of something. One query."""
    waiting = Notice.objects.filter(mailed_at=None)
    return list(User.objects.filter(pk__in=waiting.values("user"), is_active=True).order_by("pk"))


def told(person: User, *, since: datetime) -> list[Notice]:
    """Return what a person was told since a moment, of plans that they still see, the newest first. One query."""
    rows = Notice.objects.visible_to(person).filter(user=person, at__gte=since).select_related("plan__system")
    return list(rows.order_by("-at", "-pk")[:MOST_TOLD])


def unmailed(person: User) -> list[Notice]:
    """Return what no mail has told a person yet, of plans that they may see today, the oldest first. One query."""
    rows = Notice.objects.filter(user=person, mailed_at=None)
    seen = units_for(person, Permission.READ)
    return list(
        rows.filter(plan__system__unit__in=seen).select_related("plan__system__unit").order_by("at", "pk")
    )
