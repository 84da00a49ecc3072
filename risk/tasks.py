"""The law's doorbells."""

from celery import shared_task
from django.utils import timezone

from governance.models import User
from risk.actions import classifications
from risk.queries.classifications import outdated


@shared_task
def rejudge_outdated() -> None:
    """Judge again what was judged on an earlier state of the register; a hundred at a time."""
    for version in outdated(limit=100):
        classifications.judge(version=version, by=User.objects.clockwork(), at=timezone.now())
