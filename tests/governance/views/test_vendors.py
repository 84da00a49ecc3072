"""Vendors and what they supply, in the browser."""

import pytest
from django.urls import reverse

from governance.models import Product, TrailEntry, Vendor
from tests.factories import ComponentFactory, ProductFactory, VendorFactory, VersionFactory

LIST = reverse("governance:vendors")


@pytest.fixture
def vendor(unit):
    return VendorFactory(unit=unit, name="Northlight", country="FR")


def typed(unit, **changes: object):
    return {"name": "Castell", "country": "US", "website": "", "contact": "", "unit": str(unit.pk)} | changes


def edited(vendor, **changes: object):
    return {
        "revision": vendor.revision,
        "name": vendor.name,
        "country": vendor.country,
        "unit": str(vendor.unit_id),
    } | changes


def names_on(response):
    return [vendor.name for vendor in response.context["page"].object_list]


def test_list_shows_country_and_number_of_products(client, auditor, vendor):
    ProductFactory.create_batch(2, vendor=vendor)
    client.force_login(auditor)

    page = client.get(LIST).content.decode()

    assert "France" in page
    assert '<td data-label="Products" class="number">2</td>' in page
    assert reverse("governance:vendor_new") not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=north", ["Northlight"]),
        ("words=large", ["Northlight"]),
        ("kind=dataset", ["Anders"]),
        ("sort=-name", ["Northlight", "Anders"]),
        ("sort=products", ["Anders", "Northlight"]),
        ("kind=nonsense&sort=nonsense", ["Anders", "Northlight"]),
        ("words=zebra", []),
    ],
)
def test_list_is_narrowed_and_ordered_by_its_address(client, lawyer, vendor, query, found):
    ProductFactory(vendor=vendor, name="Large 3")
    ProductFactory(vendor=vendor, name="Embed")
    ProductFactory(vendor__unit=vendor.unit, vendor__name="Anders", kind=Product.Kind.DATASET)
    client.force_login(lawyer)

    assert names_on(client.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, lawyer, unit, rows, django_assert_num_queries):
    ProductFactory.create_batch(rows, vendor__unit=unit)
    client.force_login(lawyer)

    with django_assert_num_queries(7):
        client.get(LIST)


def test_page_shows_products_and_the_systems_built_on_them(client, auditor, vendor, unit, lawyer):
    product = ProductFactory(vendor=vendor, name="Large 3")
    version = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Chatbot")
    ComponentFactory(version=version, product=product, use="Writes the answers")
    client.force_login(auditor)

    page = client.get(vendor.get_absolute_url()).content.decode()

    assert "France, in the Union" in page
    assert "Large 3" in page
    assert f'<a href="{version.system.get_absolute_url()}">Chatbot</a>, version 1.0' in page
    assert "uses Large 3: Writes the answers" in page
    for name in ("vendor_edit", "product_new"):
        assert reverse(f"governance:{name}", args=[vendor.reference]) not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_whatever_is_supplied(client, lawyer, vendor, rows, django_assert_num_queries):
    for product in ProductFactory.create_batch(rows, vendor=vendor):
        ComponentFactory(product=product, version__system__unit=vendor.unit)
    client.force_login(lawyer)

    with django_assert_num_queries(8):
        client.get(vendor.get_absolute_url())


def test_engineer_registers_a_vendor(client, engineer, unit):
    client.force_login(engineer)

    response = client.post(reverse("governance:vendor_new"), typed(unit, website="castell.example"))

    vendor = Vendor.objects.get()
    entry = TrailEntry.objects.latest("seq")
    assert response.url == vendor.get_absolute_url()
    assert (vendor.name, vendor.country, vendor.website) == ("Castell", "US", "https://castell.example")
    assert (entry.verb, entry.subject) == ("vendor.registered", vendor.reference)


def test_what_does_not_fit_is_said_at_its_field(client, engineer, unit):
    client.force_login(engineer)

    response = client.post(reverse("governance:vendor_new"), typed(unit, country="XX", contact="nobody"))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"country", "contact"}
    assert not Vendor.objects.exists()


