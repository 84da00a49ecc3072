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
