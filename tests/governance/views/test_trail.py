"""The trail in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.actions import systems, vendors
from governance.models import User
from governance.vocabulary import Lifecycle, OperatorRole, Tier
from tests.services.clock import NOW

LIST = reverse("governance:trail")


@pytest.fixture
def system(unit, lawyer):
    system = systems.register(
        name="CV screening", purpose="Ranks.", operator_roles=[OperatorRole.DEPLOYER], unit=unit,
        owner=lawyer, lifecycle=Lifecycle.TESTING, version_label="1.0", by=lawyer, at=NOW,
    )  # fmt: skip
    systems.set_tier(system=system, tier=Tier.HIGH, by=lawyer, at=NOW + timedelta(days=2))
    return system


def verbs_on(response):
    return [line.entry.verb for line in response.context["lines"]]


def test_entries_say_who_did_what_and_what_stood_before(client, auditor, system):
    client.force_login(auditor)

    response = client.get(f"{LIST}?subject={system.reference}")
    page = response.content.decode()

    assert verbs_on(response) == ["system.tiered", "system.registered"]
    assert "System: tiered" in page
    assert "Ada" in page
    assert "<dt>tier</dt><dd><del>undetermined</del> <ins>high</ins></dd>" in page
    assert f'href="{system.get_absolute_url()}"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verb=system.tiered", ["system.tiered"]),
        ("since=2026-09-15", ["system.tiered"]),
        ("since=2026-09-14&until=2026-09-15", ["system.registered"]),
        ("subject=SYS-9999", []),
        ("subject=SYS-0001&verb=nonsense&since=nonsense", ["system.tiered", "system.registered"]),
    ],
)
def test_trail_is_narrowed_by_its_address(client, lawyer, system, query, found):
    client.force_login(lawyer)

    assert verbs_on(client.get(f"{LIST}?{query}")) == found


def test_somebody_forgotten_is_still_somebody(client, auditor, unit, house):
    passing = house.enrol("Dan", "engineer", unit)
    vendors.register(name="Northlight", country="FR", website="", contact="", unit=unit, by=passing, at=NOW)
    User.objects.filter(pk=passing.pk).delete()
    client.force_login(auditor)

    page = client.get(f"{LIST}?verb=vendor.registered").content.decode()

    assert "Somebody since forgotten" in page
    assert "Dan" not in page


def test_htmx_gets_only_the_rows(client, lawyer, system):
    client.force_login(lawyer)

    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert "System: tiered" in part
    assert "<html" not in part


@pytest.mark.parametrize("rows", [1, 3])
def test_trail_costs_the_same_whatever_its_length(client, lawyer, unit, rows, django_assert_num_queries):
    for _ in range(rows):
        vendors.register(
            name="Northlight", country="FR", website="", contact="", unit=unit, by=lawyer, at=NOW
        )
    client.force_login(lawyer)

    with django_assert_num_queries(8):
        client.get(f"{LIST}?verb=vendor.registered")


def test_engineer_may_not_read_the_trail_and_is_not_led_there(client, engineer, system):
    client.force_login(engineer)

    assert client.get(LIST).status_code == 403
    assert f'href="{LIST}' not in client.get(system.get_absolute_url()).content.decode()


def test_outsider_sees_nothing_of_other_units(client, outsider, system):
    client.force_login(outsider)

    assert verbs_on(client.get(f"{LIST}?subject={system.reference}")) == []
