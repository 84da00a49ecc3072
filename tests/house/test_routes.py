"""Every route, as everybody: what nobody may do is refused, whatever the route and the method."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from governance.actions import people
from governance.api.permissions import Holds
from governance.permissions import Permission
from governance.vocabulary import Role
from tests.house.routes import Route, routes
from tests.services.cast import FOUNDED_AT
from tests.services.world import World

READING = ("get",)
WRITING = ("post", "put", "patch", "delete")
# Questions that every signed-in person may read: no record is behind them.
ABOUT_NO_RECORD = frozenset(
    {"api/v1/questionnaires/<str:name>", "api/v1/blanks/<str:kind>", "api/v1/schemas/<str:name>"}
)
# What it names need not be there yet: it is registered then, in a unit of the caller's own.
MAY_CREATE = frozenset({("put", "api/v1/systems/by-external-id/<path:external_id>")})
# They look at a file and write nothing: whoever may read may ask.
CHECKING = frozenset({"verify/", "api/v1/verifications"})
# They act on those of many records that are the caller's to act on, which may be none.
ONLY_THEIR_OWN = frozenset({"changes/<str:reference>/confirm/", "api/v1/changes/<str:reference>/confirm"})
# Somebody's own; colleagues do not see it.
OF_THE_LAWYER_ALONE = frozenset(
    {
        "tokens/<slug:key>/revoke/",
        "systems/<str:reference>/fairness/files/<uuid:key>/",
        "systems/<str:reference>/fairness/files/<uuid:key>/values/",
        "systems/<str:reference>/fairness/files/<uuid:key>/discard/",
        "plans/<str:reference>/logs/<uuid:key>/",
        "plans/<str:reference>/logs/<uuid:key>/discard/",
    }
)

Answer = tuple[Route, str, HttpResponse]
Expectation = Callable[[Route, HttpResponse], bool]


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """Return an answer that was read to its end, so that a file behind it is closed."""
    response = getattr(client, method)(address)
    response.body = response.getvalue().decode(errors="replace")
    return response


def sweep(
    client: Client, world: World, methods: tuple[str, ...], asked: list[Route] | None = None
) -> list[Answer]:
    """Ask every route, or those asked, by every method and return what came back."""
    return [
        (route, method, ask(client, method, route.address(world.parameters)))
        for route in (routes() if asked is None else asked)
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

    writing = [answer for answer in answers if answer[0].pattern not in CHECKING]
    assert unlike(writing, one_of(403, 404, 405)) == []
    assert rows() == before


def test_an_auditor_reads_what_is_in_scope(client, world, auditor):
    client.force_login(auditor)

    answers = sweep(client, world, READING)

    assert unlike(answers, one_of(200, 302, 403, 405)) == []
    listed = {route.pattern: response for route, _, response in answers}
    assert listed["systems/<slug:reference>/"].status_code == 200
    assert listed["trail/"].status_code == 200


def test_an_outsider_finds_no_record_and_leaves_no_trace(client, world, outsider):
    client.force_login(outsider)
    before = rows()
    about_records = [
        route for route in routes() if route.is_about_a_record and route.pattern not in ABOUT_NO_RECORD
    ]

    answers = sweep(client, world, READING + WRITING, about_records)

    found = [answer for answer in answers if (answer[1], answer[0].pattern) not in MAY_CREATE]
    assert unlike(found, one_of(404, 405)) == []
    assert rows() == before


def test_a_role_next_door_opens_nothing_here(client, world, auditor, house):
    """Whoever writes in one unit and audits another writes nothing in the other, on any route about a record."""
    people.appoint(user=auditor, unit=house.elsewhere, role=Role.LAWYER, by=house.founder, at=FOUNDED_AT)
    client.force_login(auditor)
    before = rows()
    about_records = [route for route in routes() if route.is_about_a_record]

    posted = sweep(client, world, ("post",), about_records)
    cache.clear()
    put = sweep(client, world, ("put", "patch"), about_records)

    theirs = [one for one in posted + put if (one[1], one[0].pattern) not in MAY_CREATE]
    others = [answer for answer in theirs if answer[0].pattern not in ONLY_THEIR_OWN]
    assert unlike(others, one_of(403, 404, 405)) == []
    assert rows() == before


def test_an_outsider_sees_no_word_of_another_unit_in_any_list(client, world, outsider):
    client.force_login(outsider)
    lists = [route for route in routes() if not route.is_about_a_record]

    answers = sweep(client, world, READING, lists)

    told = [
        f"{route.pattern} tells of {word}"
        for route, _, response in answers
        for word in world.secrets
        if word in response.body
    ]
    assert told == []
    assert unlike(answers, one_of(200, 302, 403, 405)) == []


@pytest.mark.parametrize("role", ["lawyer", "engineer"])
def test_nothing_breaks_for_those_who_work_here(client, world, role, request):
    client.force_login(request.getfixturevalue(role))
    pages = [route for route in routes() if role == "lawyer" or route.pattern not in OF_THE_LAWYER_ALONE]

    read = sweep(client, world, READING, pages)
    empty = sweep(client, world, WRITING)

    assert unlike(read, one_of(200, 302, 403, 405, 409)) == []
    assert unlike(empty, lambda _, response: response.status_code < 500) == []
