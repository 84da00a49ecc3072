"""Putting systems into the register in the browser."""

import pytest
from django.urls import reverse

from governance.models import AISystem, Component, SystemVersion, TrailEntry
from governance.vocabulary import Lifecycle
from tests.factories import ProductFactory, SystemFactory, VersionFactory

NEW = reverse("governance:system_new")


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening").system


def typed(unit, owner, **changes: object):
    return {
        "name": "Loan scoring",
        "purpose": "Scores applications for consumer credit.",
        "operator_roles": ["provider", "deployer"],
        "lifecycle": "in_service",
        "placed_on_market_date": "2025-03-01",
        "unit": str(unit.pk),
        "owner": str(owner.pk),
        "version_label": "1.0",
        "external_id": "mlflow/9",
    } | changes


def edited(system, **changes: object):
    return {
        "revision": system.revision,
        "name": system.name,
        "purpose": system.purpose,
        "operator_roles": system.operator_roles,
        "lifecycle": system.lifecycle,
        "unit": str(system.unit_id),
        "owner": str(system.owner_id),
    } | changes


def test_lawyer_registers_a_system(client, lawyer, unit):
    client.force_login(lawyer)

    response = client.post(NEW, typed(unit, lawyer), follow=True)

    system = AISystem.objects.get()
    entry = TrailEntry.objects.latest("seq")
    assert response.redirect_chain == [(system.get_absolute_url(), 302)]
    assert f"{system.reference} is in the register" in response.content.decode()
    assert (system.name, system.operator_roles, system.unit) == (
        "Loan scoring",
        ["deployer", "provider"],
        unit,
    )
    assert system.versions.get().label == "1.0"
    assert (entry.verb, entry.subject, entry.by) == ("system.registered", system.reference, str(lawyer.pk))


def test_form_offers_the_person_at_it_as_the_owner(client, engineer, unit):
    client.force_login(engineer)

    form = client.get(NEW).context["form"]

    assert form["owner"].initial == engineer
    assert [choice.pk for choice in form.fields["unit"].queryset] == [unit.pk]


def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(client, lawyer, unit):
    client.force_login(lawyer)

    response = client.post(NEW, typed(unit, lawyer, name="", operator_roles=[]))
    page = response.content.decode()

    assert response.status_code == 422
    assert '<a href="#id_name">Name: This field is required.</a>' in page
    assert '<a href="#id_operator_roles">What we are to it: This field is required.</a>' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert "Scores applications for consumer credit." in page
    assert not AISystem.objects.exists()


def test_an_id_that_is_taken_is_said_at_its_field(client, lawyer, unit):
    SystemFactory(unit=unit, owner=lawyer, external_id="mlflow/9")
    client.force_login(lawyer)

    response = client.post(NEW, typed(unit, lawyer))

    assert response.status_code == 422
    assert response.context["form"].errors["external_id"] == ["A system with this id is in the register."]


def test_a_unit_of_others_cannot_be_chosen(client, lawyer, house):
    client.force_login(lawyer)

    response = client.post(NEW, typed(house.elsewhere, lawyer))

    assert response.status_code == 422
    assert "unit" in response.context["form"].errors
    assert not AISystem.objects.exists()


