"""The services under the tests are what they claim to be."""

import socket

import pytest
from django.template import Context, Template
from django.utils import timezone

from config.celery import app
from governance.models import TrailEntry, TrailHead, User
from tests.services.browser import settle
from tests.services.redis import command
from tests.services.sockets import Blocked


@pytest.mark.worker
def test_a_worker_answers_over_redis_and_outlives_no_kill(worker):
    assert app.control.inspect(timeout=5).ping()

    worker.kill()

    assert not worker.is_alive


@pytest.mark.worker
def test_a_killed_worker_is_started_again_for_the_next_test(worker):
    assert worker.is_alive


@pytest.mark.worker
def test_redis_is_empty_at_first(redis_url):
    assert command("dbsize") == "0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_flush_leaves_what_the_migrations_left(turn, request):
    assert (TrailHead.objects.get().seq, TrailEntry.objects.count()) == (0, 0)
    assert User.objects.get() == User.objects.clockwork()

    request.getfixturevalue("lawyer")

    assert TrailHead.objects.get().seq == TrailEntry.objects.count() > 0


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_another_machine_is_out_of_reach(host):
    with pytest.raises(Blocked):
        socket.create_connection((host, 80), timeout=1)


def test_the_clock_stands_still(now):
    assert timezone.now() == now == timezone.now()


@pytest.mark.browser
def test_axe_notices_a_page_without_a_title(page, live_server, axe):
    page.goto(f"{live_server.url}/static/css/no-such-file.css")
    page.set_content("<html><body><img src='data:,'></body></html>")

    with pytest.raises(
        AssertionError, match=r"document-title[\s\S]*image-alt|image-alt[\s\S]*document-title"
    ):
        axe(page)


@pytest.mark.browser
def test_a_page_is_settled_once_its_parts_are_there(page):
    page.set_content("<div hx-trigger='load'></div>")
    page.evaluate("setTimeout(() => { document.querySelector('div').textContent = 'here'; }, 300)")

    settle(page)

    assert page.locator("div").text_content() == "here"


def test_an_undefined_variable_is_noticed(undefined_variables):
    Template("{{ nobody.gave_this }}").render(Context({}))

    assert undefined_variables.found == {"nobody in unknown"}
    undefined_variables.found.clear()
