"""Response headers that Django and django-csp do not send themselves, and paths that nothing can have."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(),"
    " microphone=(), payment=(), usb=()",
}


class ResponseHeaders:
    """Add the headers; keep signed-in pages out of shared caches and the browser's back button."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class KeepablePaths:
    """Answer 404 to a page that no row can have: PostgreSQL refuses to look for a NUL character.

    The REST face answers by itself, with a problem document (governance.api.faces).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path and not request.path.startswith("/api/"):
            raise Http404
        return self.get_response(request)
