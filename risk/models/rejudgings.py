"""Judging everything anew, because an edition was adopted or a day of the law has come, and what it moved."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from uuid6 import uuid7

from governance.models import Job, ScopedQuerySet, Unit, User
from governance.vocabulary import Tier


class RejudgingQuerySet(ScopedQuerySet["Rejudging"]):
    """Reports of changes, asked in words."""

    def visible_to(self, user: User) -> Self:
        """Keep those that moved a system this person sees, and all of them for members of the whole house.

        Cost: no query of its own.
        """
        units = Unit.objects.visible_to(user)
        moved = Move.objects.filter(rejudging=models.OuterRef("pk"), system__unit__in=units)
        return self.filter(Q(unit__in=units) | models.Exists(moved))


class Rejudging(Job):
    """One edition adopted, or one day that passed: a job that judges every system it touches once more.

    The newest one of kind `edition` says which edition this installation has adopted, whatever its state.
    """

    class Kind(models.TextChoices):
        """Why everything is judged anew."""

        EDITION = "edition", "Edition adopted"
        DAY = "day", "A day has come"

    personal: ClassVar[frozenset[str]] = frozenset({"requested_by"})
    unit_lookup: ClassVar[str] = "unit"

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    unit = models.ForeignKey("governance.Unit", on_delete=models.PROTECT, related_name="+")
    edition = models.CharField(max_length=40)
    edition_before = models.CharField(max_length=40)
    on_date = models.DateField(help_text="The day as on which everything is judged.")
    judged = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    unjudged = models.PositiveIntegerField(default=0, help_text="Whose answers do not fit the edition.")

    objects = RejudgingQuerySet.as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(name="rejudging_once_a_day", fields=["on_date"], condition=Q(kind="day")),
        ]
        indexes = [models.Index(name="rejudging_newest", fields=["kind", "-queued_at"])]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("risk:change", args=[self.reference])


class Move(models.Model):
    """What a rejudging moved for one system, and why; waits until a lawyer has looked at it.

    `after` is empty where the answers do not fit the edition: then the earlier finding stands.
    """

    class State(models.TextChoices):
        """waiting -> confirmed | contested."""

        WAITING = "waiting", "Waiting"
        CONFIRMED = "confirmed", "Confirmed"
        CONTESTED = "contested", "Contested"

    personal: ClassVar[frozenset[str]] = frozenset({"ruled_by"})
    unit_lookup: ClassVar[str] = "system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rejudging = models.ForeignKey(Rejudging, on_delete=models.PROTECT, related_name="moves")
    system = models.ForeignKey("governance.AISystem", on_delete=models.PROTECT, related_name="moves")
    before = models.ForeignKey("risk.Classification", on_delete=models.PROTECT, related_name="moves_from")
    after = models.ForeignKey(
        "risk.Classification", null=True, blank=True, on_delete=models.PROTECT, related_name="moves_to"
    )
    tier_before = models.CharField(max_length=20, choices={t.value: t.label for t in Tier})
    tier_after = models.CharField(max_length=20, choices={t.value: t.label for t in Tier})
    changes = models.JSONField(help_text="risk.engine.moving.Movement as JSON.")
    problem = models.TextField(blank=True, help_text="Why it could not be judged.")
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    ruled_at = models.DateTimeField(null=True, blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(max_length=5000, blank=True)

    objects = ScopedQuerySet["Move"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="move_once", fields=["rejudging", "system"]),
            models.CheckConstraint(
                name="move_ruled_by_somebody",
                condition=Q(state="waiting", ruled_at=None, ruled_by=None)
                | ~Q(state="waiting") & Q(ruled_at__isnull=False, ruled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="move_contested_with_reason", condition=~Q(state="contested", reason="")
            ),
            models.CheckConstraint(
                name="move_judged_or_problem",
                condition=Q(after__isnull=False, problem="") | Q(after=None) & ~Q(problem=""),
            ),
        ]
        indexes = [models.Index(name="move_waiting", fields=["rejudging", "state"])]

    def __str__(self) -> str:
        return f"{self.rejudging_id} {self.system_id}"
