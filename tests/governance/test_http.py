"""Which page of a list an address asks for."""

import pytest
from django.test import RequestFactory

from governance.http import page_of, typed
from governance.models import AISystem
from tests.factories import SystemFactory


@pytest.mark.parametrize(
    ("query", "number", "size"),
    [
        ("", 1, 25),
        ("per=50", 1, 50),
        ("per=1000000", 1, 25),
        ("page=2", 2, 25),
        ("page=99", 2, 25),
        ("page=-1", 2, 25),
        ("page=words", 1, 25),
    ],
)
def test_an_odd_page_is_the_nearest_one(unit, lawyer, query, number, size):
    SystemFactory.create_batch(26, unit=unit, owner=lawyer)

    page = page_of(RequestFactory().get(f"/?{query}"), AISystem.objects.order_by("pk"))

    assert (page.number, page.paginator.per_page) == (number, size)


def test_a_form_is_bound_by_a_post_only_even_an_empty_one():
    assert typed(RequestFactory().get("/?name=x")) is None
    assert typed(RequestFactory().post("/", {})) == {}
