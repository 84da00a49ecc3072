"""The organisation, its tree of units, and who is a member of which."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Now
from uuid6 import uuid7

from governance.vocabulary import Role, SizeClass

if TYPE_CHECKING:
    from governance.models.people import User


class Organisation(models.Model):
    """The undertaking or authority whose register this is: one row an installation."""

    personal: ClassVar[frozenset[str]] = frozenset()

    name = models.CharField(max_length=200)
    size_class = models.CharField(max_length=20, choices={s.value: s.label for s in SizeClass})
    public_body = models.BooleanField(default=False)
    sector = models.CharField(max_length=200, blank=True)
    established_in_union = models.BooleanField(default=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 code of the place of establishment.")

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    """Units, asked in words."""

    def visible_to(self, user: "User") -> Self:
        """Keep the units this person is a member of today, and every unit below them. No query of its own."""
        return self.filter(_covered_by(Membership.objects.current().filter(user=user)))

    def where(self, user: "User", roles: frozenset[Role]) -> Self:
        """Keep the units in which this person holds one of these roles today, there or further up."""
        return self.filter(_covered_by(Membership.objects.current().filter(user=user, role__in=roles)))


class Unit(models.Model):
    """A part of the organisation; its path names every unit above it, so a prefix is the tree below."""

    personal: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(
        max_length=500, unique=True, help_text="Slugs from the root, each ended by a slash."
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="unit_path_ends_with_slash", condition=Q(path__endswith="/")),
        ]

    def __str__(self) -> str:
        return self.path


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, asked in words."""

    def current(self) -> Self:
        """Keep the memberships that have begun and not ended, by the database's clock."""
        return self.filter(
            Q(starts_at__lte=Now()), Q(ends_at=None) | Q(ends_at__gt=Now()), user__is_active=True
        )


class Membership(models.Model):
    """One person's role in one unit and everything below it, for a time: an auditor's door has an end."""

    personal: ClassVar[frozenset[str]] = frozenset({"user"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices={r.value: r.label for r in Role})
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="membership_once", fields=["user", "unit", "role"]),
            models.CheckConstraint(
                name="membership_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.unit_id}"


def _covered_by(memberships: MembershipQuerySet) -> Exists:
    """Say that one of these memberships lies in the unit at hand or above it."""
    outer = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
    return Exists(memberships.annotate(inner_path=outer).filter(inner_path__startswith=F("unit__path")))
