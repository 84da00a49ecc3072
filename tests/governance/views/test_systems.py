"""The list of systems, its export, and one system's page."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from governance.actions import systems as register
from governance.http import harmless
from governance.models import AISystem, TrailEntry
from governance.vocabulary import Lifecycle, Tier
from tests.factories import ComponentFactory, SystemFactory, VersionFactory

LIST = reverse("governance:systems")


def judged(tier, **changes: object):
    return VersionFactory(
        **{f"system__{name}": value for name, value in changes.items()},
        system__tier=tier,
        system__tier_set_at=datetime(2026, 9, 1, tzinfo=UTC),
        system__tier_set_by=changes["owner"],
    ).system


@pytest.fixture
def systems(unit, lawyer, engineer):
    return [
        judged(Tier.MINIMAL, unit=unit, owner=lawyer, name="Spam filter"),
        judged(Tier.HIGH, unit=unit, owner=engineer, name="CV screening", lifecycle=Lifecycle.TESTING),
        VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Press guard").system,
    ]


def names_on(response):
    return [system.name for system in response.context["page"].object_list]


def test_list_shows_each_system_with_its_tier_in_words_and_the_day_it_was_judged(client, lawyer, systems):
    client.force_login(lawyer)

    page = client.get(LIST).content.decode()

    assert "Minimal risk" in page
    assert "High-risk" in page
    assert "Undetermined" in page
    assert "1 Sep 2026" in page
    assert "not judged" in page


def test_list_begins_with_the_worst_tier(client, lawyer, systems):
    client.force_login(lawyer)

    assert names_on(client.get(LIST)) == ["CV screening", "Spam filter", "Press guard"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=cv", ["CV screening"]),
        ("words=guard+press", ["Press guard"]),
        ("words=Bob", ["CV screening"]),
        ("tier=minimal", ["Spam filter"]),
        ("lifecycle=testing", ["CV screening"]),
        ("sort=name", ["CV screening", "Press guard", "Spam filter"]),
        ("sort=-name", ["Spam filter", "Press guard", "CV screening"]),
        ("sort=-judged", ["CV screening", "Spam filter", "Press guard"]),
        ("tier=nonsense&sort=nonsense&page=nonsense&per=7", ["CV screening", "Spam filter", "Press guard"]),
        ("words=zebra", []),
    ],
)
def test_list_is_narrowed_and_ordered_by_its_address(client, lawyer, systems, query, found):
    client.force_login(lawyer)

    assert names_on(client.get(f"{LIST}?{query}")) == found


def test_list_of_a_unit_holds_the_units_below_it(client, house, systems):
    SystemFactory(unit=house.elsewhere, name="Route planner")
    client.force_login(house.founder)

    assert names_on(client.get(f"{LIST}?unit={house.elsewhere.path}")) == ["Route planner"]
    assert len(names_on(client.get(f"{LIST}?unit={house.root.path}"))) == 4


def test_list_comes_in_pages_that_keep_what_was_looked_for(client, lawyer, unit):
    SystemFactory.create_batch(30, unit=unit, owner=lawyer, name="Forecast")
    client.force_login(lawyer)

    first = client.get(f"{LIST}?words=forecast")
    second = client.get(f"{LIST}?words=forecast&page=2")

    assert "1 to 25 of 30" in first.content.decode()
    assert 'href="?words=forecast&amp;page=2"' in first.content.decode()
    assert len(names_on(second)) == 5


def test_htmx_gets_only_the_rows(client, lawyer, systems):
    client.force_login(lawyer)

    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert "CV screening" in part
    assert "<html" not in part
    assert "<form" not in part


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, lawyer, unit, rows, django_assert_num_queries):
    VersionFactory.create_batch(rows, system__unit=unit, system__owner=lawyer)
    client.force_login(lawyer)

    with django_assert_num_queries(8):
        client.get(LIST)


def test_auditor_reads_the_list_and_is_offered_nothing_to_change(client, auditor, systems):
    client.force_login(auditor)

    page = client.get(LIST).content.decode()

    assert "CV screening" in page
    assert reverse("governance:system_new") not in page


def test_outsider_sees_none_of_it(client, outsider, systems):
    client.force_login(outsider)

    response = client.get(LIST)

    assert names_on(response) == []
    assert client.get(systems[0].get_absolute_url()).status_code == 404


def test_export_holds_what_was_looked_for_and_nothing_a_spreadsheet_would_run(
    client, auditor, systems, unit, lawyer
):
    VersionFactory(system__unit=unit, system__owner=lawyer, system__name="=HYPERLINK(1)")
    client.force_login(auditor)

    response = client.get(reverse("governance:systems_export") + "?sort=name&lifecycle=in_service")
    lines = response.content.decode().splitlines()

    assert response.headers["Content-Disposition"].startswith('attachment; filename="systems-')
    assert lines[0].startswith("reference,name,purpose,tier")
    assert [line.split(",")[1] for line in lines[1:]] == ["'=HYPERLINK(1)", "Press guard", "Spam filter"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_cell_that_begins_like_a_formula_is_quoted(cell):
    assert harmless(cell) == f"'{cell}"


def test_page_of_a_system_shows_what_the_register_knows(client, lawyer, unit):
    version = VersionFactory(
        system__unit=unit, system__owner=lawyer, system__name="Chatbot", system__external_id="mlflow/7"
    )
    part = ComponentFactory(version=version, product__vendor__unit=unit)
    client.force_login(lawyer)

    page = client.get(version.system.get_absolute_url()).content.decode()

    assert "Chatbot" in page
    assert version.system.purpose in page
    assert "mlflow/7" in page
    assert part.product.name in page
    assert "Summarises letters" in page
    assert reverse("governance:system_edit", args=[version.system.reference]) in page


def test_a_contested_tier_is_called_so_wherever_it_is_shown(client, auditor, systems, lawyer):
    register.note_contest(system=systems[1], contested=True, by=lawyer, at=datetime.now(UTC))
    client.force_login(auditor)

    assert client.get(LIST).content.decode().count("Contested") == 1
    assert "Contested" in client.get(systems[1].get_absolute_url()).content.decode()
    assert "Contested" not in client.get(systems[0].get_absolute_url()).content.decode()


def test_page_of_a_system_fetches_what_the_law_says_and_links_to_it(client, lawyer, systems):
    reference = systems[0].reference
    client.force_login(lawyer)

    page = client.get(systems[0].get_absolute_url()).content.decode()

    assert f'hx-get="{reverse("risk:panel", args=[reference])}"' in page
    assert f'href="{reverse("risk:finding", args=[reference])}"' in page


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("lawyer", ["Overview", "Questions", "Answers", "Finding", "Fairness", "Documents", "Dossiers"]),
        ("auditor", ["Overview", "Answers", "Finding", "Fairness", "Documents", "Dossiers"]),
    ],
)
def test_tabs_lead_around_a_system_and_nowhere_that_is_closed(client, request, systems, who, words):
    client.force_login(request.getfixturevalue(who))

    page = client.get(systems[0].get_absolute_url()).content.decode()
    tabs = re.search(r'<ul class="tabs">(.*?)</ul>', page, re.DOTALL)[1]

    assert re.findall(r">(\w+)</a>", tabs) == words
    assert f'<a href="{systems[0].get_absolute_url()}" aria-current="page">Overview</a>' in tabs


def test_auditor_sees_a_systems_page_without_buttons(client, auditor, systems):
    reference = systems[0].reference
    client.force_login(auditor)

    page = client.get(systems[0].get_absolute_url()).content.decode()

    assert reverse("governance:trail") + f"?subject={reference}" in page
    for name in ("system_edit", "version_new", "component_new"):
        assert reverse(f"governance:{name}", args=[reference]) not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_system_costs_the_same_whatever_its_versions(
    client, lawyer, unit, rows, django_assert_num_queries
):
    first = VersionFactory(system__unit=unit, system__owner=lawyer)
    versions = [first, *(VersionFactory(system=first.system, number=n) for n in range(2, rows + 1))]
    for version in versions:
        ComponentFactory(version=version, product__vendor__unit=unit)
    client.force_login(lawyer)

    with django_assert_num_queries(8):
        client.get(first.system.get_absolute_url())


def test_nobody_signed_in_is_sent_to_the_door(client, systems):
    response = client.get(LIST)

    assert response.status_code == 302
    assert response.url == reverse("account_login") + f"?next={LIST}"


def test_reading_writes_nothing(client, auditor, systems):
    client.force_login(auditor)
    before = (TrailEntry.objects.count(), AISystem.objects.count())

    for address in (LIST, reverse("governance:systems_export"), systems[0].get_absolute_url()):
        client.get(address)

    assert (TrailEntry.objects.count(), AISystem.objects.count()) == before


def test_no_cell_of_the_export_is_a_formula_where_semicolons_part_cells(client, lawyer, unit):
    name, purpose = "x;=cmd|' /C calc'!A0", "Scores.\n =1+1; @SUM(A1)"
    SystemFactory(unit=unit, owner=lawyer, name=name, purpose=purpose)
    client.force_login(lawyer)

    text = client.get(reverse("governance:systems_export")).content.decode()

    for separator in (",", ";", "\t"):
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
        cells = [cell.strip(" ") for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
