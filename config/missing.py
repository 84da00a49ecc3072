"""What is answered where nothing is: a page to people, a problem document to programs."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found

from governance.api.problems import MEDIA_TYPE

DETAIL = "There is nothing at this address; /api/v1/openapi.json lists all that there is."
PROBLEM = {
    "type": "about:blank",
    "title": HTTPStatus.NOT_FOUND.phrase,
    "status": HTTPStatus.NOT_FOUND.value,
    "detail": DETAIL,
    "code": "not_found",
    "errors": [{"code": "not_found", "detail": DETAIL, "attr": None, "pointer": None}],
}


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that no route has; rows that are not found are told of by the face that looked."""
    if request.path.startswith("/api/"):
        return JsonResponse(PROBLEM, status=HTTPStatus.NOT_FOUND, content_type=MEDIA_TYPE)
    return page_not_found(request, exception)
