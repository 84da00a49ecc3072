"""Requests as our views see them, the page of a list they want, and tables that spreadsheets may open."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from governance.models import User

PAGE_SIZES = (25, 50, 100)
# Where a cell begins for a program that reads a table: also after a semicolon, as in half of Europe.
FORMULA = re.compile(r"(^|[;\t\r\n] *)(?=[=+\-@])|^(?=[\t\r])")


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


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, whatever it holds for a separator."""
    return FORMULA.sub(r"\1'", cell)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as CSV (RFC 4180): numbers in full, nothing for null, words that no spreadsheet executes."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([harmless(column) for column in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def _cell(value: Any) -> str:  # noqa: ANN401 any JSON value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return harmless(str(value))
