"""Whether this process can serve: for a load balancer, which knows neither our name nor our certificate."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

PATH = "/health/"


class Health:
    """Answer one address before hosts, HTTPS and sessions are looked at; it tells nothing but yes or no."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        well = _database_answers()
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        told = "ok\n" if well else "The database does not answer.\n"
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(told, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
