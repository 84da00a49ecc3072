"""The trail over REST."""

import pytest

from governance.actions import vendors
from governance.models import TrailEntry
from tests.callers import API, caller, faults
from tests.services.clock import NOW

TRAIL = f"{API}/trail"


@pytest.fixture
def told(lawyer, unit):
    """Two changes of one vendor, as the trail tells them."""
    vendor = vendors.register(
        name="Aleph", country="DE", website="", contact="", unit=unit, by=lawyer, at=NOW
    )
    vendors.edit(
        vendor=vendor, name="Aleph", country="FR", website="", contact="", unit=unit, by=lawyer, at=NOW
    )
    return vendor


def test_an_auditor_reads_what_happened(auditor, lawyer, told):
    rows = caller(auditor).get(f"{TRAIL}?subject={told.reference}").json()["results"]

    assert [row["verb"] for row in rows] == ["vendor.registered", "vendor.edited"]
    assert (rows[1]["before"], rows[1]["after"]) == ({"country": "DE"}, {"country": "FR"})
    assert rows[1]["by"] == str(lawyer.pk)
    assert rows[1]["previous"] == rows[0]["digest"]


def test_the_trail_is_narrowed(auditor, told):
    client, edited = caller(auditor), TrailEntry.objects.get(verb="vendor.edited")

    def seqs(query: str) -> list[int]:
        return [row["seq"] for row in client.get(f"{TRAIL}?{query}").json()["results"]]

    assert seqs("verb=vendor.edited") == [edited.seq]
    assert seqs(f"after={edited.seq - 1}&subject={told.reference}") == [edited.seq]
    assert seqs("since=2026-12-31T00:00:00Z") == []
    assert len(seqs(f"since=2026-09-14T09:00:00-21:44&subject={told.reference}")) == 0
    assert faults(client.get(f"{TRAIL}?since=0001-01-01T00:00:00%2B10:00"), 422) == {"since": "invalid"}
    assert faults(client.get(f"{TRAIL}?after=soon"), 422) == {"after": "invalid"}


def test_an_engineer_may_not_read_the_trail(engineer, told):
    assert faults(caller(engineer).get(TRAIL), 403)


def test_an_outsider_sees_other_units_changes_only(outsider, told):
    shown = caller(outsider).get(TRAIL).json()

    assert told.reference not in {row["subject"] for row in shown["results"]}


def test_nobody_writes_the_trail(lawyer, told):
    entries = TrailEntry.objects.count()
    client = caller(lawyer)

    assert faults(client.post(TRAIL, {"verb": "vendor.forgiven"}), 405)
    assert faults(client.delete(TRAIL), 405)
    assert TrailEntry.objects.count() == entries + 1  # the token's own


@pytest.mark.parametrize("rows", [1, 3])
def test_the_trail_costs_four_queries(auditor, lawyer, unit, rows, django_assert_num_queries):
    for n in range(rows):
        vendors.register(name=f"V{n}", country="DE", website="", contact="", unit=unit, by=lawyer, at=NOW)
    client = caller(auditor)
    client.get(TRAIL)

    with django_assert_num_queries(4):
        assert client.get(f"{TRAIL}?verb=vendor.registered").json()["count"] == rows
