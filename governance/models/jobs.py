"""What every row that a worker executes has in common."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from governance.vocabulary import JobState

MAX_ATTEMPTS = 4


class Job(models.Model):
    """A piece of long work as a row: its state, who holds it until when, and how far it has come.

    queued -> running -> done | failed | cancelled; a running row whose lease has passed may be claimed again.
    Its text is its reference.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(
        max_length=20, choices={s.value: s.label for s in JobState}, default=JobState.QUEUED, db_index=True
    )
    stage = models.CharField(max_length=100, blank=True)
    done_parts = models.PositiveBigIntegerField(default=0)
    all_parts = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    available_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    settled: ClassVar[frozenset[JobState]] = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_running_is_held",
                condition=~Q(state=JobState.RUNNING) | Q(claim__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_settled_has_end",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at=None)
                | Q(
                    state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED], finished_at__isnull=False
                ),
            ),
        ]

    @property
    def word(self) -> str:
        """What the trail calls such a job."""
        return str(self._meta.model_name)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen to this row by itself."""
        return self.state in self.settled

    @property
    def percent(self) -> int:
        """How far the present stage has come, from 0 to 100."""
        return min(100, round(100 * self.done_parts / self.all_parts)) if self.all_parts else 0
