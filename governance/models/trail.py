"""The trail: one row for every change, each bound to the one before."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef

from governance.models.organisation import Unit
from governance.vocabulary import Role

if TYPE_CHECKING:
    from governance.models.people import User

# Whom governance.permissions grants READ_TRAIL: a role in one unit opens no other unit's trail.
READERS = frozenset({Role.LAWYER, Role.AUDITOR})


class TrailQuerySet(models.QuerySet["TrailEntry"]):
    """Trail entries, asked in words."""

    def visible_to(self, user: "User") -> Self:
        """Keep the entries about units in which this person may read the trail; those about none are the root's."""
        return self.filter(Exists(Unit.objects.where(user, READERS).filter(path=OuterRef("unit_path"))))


class TrailEntry(models.Model):
    """One change: who, when, what, and the values before and after. Only ever added (triggers see to it)."""

    personal: ClassVar[frozenset[str]] = frozenset({"by"})

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(
        max_length=40, help_text="Id of the person; no name, so that a name can be forgotten."
    )
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, db_index=True)
    unit_path = models.CharField(max_length=500, db_index=True)
    before = models.JSONField()
    after = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = TrailQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.subject}"


class TrailHead(models.Model):
    """How long the chain is and how it ends; locked while an entry is added, so the trail has no gaps."""

    personal: ClassVar[frozenset[str]] = frozenset()

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="trailhead_is_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.seq} {self.digest[:12]}"
