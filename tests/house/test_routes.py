"""Every route, as everybody: what nobody may do is refused, whatever the route and the method."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from governance.api.permissions import Holds
from governance.permissions import Permission
from tests.house.routes import Route, routes
from tests.services.world import World

READING = ("get", "head")
WRITING = ("post", "put", "patch", "delete")
# Questions that every signed-in person may read: no record is behind them.
ABOUT_NO_RECORD = frozenset({"api/v1/questionnaires/<str:name>"})
# What it names need not be there yet: it is registered then, in a unit of the caller's own.
MAY_CREATE = frozenset({("put", "api/v1/systems/by-external-id/<path:external_id>")})
# Somebody's own; colleagues do not see it.
OF_THE_LAWYER_ALONE = frozenset({"tokens/<slug:key>/revoke/"})

Answer = tuple[Route, str, HttpResponse]
Expectation = Callable[[Route, HttpResponse], bool]


def sweep(client: Client, world: World, methods: tuple[str, ...]) -> list[Answer]:
    """Ask every route by every method and return what came back."""
    return [
        (route, method, getattr(client, method)(route.address(world.parameters)))
        for route in routes()
        for method in methods
    ]


def one_of(*statuses: int) -> Expectation:
    """Expect one of these status codes."""
    return lambda _, response: response.status_code in statuses


def unlike(answers: list[Answer], expected: Expectation) -> list[str]:
    """Return the answers that are not as expected, in words."""
    return [
        f"{method.upper()} {route.pattern}: {response.status_code}"
        for route, method, response in answers
        if not expected(route, response)
    ]


def rows() -> dict[str, list[dict[str, object]]]:
    """Return every row of ours, the trail's too."""
    ours = [
        model
        for label in ("governance", "risk", "audits")
        for model in apps.get_app_config(label).get_models()
    ]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in ours}


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern or "/")
def test_every_view_says_what_it_needs(route):
    if route.is_api and hasattr(route.view, "cls"):
        (gate,) = route.view.cls.permission_classes
        assert issubclass(gate, Holds)
        assert isinstance(gate.read, Permission)
        assert isinstance(gate.write, Permission)
    else:
        assert isinstance(route.view.needs, Permission)


def test_a_stranger_is_sent_to_the_door(client, world):
    answers = sweep(client, world, READING + WRITING)

    def is_refused(route: Route, response: HttpResponse) -> bool:
        if route.is_api and hasattr(route.view, "cls"):
            return response.status_code == 401
        return response.status_code == 302 and response.headers["Location"].startswith("/account/login/")

    assert unlike(answers, is_refused) == []


def test_an_auditor_changes_nothing_on_any_route(client, world, auditor):
    client.force_login(auditor)
    before = rows()

    answers = sweep(client, world, WRITING)

    assert unlike(answers, one_of(403, 404, 405)) == []
    assert rows() == before


def test_an_auditor_reads_what_is_in_scope(client, world, auditor):
    client.force_login(auditor)

    answers = sweep(client, world, ("get",))

    assert unlike(answers, one_of(200, 302, 403, 405)) == []
    listed = {route.pattern: response for route, _, response in answers}
    assert listed["systems/<slug:reference>/"].status_code == 200
    assert listed["trail/"].status_code == 200


def test_an_outsider_finds_no_record_and_leaves_no_trace(client, world, outsider):
    client.force_login(outsider)
    before = rows()

    answers = [
        (route, method, response)
        for route, method, response in sweep(client, world, READING + WRITING)
        if route.is_about_a_record
        and route.pattern not in ABOUT_NO_RECORD
        and (method, route.pattern) not in MAY_CREATE
    ]

    assert unlike(answers, one_of(404, 405)) == []
    assert rows() == before


def test_an_outsider_sees_no_word_of_another_unit_in_any_list(client, world, outsider):
    client.force_login(outsider)

    answers = [answer for answer in sweep(client, world, ("get",)) if not answer[0].is_about_a_record]

    told = [
        f"{route.pattern} tells of {word}"
        for route, _, response in answers
        for word in world.secrets
        if word in b"".join(response).decode(errors="replace")
    ]
    assert told == []
    assert unlike(answers, one_of(200, 302)) == []


@pytest.mark.parametrize("role", ["lawyer", "engineer"])
def test_no_page_breaks_for_those_who_work_here(client, world, role, request):
    client.force_login(request.getfixturevalue(role))

    answers = [
        answer
        for answer in sweep(client, world, ("get",))
        if role == "lawyer" or answer[0].pattern not in OF_THE_LAWYER_ALONE
    ]

    assert unlike(answers, one_of(200, 302, 403, 405, 409)) == []


@pytest.mark.parametrize("role", ["lawyer", "engineer"])
def test_an_empty_request_breaks_nothing(client, world, role, request):
    client.force_login(request.getfixturevalue(role))

    answers = sweep(client, world, WRITING)

    assert unlike(answers, lambda _, response: response.status_code < 500) == []
