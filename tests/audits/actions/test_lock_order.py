"""Two who write at the same moment wait for each other: neither is ended for it, and nothing half done is read."""

import json
from functools import partial

import pytest
from django.db import connection

from audits.actions import disparities, dossiers, runs
from audits.models import Disparity
from governance.actions import systems
from governance.models import AISystem, User
from tests.factories import DisparityFactory, LogFactory, RunFactory, VersionFactory, running
from tests.threads import beside

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite has one lock for all"),
]
DESCRIPTION = ("name", "purpose", "operator_roles", "unit", "owner", "lifecycle", "placed_on_market_date")
SUPPORTED = {
    "by": ["group"], "measure": "selection_rate", "kind": "ratio", "verdict": "disparity_supported",
    "label": "Supported", "value": 0.5, "interval": [0.4, 0.6], "threshold": 0.8, "sentence": "Again.",
}  # fmt: skip


def test_a_run_waits_for_whoever_settles_a_disparity(transactional_db, unit, lawyer, now):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    log = LogFactory(plan__system=version.system, imported_at=now)
    row = DisparityFactory(first_run=RunFactory(log=log))
    run = running(RunFactory(log=log), now)
    measured = runs.Measured(spec=run.spec, cells={}, result={"n": 9, "readings": [SUPPORTED]})

    beside(
        lambda: disparities.held(row),
        lambda: runs.finish(run=run, measured=measured, by=User.objects.clockwork(), at=now),
    )

    assert Disparity.objects.get().latest_run == run


def test_a_dossier_waits_for_whoever_changes_the_register_and_freezes_what_they_left(
    transactional_db, unit, lawyer, now
):
    version = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Before")
    described = {name: getattr(version.system, name) for name in DESCRIPTION}
    editing = partial(systems.edit, system=AISystem.objects.get(), by=lawyer, at=now)

    made = beside(
        lambda: editing(**described | {"name": "After"}),
        lambda: dossiers.request(about=version, by=lawyer, at=now),
    )

    assert json.loads(made.pack)["system"]["name"] == "After"
