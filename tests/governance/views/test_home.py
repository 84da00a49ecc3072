"""The start page, the way around, and the door."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from governance.models import User
from governance.vocabulary import Lifecycle, Tier
from tests.factories import SystemFactory
from tests.services.cast import PASSWORD
from tests.services.clock import NOW

HOME = reverse("governance:home")


def test_home_counts_systems_by_tier_and_leads_to_them(client, auditor, unit, lawyer, house):
    SystemFactory.create_batch(
        2, unit=unit, owner=lawyer, tier=Tier.HIGH, tier_set_at=NOW, tier_set_by=lawyer
    )
    SystemFactory(unit=unit, owner=lawyer, name="Press guard")
    SystemFactory(unit=unit, owner=lawyer, lifecycle=Lifecycle.RETIRED)
    SystemFactory(unit=house.elsewhere, owner=lawyer)
    client.force_login(auditor)

    response = client.get(HOME)
    counts = {row.tier: row.count for row in response.context["tiers"]}

    assert counts[Tier.HIGH] == 2
    assert counts[Tier.UNDETERMINED] == 1
    assert list(counts) == list(Tier)
    assert 'href="/systems/?tier=high"' in response.content.decode()


def test_home_names_systems_whose_answers_are_missing(client, lawyer, auditor, unit):
    system = SystemFactory(unit=unit, owner=lawyer, name="Press guard")
    questions = reverse("risk:questions", args=[system.reference])

    client.force_login(lawyer)
    assert questions in client.get(HOME).content.decode()
    client.force_login(auditor)
    page = client.get(HOME).content.decode()
    assert "Press guard" in page
    assert questions not in page


def test_home_of_an_outsider_holds_nothing_of_other_units(client, outsider, unit, lawyer):
    SystemFactory(unit=unit, owner=lawyer, name="Press guard")
    client.force_login(outsider)

    response = client.get(HOME)

    assert "Press guard" not in response.content.decode()
    assert {row.count for row in response.context["tiers"]} == {0}


@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_whatever_waits(client, lawyer, unit, rows, django_assert_num_queries):
    SystemFactory.create_batch(rows, unit=unit, owner=lawyer)
    client.force_login(lawyer)

    with django_assert_num_queries(7):
        client.get(HOME)


@pytest.mark.parametrize(
    ("who", "trail", "tokens"), [("lawyer", True, True), ("engineer", False, True), ("auditor", True, False)]
)
def test_the_menu_leads_nowhere_that_is_closed(client, request, who, trail, tokens):
    client.force_login(request.getfixturevalue(who))

    page = client.get(HOME).content.decode()

    assert (f'href="{reverse("governance:trail")}"' in page) is trail
    assert (f'href="{reverse("governance:tokens")}"' in page) is tokens
    assert '<a href="/" aria-current="page">Home</a>' in page


def test_the_door_opens_with_the_right_password_only(client, lawyer):
    wrong = client.post(reverse("account_login"), {"login": lawyer.email, "password": "wrong"})
    right = client.post(reverse("account_login"), {"login": lawyer.email, "password": PASSWORD})

    assert "not correct" in wrong.content.decode()
    assert right.url == HOME


def test_the_door_leads_back_to_where_one_wanted_to_go(client, lawyer):
    door = client.get(reverse("account_login") + "?next=/vendors/").content.decode()
    response = client.post(
        reverse("account_login"), {"login": lawyer.email, "password": PASSWORD, "next": "/vendors/"}
    )

    assert '<input type="hidden" name="next" value="/vendors/">' in door
    assert response.url == "/vendors/"


def test_signing_out_takes_a_post(client, lawyer):
    client.force_login(lawyer)

    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    assert client.get(HOME).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(HOME).status_code == 302


def test_a_closed_account_does_not_open(client, lawyer):
    User.objects.filter(pk=lawyer.pk).update(is_active=False)

    response = client.post(
        reverse("account_login"), {"login": lawyer.email, "password": PASSWORD}, follow=True
    )

    assert "This account is closed" in response.content.decode()


def test_refusals_are_pages_in_plain_words(client, auditor):
    client.force_login(auditor)

    missing = client.get("/systems/SYS-9999/")
    refused = client.get(reverse("governance:system_new"))

    assert "Not found" in missing.content.decode()
    assert "Not permitted" in refused.content.decode()


def test_no_page_needs_inline_style_or_script(client, lawyer):
    client.force_login(lawyer)

    response = client.get(HOME)
    policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in response.content.decode()


def test_a_panel_whose_reader_was_signed_out_reloads_the_whole_page(client):
    response = client.get(HOME, headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response.headers["HX-Refresh"] == "true"
    assert response.content == b""


@pytest.fixture
def forgetful():
    """Let the count of attempts end with the test."""
    yield
    cache.clear()


@pytest.mark.usefixtures("forgetful")
def test_a_guesser_is_kept_out_in_plain_words(client, lawyer):
    for _ in range(5):
        client.post(reverse("account_login"), {"login": lawyer.email, "password": "wrong"})

    response = client.post(reverse("account_login"), {"login": lawyer.email, "password": PASSWORD})

    assert "Too many" in response.content.decode()
    assert client.get(HOME).status_code == 302
