"""Who sees which rows: every model that belongs to a unit, through the same subquery."""

import pytest
from django.apps import apps

from audits.models import Dossier, Plan, PredictionLog, Run, Schedule
from governance.models import (
    AISystem,
    Component,
    Product,
    ScopedQuerySet,
    SystemVersion,
    TrailEntry,
    Unit,
    Vendor,
    unit_of,
)
from governance.vocabulary import Role
from tests.factories import (
    ComponentFactory,
    DossierFactory,
    LogFactory,
    PlanFactory,
    ProductFactory,
    RunFactory,
    ScheduleFactory,
    SystemFactory,
    UnitFactory,
    VendorFactory,
    VersionFactory,
    user_in,
)

SCOPED = sorted(
    (model for model in apps.get_models() if isinstance(model._default_manager.all(), ScopedQuerySet)),
    key=lambda model: model.__name__,
)


def row_in(model, unit):
    """Return a row of a model that belongs to a unit."""
    version = VersionFactory(system=SystemFactory(unit=unit))
    plan = PlanFactory(system=version.system)
    makers = {
        AISystem: lambda: version.system,
        SystemVersion: lambda: version,
        Component: lambda: ComponentFactory(version=version),
        Vendor: lambda: VendorFactory(unit=unit),
        Product: lambda: ProductFactory(vendor__unit=unit),
        Plan: lambda: plan,
        PredictionLog: lambda: LogFactory(plan=plan),
        Run: lambda: RunFactory(log__plan=plan),
        Schedule: lambda: ScheduleFactory(plan=plan),
        Dossier: lambda: DossierFactory(version=version),
    }
    return makers[model]()


MADE = (AISystem, SystemVersion, Component, Vendor, Product, Plan, PredictionLog, Run, Schedule, Dossier)


@pytest.fixture
def units(db):
    root = UnitFactory(path="bank/")
    return {
        "root": root,
        "credit": UnitFactory(path="bank/credit/", parent=root),
        "shipping": UnitFactory(path="bank/shipping/", parent=root),
    }


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_a_row_is_seen_from_its_unit_and_from_above_and_from_nowhere_else(units, model):
    row = row_in(model, units["credit"])

    seen_by = {
        name: row in model.objects.visible_to(user_in(unit, Role.AUDITOR)) for name, unit in units.items()
    }

    assert seen_by == {"root": True, "credit": True, "shipping": False}
    assert unit_of(row) == units["credit"]


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_the_way_from_a_row_to_its_unit_exists(model):
    lookup = model.unit_lookup
    ends = [end_of(way, model) for way in ((lookup,) if isinstance(lookup, str) else lookup)]

    assert set(ends) == {Unit}


def end_of(way, place):
    """Return the model at which a way through foreign keys ends."""
    for name in way.split("__"):
        place = place._meta.get_field(name).related_model
    return place


@pytest.mark.parametrize("rows", [1, 3])
def test_scoping_costs_no_query_of_its_own(units, rows, django_assert_num_queries):
    user = user_in(units["credit"], Role.LAWYER)
    for _ in range(rows):
        SystemFactory(unit=units["credit"])

    with django_assert_num_queries(1):
        assert len(AISystem.objects.visible_to(user)) == rows


def test_a_row_is_seen_once_however_many_roles_show_it(units):
    user = user_in(units["root"], Role.AUDITOR)
    user.memberships.create(unit=units["credit"], role=Role.LAWYER, starts_at="2026-01-01T00:00:00Z")
    user.memberships.create(unit=units["credit"], role=Role.AUDITOR, starts_at="2026-01-01T00:00:00Z")
    SystemFactory(unit=units["credit"])

    assert AISystem.objects.visible_to(user).count() == 1


def test_names_that_hold_wildcards_match_nothing_but_themselves(units):
    odd = UnitFactory(path="bank/%/", parent=units["root"])
    SystemFactory(unit=units["credit"])

    assert not AISystem.objects.visible_to(user_in(odd, Role.LAWYER)).exists()


def test_the_trail_is_seen_from_the_unit_it_speaks_of_and_from_above(house, lawyer, outsider):
    about_credit = TrailEntry.objects.filter(unit_path=house.unit.path)
    about_the_root = TrailEntry.objects.filter(unit_path=house.root.path)

    seen = TrailEntry.objects.visible_to(lawyer)

    assert about_credit.exists()
    assert about_the_root.exists()
    assert set(about_credit) <= set(seen)
    assert not set(about_the_root) & set(seen)
    assert not set(about_credit) & set(TrailEntry.objects.visible_to(outsider))
    assert set(TrailEntry.objects.visible_to(house.founder)) == set(TrailEntry.objects.all())


def test_a_lookup_that_leads_elsewhere_is_a_mistake_and_told(units):
    system = SystemFactory(unit=units["credit"])
    system.unit_lookup = "owner"

    with pytest.raises(TypeError, match="not to a unit"):
        unit_of(system)
