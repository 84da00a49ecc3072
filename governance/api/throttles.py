"""How often one person's programs may call: reading is cheap, writing locks the trail."""

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

from governance.api.permissions import READING_METHODS

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads the settings that name this module


class ReadRate(UserRateThrottle):
    """Counts what reads."""

    scope = "read"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        return request.method not in READING_METHODS or super().allow_request(request, view)


class WriteRate(UserRateThrottle):
    """Counts what writes."""

    scope = "write"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        return request.method in READING_METHODS or super().allow_request(request, view)
