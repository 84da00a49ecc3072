"""What is being worked on: a page of its own, and a panel of the start page."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from audits.queries.at_work import at_work
from governance.http import Request
from governance.permissions import Permission, needs

FAILURES_SHOWN = timedelta(days=7)


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    works = at_work(request.user, failed_since=timezone.now() - FAILURES_SHOWN)
    context = {"works": works, "unsettled": not all(work.job.is_settled for work in works)}
    return render(request, "audits/work.html" + ("#works" if request.htmx else ""), context)
