"""Vendors and their products over REST."""

import pytest

from governance.models import Product, Vendor
from tests.callers import API, caller, faults, verbs
from tests.factories import ProductFactory, VendorFactory

VENDORS, PRODUCTS = f"{API}/vendors", f"{API}/products"


@pytest.fixture
def vendor(unit):
    return VendorFactory(unit=unit, name="Mistral", contact="law@example.org")


@pytest.fixture
def product(vendor):
    return ProductFactory(vendor=vendor, name="Large")


def test_a_vendor_is_registered(lawyer, unit):
    response = caller(lawyer).post(VENDORS, {"name": "Aleph", "country": "DE", "unit": unit.path})

    assert (response.status_code, response.headers["ETag"]) == (201, '"v1"')
    vendor = Vendor.objects.get()
    assert (vendor.name, vendor.website) == ("Aleph", "")
    assert verbs(vendor.reference) == ["vendor.registered"]


def test_what_does_not_fit_a_vendor_is_named(lawyer, unit):
    response = caller(lawyer).post(VENDORS, {"name": "", "country": "Germany", "unit": unit.path, "vat": 1})

    assert faults(response, 422) == {"name": "blank", "country": "invalid", "vat": "unknown_field"}


def test_a_vendor_is_changed_from_the_revision_it_was_read_at(engineer, vendor):
    client, url = caller(engineer), f"{VENDORS}/{vendor.reference}"

    assert faults(client.patch(url, {"country": "BE"}), 428)
    assert faults(client.patch(url, {"country": "BE"}, HTTP_IF_MATCH='"v2"'), 412)
    assert client.patch(url, {"country": "BE"}, HTTP_IF_MATCH='"v1"').headers["ETag"] == '"v2"'

    vendor.refresh_from_db()
    assert (vendor.country, vendor.contact) == ("BE", "law@example.org")
    assert verbs(vendor.reference) == ["vendor.edited"]


def test_a_product_is_added_and_changed(engineer, vendor):
    client = caller(engineer)

    made = client.post(f"{VENDORS}/{vendor.reference}/products", {"name": "Small", "kind": "gpai_model"})
    url = f"{PRODUCTS}/{made.json()['reference']}"
    changed = client.patch(url, {"description": "Seven billion weights."}, HTTP_IF_MATCH=made.headers["ETag"])

    assert (made.status_code, changed.status_code) == (201, 200)
    assert changed.json()["description"] == "Seven billion weights."
    assert verbs(made.json()["reference"]) == ["product.added", "product.edited"]
    assert client.get(f"{VENDORS}/{vendor.reference}").json()["products"] == 1


def test_a_product_name_is_given_once(engineer, vendor, product):
    other = ProductFactory(vendor=vendor, name="Small")
    client = caller(engineer)

    added = client.post(f"{VENDORS}/{vendor.reference}/products", {"name": "Large", "kind": "service"})
    renamed = client.patch(f"{PRODUCTS}/{other.reference}", {"name": "Large"}, HTTP_IF_MATCH='"v1"')

    assert faults(added, 409) == faults(renamed, 409) == {"name": "name_taken"}
    assert Product.objects.filter(name="Large").count() == 1


def test_an_auditor_reads_and_changes_nothing(auditor, unit, vendor, product):
    client = caller(auditor)

    assert client.get(f"{VENDORS}/{vendor.reference}").json()["name"] == "Mistral"
    assert client.get(f"{PRODUCTS}/{product.reference}").json()["name"] == "Large"
    assert faults(client.post(VENDORS, {"name": "Aleph", "country": "DE", "unit": unit.path}), 403)
    assert faults(client.patch(f"{VENDORS}/{vendor.reference}", {"name": "x"}, HTTP_IF_MATCH="*"), 403)
    assert faults(client.post(f"{VENDORS}/{vendor.reference}/products", {}), 403)
    assert faults(client.patch(f"{PRODUCTS}/{product.reference}", {"name": "x"}, HTTP_IF_MATCH="*"), 403)
    assert (Vendor.objects.get().name, Product.objects.get().name) == ("Mistral", "Large")
    assert verbs(vendor.reference) == verbs(product.reference) == []


def test_an_outsider_sees_no_sign_of_a_vendor(outsider, vendor, product):
    client = caller(outsider)

    assert client.get(VENDORS).json()["results"] == client.get(PRODUCTS).json()["results"] == []
    assert faults(client.get(f"{VENDORS}/{vendor.reference}"), 404)
    assert faults(client.get(f"{PRODUCTS}/{product.reference}"), 404)
    assert faults(client.post(f"{VENDORS}/{vendor.reference}/products", {}), 404)
    assert faults(client.patch(f"{PRODUCTS}/{product.reference}", {}, HTTP_IF_MATCH="*"), 404)


def test_lists_are_narrowed(engineer, unit, product):
    VendorFactory(unit=unit, name="Aleph", country="DE")
    client = caller(engineer)

    def names(url: str) -> list[str]:
        return [row["name"] for row in client.get(url).json()["results"]]

    assert names(f"{VENDORS}?country=DE") == ["Aleph"]
    assert names(f"{VENDORS}?q=mis&unit={unit.path}") == ["Mistral"]
    assert names(f"{PRODUCTS}?vendor={product.vendor.reference}&kind=gpai_model") == ["Large"]
    assert names(f"{PRODUCTS}?q=small") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_four_queries(engineer, unit, rows, django_assert_num_queries):
    ProductFactory.create_batch(rows, vendor__unit=unit)
    client = caller(engineer)
    client.get(VENDORS)

    with django_assert_num_queries(4):
        assert client.get(VENDORS).json()["count"] == rows
    with django_assert_num_queries(4):
        assert client.get(PRODUCTS).json()["count"] == rows