@pytest.mark.parametrize("name", ["system_edit", "version_new", "component_new"])
def test_auditor_may_change_nothing_and_outsider_finds_nothing(client, auditor, outsider, system, name):
    address = reverse(f"governance:{name}", args=[system.reference])
    before = TrailEntry.objects.count()

    for person, status in ((auditor, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.post(address, edited(system, name="Mine")).status_code == status

    system.refresh_from_db()
    assert system.name == "CV screening"
    assert TrailEntry.objects.count() == before


def test_auditor_cannot_register(client, auditor, unit):
    client.force_login(auditor)

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed(unit, auditor)).status_code == 403
    assert not AISystem.objects.exists()


def test_engineer_edits_a_system(client, engineer, system):
    client.force_login(engineer)

    response = client.post(
        reverse("governance:system_edit", args=[system.reference]), edited(system, lifecycle="testing")
    )

    system.refresh_from_db()
    entry = TrailEntry.objects.latest("seq")
    assert response.url == system.get_absolute_url()
    assert (system.lifecycle, system.revision) == (Lifecycle.TESTING, 2)
    assert (entry.verb, entry.before, entry.after) == (
        "system.edited", {"lifecycle": "in_service"}, {"lifecycle": "testing"}
    )  # fmt: skip


def test_form_shows_what_stands_in_the_register(client, lawyer, system):
    client.force_login(lawyer)

    page = client.get(reverse("governance:system_edit", args=[system.reference])).content.decode()

    assert 'value="CV screening"' in page
    assert (
        '<input type="checkbox" name="operator_roles" value="deployer" id="id_operator_roles_1" checked>'
        in page
    )


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(client, lawyer, system):
    client.force_login(lawyer)
    address = reverse("governance:system_edit", args=[system.reference])
    client.post(address, edited(system, purpose="Ranks and rejects."))

    response = client.post(
        address, edited(system, name="Screening of CVs", operator_roles=["provider", "deployer"])
    )
    page = response.content.decode()

    assert response.status_code == 409
    assert "Somebody saved this entry while you were writing" in page
    assert "<b>Intended purpose</b>: Ranks and rejects." in page
    assert "<b>Name</b>: CV screening" in page
    assert "<b>What we are to it</b>: Deployer" in page
    assert 'value="Screening of CVs"' in page
    assert 'name="revision" value="2"' in page
    assert page.count(" checked") == 2
    assert AISystem.objects.get(pk=system.pk).name == "CV screening"


def test_a_stale_form_can_be_sent_again_knowingly(client, lawyer, system):
    client.force_login(lawyer)
    address = reverse("governance:system_edit", args=[system.reference])
    client.post(address, edited(system, purpose="Ranks and rejects."))
    shown = client.post(address, edited(system, name="Screening of CVs"))

    response = client.post(
        address, edited(system, name="Screening of CVs", revision=shown.context["form"]["revision"].value())
    )

    system.refresh_from_db()
    assert response.status_code == 302
    assert (system.name, system.revision) == ("Screening of CVs", 3)


def test_a_form_without_a_revision_overwrites_nothing(client, lawyer, system):
    client.force_login(lawyer)

    response = client.post(
        reverse("governance:system_edit", args=[system.reference]), edited(system, name="Mine", revision="")
    )

    assert response.status_code == 409
    assert AISystem.objects.get(pk=system.pk).name == "CV screening"


def test_a_version_is_added(client, engineer, system):
    client.force_login(engineer)

    response = client.post(
        reverse("governance:version_new", args=[system.reference]), {"label": "2.0", "changes": "Retrained."}
    )

    version = SystemVersion.objects.get(system=system, number=2)
    assert response.url == system.get_absolute_url()
    assert (version.label, version.changes) == ("2.0", "Retrained.")
    assert TrailEntry.objects.latest("seq").verb == "system.version_added"


def test_a_label_that_is_taken_is_said_at_its_field(client, engineer, system):
    client.force_login(engineer)

    response = client.post(reverse("governance:version_new", args=[system.reference]), {"label": "1.0"})

    assert response.status_code == 422
    assert "The system has a version of this name." in response.content.decode()
    assert system.versions.count() == 1


def test_a_vendors_product_is_noted_as_a_part(client, engineer, system, unit):
    product = ProductFactory(vendor__unit=unit)
    client.force_login(engineer)

    client.post(
        reverse("governance:component_new", args=[system.reference]),
        {"version": str(system.versions.get().pk), "product": str(product.pk), "use": "Reads letters"},
    )

    part = Component.objects.get()
    assert (part.version.system, part.product, part.use) == (system, product, "Reads letters")
    assert TrailEntry.objects.latest("seq").verb == "system.component_added"


def test_products_of_other_units_are_not_offered(client, engineer, system, house):
    theirs = ProductFactory(vendor__unit=house.elsewhere)
    client.force_login(engineer)

    response = client.post(
        reverse("governance:component_new", args=[system.reference]),
        {"version": str(system.versions.get().pk), "product": str(theirs.pk)},
    )

    assert response.status_code == 422
    assert not Component.objects.exists()


def test_an_owner_works_in_the_unit_or_above_it(client, house, system, outsider):
    """A lawyer of the root sees both units, and could name somebody to whom the system stays invisible."""
    client.force_login(house.founder)
    edit = reverse("governance:system_edit", args=[system.reference])

    registered = client.post(NEW, typed(house.unit, outsider))
    handed_over = client.post(edit, edited(system, owner=str(outsider.pk)))
    left_behind = client.post(edit, edited(system, unit=str(house.elsewhere.pk)))

    assert [r.status_code for r in (registered, handed_over, left_behind)] == [422, 422, 422]
    assert "works neither in Credit nor in a unit above it" in handed_over.content.decode()
    assert not AISystem.objects.filter(owner=outsider).exists()


def test_a_system_moves_together_with_its_owner(client, house, system, outsider):
    client.force_login(house.founder)
    edit = reverse("governance:system_edit", args=[system.reference])

    moved = client.post(edit, edited(system, unit=str(house.elsewhere.pk), owner=str(outsider.pk)))

    system.refresh_from_db()
    assert (moved.status_code, system.unit, system.owner) == (302, house.elsewhere, outsider)
