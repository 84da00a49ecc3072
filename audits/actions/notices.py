"""Telling people of what their plans came to: each thing once, a row first and the mail after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audits.models import Notice, Plan
from governance import trail
from governance.models import User


@dataclass(frozen=True)
class News:
    """One thing to tell: what of, under which key, in which words, and the page that shows it."""

    kind: Notice.Kind
    key: str
    says: str
    path: str


@transaction.atomic
def tell(*, plan: Plan, people: Iterable[User], news: Sequence[News], by: User, at: datetime) -> None:
    """Write down what people are to be told of a plan; what they were told of before changes nothing."""
    wanted = {person.pk: person for person in people if person.is_active}
    rows = Notice.objects.filter(plan=plan, user__in=wanted, key__in=[one.key for one in news])
    known = set(rows.values_list("user", "key"))
    fresh = [
        Notice(plan=plan, user=person, kind=one.kind, key=one.key, says=one.says, path=one.path, at=at)
        for person in wanted.values()
        for one in news
        if (person.pk, one.key) not in known
    ]
    if not fresh:
        return
    Notice.objects.bulk_create(fresh)
    trail.record(
        at=at, by=by, verb="plan.told", subject=plan.reference, unit=plan.system.unit,
        after={"keys": sorted({row.key for row in fresh}), "people": sorted({str(row.user_id) for row in fresh})},
    )  # fmt: skip


@transaction.atomic
def mailing(*, person: User, notices: Sequence[Notice], by: User, at: datetime) -> tuple[Notice, ...]:
    """Claim notices for a mail that is about to go, and return those that nobody else has claimed."""
    rows = Notice.objects.select_for_update(of=("self",)).filter(
        pk__in=[row.pk for row in notices], user=person, mailed_at=None
    )
    claimed = tuple(rows.select_related("plan__system__unit").order_by("at", "pk"))
    if claimed:
        Notice.objects.filter(pk__in=[row.pk for row in claimed]).update(mailed_at=at)
        _record("person.mailed", claimed, by, at)
    return claimed


@transaction.atomic
def not_mailed(*, notices: Sequence[Notice], by: User, at: datetime) -> None:
    """Take the claim back: the mail server refused, and the next digest may try again."""
    Notice.objects.filter(pk__in=[row.pk for row in notices]).update(mailed_at=None)
    _record("person.not_mailed", notices, by, at)


def _record(verb: str, notices: Sequence[Notice], by: User, at: datetime) -> None:
    first = notices[0]
    trail.record(
        at=at, by=by, verb=verb, subject=f"person:{first.user_id}", unit=first.plan.system.unit,
        after={"notices": len(notices)},
    )  # fmt: skip
