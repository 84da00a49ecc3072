"""The request as our views see it: somebody is signed in, and htmx may be asking."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from governance.models import User


class Request(HttpRequest):
    """A request behind the `needs` gate."""

    user: User
    htmx: HtmxDetails
