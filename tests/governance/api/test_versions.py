"""Versions and their components over REST."""

import pytest

from governance.models import Component, SystemVersion
from tests.callers import API, caller, faults, verbs
from tests.factories import ComponentFactory, ProductFactory, VersionFactory


@pytest.fixture
def version(unit, engineer):
    return VersionFactory(system__unit=unit, system__owner=engineer, label="2026/03-rc.1")


@pytest.fixture
def url(version):
    return f"{API}/systems/{version.system.reference}/versions"


def test_a_version_is_added(engineer, version, url):
    response = caller(engineer).post(url, {"label": "2.0", "changes": "Retrained."})

    assert response.status_code == 201
    assert response.json()["number"] == 2
    assert verbs(version.system.reference) == ["system.version_added"]


def test_a_label_is_given_once(engineer, version, url):
    assert faults(caller(engineer).post(url, {"label": "2026/03-rc.1"}), 409) == {"label": "label_taken"}
    assert SystemVersion.objects.count() == 1


def test_what_was_sent_is_bounded_and_not_what_trimming_leaves_of_it(engineer, version, url):
    response = caller(engineer).post(url, {"label": "2.0", "changes": " " + "x" * 5000})

    assert faults(response, 422) == {"changes": "max_length"}
    assert SystemVersion.objects.count() == 1


def test_a_label_may_hold_slashes(auditor, version, url):
    assert caller(auditor).get(f"{url}/2026/03-rc.1").json()["label"] == "2026/03-rc.1"
    assert caller(auditor, name="b").get(f"{url}/2026%2F03-rc.1/components").json()["results"] == []


def test_a_version_says_what_it_is_built_with(engineer, unit, version, url):
    product = ProductFactory(vendor__unit=unit)
    client, components = caller(engineer), f"{url}/{version.label}/components"

    first = client.post(components, {"product": product.reference, "use": "Writes answers"})
    again = client.post(components, {"product": product.reference})

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first.json()["vendor"] == product.vendor.reference
    assert Component.objects.get().use == "Writes answers"
    assert verbs(version.system.reference) == ["system.component_added"]
    assert client.get(f"{url}/{version.label}").json()["components"] == 1


def test_a_product_of_another_unit_is_not_there(engineer, house, version, url):
    product = ProductFactory(vendor__unit=house.elsewhere)

    response = caller(engineer).post(f"{url}/{version.label}/components", {"product": product.reference})

    assert faults(response, 422) == {"product": "no_product"}


def test_an_auditor_reads_and_changes_nothing(auditor, version, url):
    client = caller(auditor)

    assert client.get(url).json()["count"] == 1
    assert faults(client.post(url, {"label": "2.0"}), 403)
    assert faults(client.post(f"{url}/{version.label}/components", {"product": "PRO-0001"}), 403)
    assert SystemVersion.objects.count() == 1


def test_an_outsider_sees_no_sign_of_a_version(outsider, version, url):
    client = caller(outsider)

    assert faults(client.get(url), 404)
    assert faults(client.get(f"{url}/{version.label}"), 404)
    assert faults(client.get(f"{url}/{version.label}/components"), 404)
    assert faults(client.post(url, {"label": "2.0"}), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_five_queries(engineer, version, url, rows, django_assert_num_queries):
    for number in range(2, rows + 1):
        VersionFactory(system=version.system, number=number)
    ComponentFactory.create_batch(rows, version=version, product__vendor__unit=version.system.unit)
    client = caller(engineer)
    client.get(url)

    with django_assert_num_queries(5):
        assert client.get(url).json()["count"] == rows
    with django_assert_num_queries(5):
        assert client.get(f"{url}/{version.label}/components").json()["count"] == rows
