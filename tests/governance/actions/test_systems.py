"""The register's systems: put in, kept true, and every change told."""

from datetime import date

import pytest

from governance.actions import systems
from governance.actions.revisions import Stale
from governance.models import AISystem, Component, TrailEntry
from governance.vocabulary import Lifecycle, OperatorRole, Tier
from tests.factories import ProductFactory, SystemFactory, VersionFactory
from tests.threads import at_once


def register(unit, by, at, **changes: object):
    told = {
        "name": "CV screening", "purpose": "Ranks applications.", "owner": by, "lifecycle": Lifecycle.IN_SERVICE,
        "operator_roles": [OperatorRole.PROVIDER, OperatorRole.DEPLOYER], "version_label": "2.1",
    } | changes  # fmt: skip
    return systems.register(unit=unit, by=by, at=at, **told)


def edit(system, by, at, **changes: object):
    told = {
        "name": system.name, "purpose": system.purpose, "unit": system.unit, "owner": system.owner,
        "operator_roles": system.operator_roles, "lifecycle": system.lifecycle,
        "placed_on_market_date": system.placed_on_market_date,
    } | changes  # fmt: skip
    systems.edit(system=system, by=by, at=at, **told)


def last():
    return TrailEntry.objects.latest("seq")


def test_a_system_comes_in_with_its_first_version(unit, engineer, now):
    system = register(unit, engineer, now, external_id="mlflow/cv", placed_on_market_date=date(2026, 3, 1))

    version = system.versions.get()
    assert (system.reference, system.tier, system.tier_set_at) == ("SYS-0001", Tier.UNDETERMINED, None)
    assert system.operator_roles == ["deployer", "provider"]
    assert (version.number, version.label, version.created_by) == (1, "2.1", engineer)
    assert (last().verb, last().subject, last().unit_path) == ("system.registered", "SYS-0001", unit.path)
    assert last().after["placed_on_market_date"] == "2026-03-01"


def test_an_external_id_is_given_once(unit, engineer, now):
    register(unit, engineer, now, external_id="mlflow/cv")
    entries = TrailEntry.objects.count()

    with pytest.raises(systems.AlreadyRegistered):
        register(unit, engineer, now, external_id="mlflow/cv")

    assert (AISystem.objects.count(), TrailEntry.objects.count()) == (1, entries)


def test_systems_without_an_external_id_do_not_collide(unit, engineer, now):
    for _ in range(2):
        register(unit, engineer, now, external_id="")

    assert AISystem.objects.filter(external_id=None).count() == 2


def test_an_edit_tells_what_was_and_what_is_and_nothing_else(house, unit, lawyer, now):
    system = register(unit, lawyer, now)

    edit(system, lawyer, now, name="Screening", unit=house.root)

    system.refresh_from_db()
    assert (system.name, system.unit, system.revision) == ("Screening", house.root, 2)
    assert last().before == {"name": "CV screening", "unit": unit.path}
    assert last().after == {"name": "Screening", "unit": house.root.path}


def test_an_edit_that_changes_nothing_writes_nothing(unit, lawyer, now):
    system = register(unit, lawyer, now)
    entries = TrailEntry.objects.count()

    edit(system, lawyer, now)

    system.refresh_from_db()
    assert (system.revision, TrailEntry.objects.count()) == (1, entries)


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(unit, lawyer, engineer, now):
    system = register(unit, lawyer, now)
    read_before = AISystem.objects.get()
    edit(system, lawyer, now, name="Screening")

    with pytest.raises(Stale):
        edit(read_before, engineer, now, name="Ranking")

    assert AISystem.objects.get().name == "Screening"


def test_versions_are_numbered_in_their_order(unit, lawyer, now):
    system = register(unit, lawyer, now)

    version = systems.add_version(system=system, label="3.0", changes="New model.", by=lawyer, at=now)

    assert (version.number, version.changes) == (2, "New model.")
    assert last().verb == "system.version_added"
    with pytest.raises(systems.LabelTaken):
        systems.add_version(system=system, label="3.0", changes="", by=lawyer, at=now)


def test_versions_added_at_once_have_numbers_of_their_own(transactional_db, now):
    system = VersionFactory().system

    at_once(
        *(
            lambda label=label: systems.add_version(
                system=system, label=label, changes="", by=system.owner, at=now
            )
            for label in ("a", "b", "c", "d")
        )
    )

    assert sorted(system.versions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_references_given_out_at_once_have_no_gap_and_no_double(transactional_db, now):
    template = SystemFactory()

    at_once(*[lambda: register(template.unit, template.owner, now)] * 6)

    made = AISystem.objects.exclude(pk=template.pk).order_by("reference")
    assert list(made.values_list("reference", flat=True)) == [f"SYS-{n:04d}" for n in range(1, 7)]
    assert list(TrailEntry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_product_is_noted_once_in_a_version(unit, lawyer, now):
    version, product = VersionFactory(system__unit=unit), ProductFactory(vendor__unit=unit)
    entries = TrailEntry.objects.count()

    for _ in range(2):
        systems.add_component(version=version, product=product, use="Answers", by=lawyer, at=now)

    assert Component.objects.count() == 1
    assert TrailEntry.objects.count() == entries + 1


def test_a_tier_is_noted_with_who_and_when(unit, lawyer, now):
    system = SystemFactory(unit=unit)

    systems.set_tier(system=system, tier=Tier.HIGH, by=lawyer, at=now)
    systems.set_tier(system=system, tier=Tier.HIGH, by=lawyer, at=now)

    system.refresh_from_db()
    assert (system.tier, system.tier_set_by, system.tier_set_at) == (Tier.HIGH, lawyer, now)
    assert TrailEntry.objects.filter(verb="system.tiered").count() == 1


def test_a_system_that_moves_is_seen_to_go_where_it_was_and_to_come_where_it_is(
    house, lawyer, auditor, outsider, now
):
    system = register(house.unit, lawyer, now)

    edit(system, house.founder, now, unit=house.elsewhere)

    for who in (auditor, outsider):
        seen = TrailEntry.objects.visible_to(who).get(subject=system.reference, verb="system.edited")
        assert (seen.before, seen.after) == ({"unit": house.unit.path}, {"unit": house.elsewhere.path})
