"""The gate of every API view: closed unless the view says which permission opens it."""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from governance.models import ApiToken
from governance.permissions import Permission

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads the settings that name this module

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Nobody(BasePermission):
    """The default: a view that names no permission is open to nobody."""

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002 DRF's signature
        return False


class Holds(BasePermission):
    """Asks for the view's `read` permission on safe methods and its `write` permission on the others."""

    read: Permission
    write: Permission

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002 DRF's signature
        return self._token_allows(request) and self._asked(request, None)

    def has_object_permission(self, request: Request, view: "APIView", obj: object) -> bool:  # noqa: ARG002
        return request.method in READING_METHODS or self._asked(request, obj)

    def _asked(self, request: Request, record: object) -> bool:
        wanted = self.read if request.method in READING_METHODS else self.write
        return bool(request.user and request.user.is_authenticated and request.user.has_perm(wanted, record))

    @staticmethod
    def _token_allows(request: Request) -> bool:
        token = request.auth
        return not isinstance(token, ApiToken) or token.may_write or request.method in READING_METHODS


def api_needs(*, read: Permission, write: Permission) -> type[Holds]:
    """Return the permission class of a view; tests/house reads it on every API route."""
    return type("Needs", (Holds,), {"read": read, "write": write})
