"""The same thing done twice at the same moment is done once, and whoever comes second is told so."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from audits.actions import plans, reviews
from audits.fairness import Spec
from audits.models import Dossier, Plan, Review
from governance.actions import jobs
from governance.models import AISystem, TrailEntry, User
from governance.vocabulary import JobState, Role
from tests.factories import DossierFactory, RunFactory, VersionFactory, spec, user_in
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def told(act: Callable[[], object], *refusals: type[Exception]) -> Callable[[], str]:
    """Return the act as one that answers with the name of its refusal, or with nothing."""

    def tell() -> str:
        try:
            act()
        except refusals as refusal:
            return type(refusal).__name__
        return ""

    return tell


def test_of_two_decisions_on_one_dossier_one_stands(transactional_db, unit, lawyer, now):
    row = DossierFactory(
        version=VersionFactory(system__unit=unit, system__owner=lawyer), state=JobState.DONE, finished_at=now,
        file="dossiers/a.pdf", file_sha256="0" * 64,
    )  # fmt: skip
    Review.objects.create(dossier=row, asked_by=lawyer, asked_at=now)
    deciders = [user_in(unit, Role.LAWYER).pk for _ in range(2)]

    def deciding(who: object, *, approve: bool) -> Callable[[], object]:
        return lambda: reviews.decide(
            dossier=Dossier.objects.get(pk=row.pk), approve=approve, reasons="Read.",
            by=User.objects.get(pk=who), at=timezone.now(),
        )  # fmt: skip

    done = at_once(
        told(deciding(deciders[0], approve=True), reviews.NothingPending),
        told(deciding(deciders[1], approve=False), reviews.NothingPending),
    )

    assert sorted(done) == ["", "NothingPending"]
    assert TrailEntry.objects.filter(verb__in=["dossier.approved", "dossier.rejected"]).count() == 1
    assert Dossier.objects.filter(approves=row).count() == (done[0] == "")


def test_of_two_who_stop_a_run_one_does(transactional_db, lawyer):
    pk = RunFactory().pk

    def cancelling() -> None:
        jobs.cancel(job=RunFactory._meta.model.objects.get(pk=pk), by=lawyer, at=timezone.now())

    done = at_once(*[told(cancelling, jobs.Settled)] * 2)

    assert sorted(done) == ["", "Settled"]
    assert TrailEntry.objects.filter(verb="run.cancelled").count() == 1


def test_of_two_plans_of_one_name_one_is_made(transactional_db, unit, lawyer):
    VersionFactory(system__unit=unit, system__owner=lawyer)

    def making() -> None:
        plans.create(
            system=AISystem.objects.select_related("unit").get(), name="Yearly", spec=Spec.from_json(spec()),
            thresholds_reason="House rule.", legal_basis="", keep_rows_until=None,
            by=User.objects.get(pk=lawyer.pk), at=timezone.now(),
        )  # fmt: skip

    done = at_once(*[told(making, plans.NameTaken)] * 2)

    assert sorted(done) == ["", "NameTaken"]
    assert Plan.objects.count() == 1
