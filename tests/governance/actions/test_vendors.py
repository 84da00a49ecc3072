"""Vendors and what they supply."""

import pytest

from governance.actions import vendors
from governance.actions.revisions import Stale
from governance.models import Product, TrailEntry, Vendor


@pytest.fixture
def vendor(unit, lawyer, now):
    return vendors.register(
        name="Meuse Models", country="FR", website="https://example.org", contact="desk@example.org", unit=unit,
        by=lawyer, at=now,
    )  # fmt: skip


def edit(vendor, by, at, **changes: object):
    told = {name: getattr(vendor, name) for name in ("name", "country", "website", "contact", "unit")}
    vendors.edit(vendor=vendor, by=by, at=at, **told | changes)


def add(vendor, by, at, name="Meuse 3"):
    return vendors.add_product(
        vendor=vendor, name=name, kind=Product.Kind.GPAI_MODEL, description="", by=by, at=at
    )


def last():
    return TrailEntry.objects.latest("seq")


def test_a_vendor_is_registered_and_its_contact_stays_out_of_the_trail(vendor):
    assert vendor.reference == "VEN-0001"
    assert (last().verb, last().after["country"]) == ("vendor.registered", "FR")
    assert "desk@" not in str(last().after)


def test_a_changed_contact_is_told_without_the_address(vendor, lawyer, now):
    edit(vendor, lawyer, now, contact="other@example.org")

    assert last().after == {"contact": "(an address)"}
    assert Vendor.objects.get().contact == "other@example.org"


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(vendor, lawyer, now):
    read_before = Vendor.objects.get()
    edit(vendor, lawyer, now, name="Meuse AI")

    with pytest.raises(Stale):
        edit(read_before, lawyer, now, name="Moselle")


def test_an_edit_that_changes_nothing_writes_nothing(vendor, lawyer, now):
    entries = TrailEntry.objects.count()

    edit(vendor, lawyer, now)

    assert TrailEntry.objects.count() == entries


def test_a_product_is_added_once(vendor, lawyer, now):
    product = add(vendor, lawyer, now)

    assert (product.reference, last().verb, last().after["vendor"]) == (
        "PRO-0001",
        "product.added",
        "VEN-0001",
    )
    with pytest.raises(vendors.NameTaken):
        add(vendor, lawyer, now)


def test_a_product_cannot_take_the_name_of_another(vendor, lawyer, now):
    add(vendor, lawyer, now)
    other = add(vendor, lawyer, now, name="Meuse 4")

    with pytest.raises(vendors.NameTaken):
        vendors.edit_product(
            product=other, name="Meuse 3", kind=other.kind, description="", by=lawyer, at=now
        )


def test_an_edited_product_tells_what_changed(vendor, lawyer, now):
    product = add(vendor, lawyer, now)

    vendors.edit_product(
        product=product, name="Meuse 3.1", kind=product.kind, description="", by=lawyer, at=now
    )

    assert (last().before, last().after) == ({"name": "Meuse 3"}, {"name": "Meuse 3.1"})


def test_a_vendor_that_moves_is_seen_to_go_where_it_was_and_to_come_where_it_is(
    house, vendor, auditor, outsider, now
):
    edit(vendor, house.founder, now, unit=house.elsewhere)

    for who in (auditor, outsider):
        seen = TrailEntry.objects.visible_to(who).get(subject=vendor.reference, verb="vendor.edited")
        assert (seen.before, seen.after) == ({"unit": house.unit.path}, {"unit": house.elsewhere.path})
