"""People and units as forms offer them."""

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value

from governance.models import Membership, Unit, User
from governance.vocabulary import Role


def may_own(user: User, *, also: User | None = None) -> "QuerySet[User]":
    """Return who may be named as the owner of something this person sees, by name; and `also` whoever is now.

    Lawyers and engineers of the units they see or of a unit above; auditors own nothing. One query when read.
    """
    seen = Unit.objects.visible_to(user).filter(path__startswith=OuterRef("unit__path"))
    seats = Membership.objects.current().filter(Exists(seen), role__in=[Role.LAWYER, Role.ENGINEER])
    wanted = Q(pk__in=seats.values("user_id"))
    if also:
        wanted |= Q(pk=also.pk)
    return User.objects.filter(wanted).order_by("name", "pk")


def work_in(unit: Unit, *, also: User | None = None) -> "QuerySet[User]":
    """Return who may own what a unit keeps, by name; and `also` whoever does now. One query when read.

    Lawyers and engineers of the unit or of one above it: whoever owns a thing must see it.
    """
    path = Value(unit.path, output_field=CharField())
    seats = Membership.objects.current().filter(role__in=[Role.LAWYER, Role.ENGINEER]).alias(path=path)
    wanted = Q(pk__in=seats.filter(path__startswith=F("unit__path")).values("user_id"))
    if also:
        wanted |= Q(pk=also.pk)
    return User.objects.filter(wanted).order_by("name", "pk")
