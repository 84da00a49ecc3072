"""How a worker judges the batches of a report."""

import gc

import pytest

from governance import leases
from governance.models import User
from risk import making
from risk.actions import rejudgings
from risk.models import Rejudging
from tests.risk.adopting import CV, adopt, judged


def test_garbage_is_collected_again_after_a_report(house, earlier, now):
    judged(house, CV, now)

    adopt(house, now)

    assert gc.isenabled()


def test_garbage_is_collected_again_after_a_batch_that_failed(house, earlier, now):
    judged(house, CV, now)
    report = rejudgings.adopt(edition_id="2026-1744", by=User.objects.clockwork(), at=now)

    with pytest.raises(leases.Lost):
        making.make_report(report, lambda *_: None)

    assert gc.isenabled()
    assert not Rejudging.objects.get(pk=report.pk).judged
