"""The trail: who changed what, when."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from governance.forms.trail import TrailFilter, words_of
from governance.http import Request, page_of
from governance.models import TrailEntry
from governance.permissions import Permission, needs
from governance.queries import trail

PAGES = {"SYS": "governance:system", "VEN": "governance:vendor"}


@dataclass(frozen=True)
class Change:
    """One value of an entry, before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it; `url` leads to its subject where the register has a page for it."""

    entry: TrailEntry
    who: str
    what: str
    url: str
    changes: tuple[Change, ...]


@needs(Permission.READ_TRAIL)
@require_GET
def index(request: Request) -> HttpResponse:
    form = TrailFilter(request.GET, verbs=trail.verbs(request.user))
    page = page_of(request, trail.entries(request.user, **form.about()).filter(**form.days()))
    names = trail.names(page.object_list)
    context = {
        "page": page,
        "lines": [_line(entry, names) for entry in page.object_list],
        "form": form,
        "filtered": bool(any(form.about().values()) or form.days()),
    }
    return render(request, "governance/trail.html" + ("#found" if request.htmx else ""), context)


def _line(entry: TrailEntry, names: dict[str, str]) -> Line:
    name = PAGES.get(entry.subject.partition("-")[0])
    fields = sorted({**entry.before, **entry.after})
    return Line(
        entry=entry,
        who=names.get(entry.by, "Somebody since forgotten"),
        what=words_of(entry.verb),
        url=reverse(name, args=[entry.subject]) if name else "",
        changes=tuple(Change(f, _told(entry.before.get(f)), _told(entry.after.get(f))) for f in fields),
    )


def _told(value: Any) -> str:  # noqa: ANN401 whatever JSON holds
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
