"""Who may do what: by role, in a unit and below it, for as long as the role lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from governance.models import AISystem, Membership, User
from governance.permissions import GRANTS, READING, Permission, fetch, needs, powers_of, roles_of, units_for
from governance.vocabulary import Role
from tests.factories import SystemFactory, UnitFactory, UserFactory, user_in

LONG_AGO, LONG_AHEAD = datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
WRITING = sorted(set(Permission) - READING)


@pytest.fixture
def tree(db):
    """Return a root with a unit, a unit below that, and one beside it."""
    root = UnitFactory(path="bank/")
    credit = UnitFactory(path="bank/credit/", parent=root)
    return {
        "root": root,
        "credit": credit,
        "scoring": UnitFactory(path="bank/credit/scoring/", parent=credit),
        "shipping": UnitFactory(path="bank/shipping/", parent=root),
    }


def holds(user, permission, unit=None):
    return user.has_perm(permission, SystemFactory(unit=unit) if unit else None)


def test_the_auditor_holds_nothing_but_reading():
    assert GRANTS[Role.AUDITOR] == READING


def test_every_role_may_read_and_every_permission_is_somebodys():
    assert all(Permission.READ in granted for granted in GRANTS.values())
    assert frozenset().union(*GRANTS.values()) == set(Permission)


@pytest.mark.parametrize("permission", sorted(Permission))
@pytest.mark.parametrize("role", Role)
def test_a_role_grants_what_the_table_says_and_nothing_else(tree, role, permission):
    user = user_in(tree["credit"], role)

    assert holds(user, permission) == holds(user, permission, tree["credit"]) == (permission in GRANTS[role])


@pytest.mark.parametrize(
    ("unit", "reaches"), [("root", True), ("credit", True), ("scoring", False), ("shipping", False)]
)
def test_a_role_reaches_down_and_neither_up_nor_sideways(tree, unit, reaches):
    user = user_in(tree[unit], Role.LAWYER)

    assert holds(user, Permission.EDIT_REGISTER, tree["credit"]) == reaches


def test_a_unit_whose_name_begins_alike_is_another_unit(tree):
    user = user_in(UnitFactory(path="bank/cred/", parent=tree["root"]), Role.LAWYER)

    assert not holds(user, Permission.READ, tree["credit"])


def test_roles_do_not_add_up_across_units(tree):
    user = user_in(tree["credit"], Role.AUDITOR)
    Membership.objects.create(user=user, unit=tree["shipping"], role=Role.LAWYER, starts_at=LONG_AGO)

    assert holds(user, Permission.MEASURE, tree["shipping"])
    assert holds(user, Permission.READ, tree["credit"])
    assert not holds(user, Permission.MEASURE, tree["credit"])


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "holds_now"),
    [
        (LONG_AGO, None, True),
        (LONG_AGO, LONG_AHEAD, True),
        (LONG_AGO, LONG_AGO + timedelta(days=1), False),
        (LONG_AHEAD, None, False),
    ],
)
def test_a_role_holds_from_its_beginning_to_its_end(tree, starts_at, ends_at, holds_now):
    user = UserFactory()
    Membership.objects.create(
        user=user, unit=tree["credit"], role=Role.AUDITOR, starts_at=starts_at, ends_at=ends_at
    )

    assert holds(user, Permission.READ) == holds_now
    assert holds(user, Permission.READ, tree["credit"]) == holds_now


def test_somebody_who_was_shown_out_holds_nothing(tree):
    user = user_in(tree["root"], Role.LAWYER)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db()

    assert not any(holds(user, permission) for permission in Permission)
    assert not AISystem.objects.visible_to(user).exists()


def test_the_clockwork_holds_nothing(tree):
    assert not any(holds(User.objects.clockwork(), permission) for permission in Permission)


def test_pages_are_told_of_every_power(tree):
    user = user_in(tree["credit"], Role.ENGINEER)

    may = powers_of(roles_of(user, SystemFactory(unit=tree["scoring"])))

    assert set(may) == {permission.name.lower() for permission in Permission}
    assert {name for name, held in may.items() if held} == {p.name.lower() for p in GRANTS[Role.ENGINEER]}
    assert roles_of(user, SystemFactory(unit=tree["shipping"])) == frozenset()


def test_the_units_in_which_a_power_is_held(tree):
    user = user_in(tree["credit"], Role.AUDITOR)

    assert set(units_for(user, Permission.READ)) == {tree["credit"], tree["scoring"]}
    assert not units_for(user, Permission.MEASURE).exists()


# --- The gate


def asked(user, permission):
    @needs(permission)
    def view(request: object) -> HttpResponse:
        return HttpResponse("let in")

    request = RequestFactory().get("/systems/")
    request.user = user
    assert view.needs == permission
    return view(request)


def test_the_gate_sends_strangers_to_the_door():
    response = asked(AnonymousUser(), Permission.READ)

    assert response.status_code == 302
    assert response.url.endswith("?next=/systems/")


@pytest.mark.parametrize("permission", WRITING)
def test_the_gate_lets_no_auditor_write(tree, permission):
    with pytest.raises(PermissionDenied):
        asked(user_in(tree["root"], Role.AUDITOR), permission)


def test_the_gate_lets_in_whoever_holds_the_permission_somewhere(tree):
    assert asked(user_in(tree["scoring"], Role.ENGINEER), Permission.MEASURE).content == b"let in"


def test_the_gate_lets_in_nobody_without_a_role(db):
    with pytest.raises(PermissionDenied):
        asked(UserFactory(), Permission.READ)


# --- The row


@pytest.mark.parametrize("permission", [Permission.READ, Permission.EDIT_REGISTER])
def test_a_row_of_somewhere_else_is_not_there(tree, permission):
    system = SystemFactory(unit=tree["shipping"])

    with pytest.raises(Http404):
        fetch(AISystem.objects.all(), user_in(tree["credit"], Role.LAWYER), permission, pk=system.pk)


def test_a_row_that_may_be_read_may_not_be_acted_on_for_that(tree):
    system, user = SystemFactory(unit=tree["credit"]), user_in(tree["credit"], Role.AUDITOR)

    assert fetch(AISystem.objects.all(), user, Permission.READ, pk=system.pk) == system
    with pytest.raises(PermissionDenied):
        fetch(AISystem.objects.all(), user, Permission.EDIT_REGISTER, pk=system.pk)


def test_a_row_costs_one_query_to_read_and_two_to_act_on(tree, django_assert_num_queries):
    system, user = SystemFactory(unit=tree["credit"]), user_in(tree["credit"], Role.LAWYER)
    rows = AISystem.objects.select_related("unit")

    with django_assert_num_queries(1):
        fetch(rows, user, Permission.READ, pk=system.pk)
    with django_assert_num_queries(2):
        fetch(rows, user, Permission.EDIT_REGISTER, pk=system.pk)
