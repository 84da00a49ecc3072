"""The request as our views see it: who asks, what they typed, which page of a list they want."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from governance.models import User

PAGE_SIZES = (25, 50, 100)


class Request(HttpRequest):
    """A request behind the `needs` gate: somebody is signed in, and htmx may be asking."""

    user: User
    htmx: HtmxDetails


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was typed into the form of a page, or nothing while the page is only being looked at."""
    return request.POST if request.method == "POST" else None


def page_of(request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]") -> "Page[Any]":
    """Return the page of a list that the URL asks for with `page` and `per`; the nearest one where it is odd.

    Cost: two queries, when its rows are read.
    """
    wanted = request.GET.get("per", "")
    size = int(wanted) if wanted in map(str, PAGE_SIZES) else PAGE_SIZES[0]
    return Paginator(rows, size).get_page(request.GET.get("page"))
