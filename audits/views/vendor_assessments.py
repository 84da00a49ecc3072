"""Vendor assessments in the browser: start, answer, conclude, read."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits import questionnaires
from audits.actions import drafts
from audits.actions import vendor_assessments as assessing
from audits.forms.vendor_assessments import AreaForm, Conclude
from audits.models import VendorAssessment
from audits.queries.vendor_assessments import of_vendor, whole
from audits.queries.vendor_results import progress, result
from governance.actions.revisions import Stale
from governance.http import Request
from governance.models import Product, Vendor
from governance.permissions import Permission, fetch, needs, powers_of, roles_of


@needs(Permission.READ)
@require_GET
def index(request: Request, reference: str) -> HttpResponse:
    vendors = Vendor.objects.select_related("unit")
    vendor = fetch(vendors, request.user, Permission.READ, reference=reference)
    context = {
        "vendor": vendor,
        "assessed": of_vendor(vendor, request.user),
        "kinds": questionnaires.load().kinds,
        "today": timezone.localdate(),
        "may": powers_of(roles_of(request.user, vendor)),
    }
    return render(request, "audits/vendor_assessments.html", context)


@needs(Permission.ASSESS_VENDORS)
@require_POST
def start(request: Request, reference: str) -> HttpResponse:
    products = Product.objects.select_related("vendor__unit")
    product = fetch(products, request.user, Permission.ASSESS_VENDORS, reference=reference)
    try:
        assessment = assessing.start(product=product, by=request.user, at=timezone.now())
    except assessing.AlreadyDrafting as refused:
        assessment = refused.draft
        messages.info(request, "A draft was there already; this is it.")
    except assessing.WrongKind as refused:
        messages.error(request, f"There is no questionnaire for this kind of product yet: {refused}.")
        return redirect("audits:vendor_assessments", product.vendor.reference)
    return redirect("audits:vendor_assessment", assessment.reference)


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    assessment = fetch(whole(), request.user, Permission.READ, reference=reference)
    context = {
        "assessment": assessment,
        "form": questionnaires.load(assessment.questionnaire),
        "progress": progress(assessment),
        "result": result(assessment),
        "today": timezone.localdate(),
        "may": powers_of(roles_of(request.user, assessment)),
    }
    return render(request, "audits/vendor_assessment.html", context)


@needs(Permission.ASSESS_VENDORS)
@require_http_methods(["GET", "POST"])
def area(request: Request, reference: str, area: str) -> HttpResponse:
    assessment = fetch(whole(), request.user, Permission.ASSESS_VENDORS, reference=reference)
    areas = {one.id: one for one in questionnaires.load(assessment.questionnaire).areas}
    if area not in areas:
        raise Http404
    if assessment.state != VendorAssessment.State.DRAFT:
        return _concluded(request, assessment)
    form = AreaForm(areas[area], assessment.answers, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _area_shown(request, assessment, form)
    if not form.is_valid():
        return _area_shown(request, assessment, form, status=422)
    try:
        assessing.answer(assessment=assessment, answers=form.answers, by=request.user, at=timezone.now())
    except drafts.NotDraft:
        return _concluded(request, assessment)
    following = progress(assessment).next_open(area)
    if following is None:
        return redirect("audits:vendor_assessment_conclude", reference)
    return redirect("audits:vendor_assessment_area", reference, following.id)


@needs(Permission.ASSESS_VENDORS)
@require_http_methods(["GET", "POST"])
def conclude(request: Request, reference: str) -> HttpResponse:
    assessment = fetch(whole(), request.user, Permission.ASSESS_VENDORS, reference=reference)
    if assessment.state != VendorAssessment.State.DRAFT:
        return _concluded(request, assessment)
    if request.method == "GET":
        return _conclude_shown(request, assessment, Conclude(initial=_proposed(assessment)))
    form = Conclude(request.POST)
    if not form.is_valid() or not _conclude(request, assessment, form):
        return _conclude_shown(request, assessment, form, status=422)
    messages.success(request, "Concluded. What it says cannot be changed any more.")
    return redirect("audits:vendor_assessment", reference)


def _conclude(request: Request, assessment: VendorAssessment, form: Conclude) -> bool:
    """Conclude what was seen; where that is refused, say why at the form."""
    said = form.cleaned_data
    assessment.revision = said["revision"]
    told = {"summary": said["summary"], "valid_until": said["valid_until"]}
    try:
        assessing.conclude(assessment=assessment, by=request.user, at=timezone.now(), **told)
    except drafts.Incomplete as refused:
        form.add_error(None, f"{len(refused.missing)} questions have no answer yet, not even “I don't know”.")
    except assessing.BadEnd as refused:
        form.add_error("valid_until", f"Choose a day after today, at the latest {refused.latest:%-d %B %Y}.")
    except (Stale, drafts.NotDraft):
        form.add_error(None, "Somebody changed this assessment meanwhile. Please look at it again.")
    return not form.errors


def _proposed(assessment: VendorAssessment) -> dict[str, object]:
    months = questionnaires.load(assessment.questionnaire).months[result(assessment).word]
    end = assessing.months_later(timezone.now().date(), months)
    return {"valid_until": end, "revision": assessment.revision}


def _concluded(request: Request, assessment: VendorAssessment) -> HttpResponse:
    messages.info(request, "This assessment is concluded. Start a new one to assess the product again.")
    return redirect("audits:vendor_assessment", assessment.reference)


def _area_shown(
    request: Request, assessment: VendorAssessment, form: AreaForm, status: int = 200
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "progress": progress(assessment),
        "here": form.area,
        "form": form,
        "asked": form.shown(),
    }
    return render(request, "audits/vendor_assessment_area.html", context, status=status)


def _conclude_shown(
    request: Request, assessment: VendorAssessment, form: Conclude, status: int = 200
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "progress": progress(assessment),
        "result": result(assessment),
        "form": form,
    }
    return render(request, "audits/vendor_assessment_conclude.html", context, status=status)
