"""How programs prove who sent them: a token in the Authorization header."""

from datetime import timedelta

import structlog
from django.db import DatabaseError
from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from governance.models import ApiToken, User

log = structlog.get_logger(__name__)


class TokenDoor(TokenAuthentication):
    """Knox's check, which here deletes nothing behind the trail's back and notes each token's last use."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """Find who carries a token; Knox's tokens are ASCII, and bytes that are not are no token."""
        if not token.isascii():
            raise AuthenticationFailed
        user, found = super().authenticate_credentials(token)
        return user, found

    def validate_user(self, auth_token: ApiToken) -> tuple[User, ApiToken]:
        user, token = super().validate_user(auth_token)
        _note_use(token)
        return user, token

    def _cleanup_token(self, auth_token: ApiToken) -> bool:
        """Say whether a token has expired; revoking and removing it are actions with a trail entry."""
        return auth_token.expiry is not None and auth_token.expiry < timezone.now()


def _note_use(token: ApiToken) -> None:
    """Write down once a minute that a token is used, unless the database is busy: no read fails for that."""
    at = timezone.now()
    if token.last_used_at and token.last_used_at > at - timedelta(minutes=1):
        return
    try:
        ApiToken.objects.note_use(token, at=at)
    except DatabaseError:
        log.warning("token_use_not_noted", token=token.token_key)