def test_lawyer_edits_a_vendor(client, lawyer, vendor):
    client.force_login(lawyer)

    client.post(reverse("governance:vendor_edit", args=[vendor.reference]), edited(vendor, country="BE"))

    vendor.refresh_from_db()
    entry = TrailEntry.objects.latest("seq")
    assert (vendor.country, vendor.revision) == ("BE", 2)
    assert (entry.verb, entry.before, entry.after) == ("vendor.edited", {"country": "FR"}, {"country": "BE"})


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(client, lawyer, vendor):
    client.force_login(lawyer)
    address = reverse("governance:vendor_edit", args=[vendor.reference])
    client.post(address, edited(vendor, country="BE"))

    response = client.post(address, edited(vendor, name="Northlight SAS"))
    page = response.content.decode()

    assert response.status_code == 409
    assert "<b>Country</b>: Belgium" in page
    assert 'value="Northlight SAS"' in page
    assert 'name="revision" value="2"' in page
    assert Vendor.objects.get().name == "Northlight"


def test_a_product_is_added_and_edited(client, engineer, vendor):
    client.force_login(engineer)
    client.post(
        reverse("governance:product_new", args=[vendor.reference]),
        {"name": "Large 3", "kind": "gpai_model", "description": "Text."},
    )
    product = Product.objects.get()

    response = client.post(
        reverse("governance:product_edit", args=[product.reference]),
        {"revision": 1, "name": "Large 4", "kind": "gpai_model", "description": "Text."},
    )

    product.refresh_from_db()
    assert response.url == vendor.get_absolute_url()
    assert (product.name, product.revision, product.vendor) == ("Large 4", 2, vendor)
    assert list(TrailEntry.objects.order_by("-seq").values_list("verb", flat=True)[:2]) == [
        "product.edited",
        "product.added",
    ]


def test_a_products_name_that_is_taken_is_said_at_its_field(client, engineer, vendor):
    taken, other = ProductFactory(vendor=vendor, name="Large 3"), ProductFactory(vendor=vendor, name="Embed")
    client.force_login(engineer)
    again = {"name": taken.name, "kind": "gpai_model"}

    added = client.post(reverse("governance:product_new", args=[vendor.reference]), again)
    edited_ = client.post(reverse("governance:product_edit", args=[other.reference]), again | {"revision": 1})

    for response in (added, edited_):
        assert response.status_code == 422
        assert response.context["form"].errors["name"] == ["The vendor has a product of this name."]
    assert Product.objects.count() == 2


def test_a_stale_product_form_overwrites_nothing(client, engineer, vendor):
    product = ProductFactory(vendor=vendor, name="Large 3")
    client.force_login(engineer)
    address = reverse("governance:product_edit", args=[product.reference])
    client.post(address, {"revision": 1, "name": "Large 4", "kind": "gpai_model"})

    response = client.post(address, {"revision": 1, "name": "Large III", "kind": "gpai_model"})

    product.refresh_from_db()
    assert response.status_code == 409
    assert "<b>Name</b>: Large 4" in response.content.decode()
    assert product.name == "Large 4"


def test_auditor_may_change_nothing_and_outsider_finds_nothing(client, auditor, outsider, vendor):
    product = ProductFactory(vendor=vendor, name="Large 3")
    before = TrailEntry.objects.count()
    addresses = (
        reverse("governance:vendor_edit", args=[vendor.reference]),
        reverse("governance:product_new", args=[vendor.reference]),
        reverse("governance:product_edit", args=[product.reference]),
    )

    for person, status in ((auditor, 403), (outsider, 404)):
        client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code == status
            assert client.post(address, edited(vendor, name="Mine", kind="service")).status_code == status

    vendor.refresh_from_db()
    assert (vendor.name, Product.objects.get().name) == ("Northlight", "Large 3")
    assert TrailEntry.objects.count() == before


def test_auditor_cannot_register_and_outsider_cannot_read(client, auditor, outsider, vendor, unit):
    client.force_login(auditor)
    assert client.post(reverse("governance:vendor_new"), typed(unit)).status_code == 403
    client.force_login(outsider)
    assert client.get(vendor.get_absolute_url()).status_code == 404
    assert names_on(client.get(LIST)) == []
    assert Vendor.objects.count() == 1
