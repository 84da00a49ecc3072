"""Registrations: their fields as files to take along, and what was entered into the EU database."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions import submissions
from audits.forms.sheets import Submitted
from audits.queries.exports import as_json
from audits.queries.papers import papers_of
from audits.queries.sheets import blank_of
from audits.sheets.workbook import workbook
from audits.views.sheets import sheet_of
from governance.http import Request, typed
from governance.permissions import Permission, needs

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.READ)
@require_GET
def export_json(request: Request, reference: str) -> HttpResponse:
    sheet = sheet_of(request, reference, Permission.READ)
    filled = papers_of(sheet).one(sheet)
    response = JsonResponse(as_json(sheet, filled), json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _attached(response, f"{sheet.reference}.json")


@needs(Permission.READ)
@require_GET
def export_workbook(request: Request, reference: str) -> HttpResponse:
    sheet = sheet_of(request, reference, Permission.READ)
    content = workbook(papers_of(sheet).one(sheet).filling, sheet.reference)
    return _attached(HttpResponse(content, content_type=XLSX), f"{sheet.reference}.xlsx")


@needs(Permission.WRITE_SHEETS)
@require_http_methods(["GET", "POST"])
def submit(request: Request, reference: str) -> HttpResponse:
    sheet = sheet_of(request, reference, Permission.WRITE_SHEETS)
    form = Submitted(typed(request), initial={"submitted_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            submissions.note(sheet=sheet, **said, by=request.user, at=timezone.now())
            messages.success(request, "Noted. From now on Annex shows what changes against it.")
            return redirect(sheet)
        except submissions.NotYet:
            form.add_error("submitted_date", "This day lies in the future.")
        except submissions.NotFinished:
            form.add_error(None, "Finish the document first: what is submitted is what was finished.")
        except submissions.NotRegistered:
            form.add_error(None, "This document is not entered into the EU database.")
    status = 422 if form.errors else 200
    context = {"sheet": sheet, "blank": blank_of(sheet), "form": form}
    return render(request, "audits/submission_new.html", context, status=status)


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
