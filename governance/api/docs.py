"""The API's own documentation: the OpenAPI document and a page to try it on, both without the internet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.views import SpectacularJSONAPIView

from governance.api.permissions import api_needs
from governance.permissions import Permission, needs


class Document(SpectacularJSONAPIView):
    """The OpenAPI document, made from the code that answers."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]


@needs(Permission.READ)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
