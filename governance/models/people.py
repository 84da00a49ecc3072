"""People who sign in and the tokens their programs carry."""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from knox.models import AbstractAuthToken, AuthTokenManager
from rules.permissions import has_perm
from uuid6 import uuid7

CLOCKWORK = UUID(int=1)


class UserManager(BaseUserManager["User"]):
    """Finds a person by address, whatever its case."""

    def clockwork(self) -> "User":
        """Return the actor of what Annex does by itself: an inactive row that nobody can sign in as. One query."""
        return self.get(pk=CLOCKWORK)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # knox names its own
    """A person. What they may do follows from memberships alone; there is no superuser."""

    personal: ClassVar[frozenset[str]] = frozenset({"email", "name"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, permission: str, record: object = None) -> bool:
        """Say whether one of this person's roles grants a permission, on a record or anywhere."""
        return bool(has_perm(permission, self, record))


class ApiTokenManager(AuthTokenManager):
    """Makes tokens, as Knox does, and notes their use."""

    def note_use(self, token: "ApiToken", *, at: datetime) -> None:
        """Write down that a token was used, unless another call noted it within the last minute.

        This is no act of a person and says nothing about the register, so the trail does not tell of it.
        """
        quiet = Q(last_used_at=None) | Q(last_used_at__lt=at - timedelta(minutes=1))
        with transaction.atomic():
            self.filter(quiet, pk=token.pk).update(last_used_at=at)


class ApiToken(AbstractAuthToken):
    """A program's key: stored hashed, named, and limited to reading unless it says otherwise."""

    personal: ClassVar[frozenset[str]] = frozenset({"user"})

    name = models.CharField(max_length=100)
    may_write = models.BooleanField(default=False)
    last_used_at = models.DateTimeField(null=True)

    objects = ApiTokenManager()

    class Meta:
        constraints = [models.UniqueConstraint(name="apitoken_name_once", fields=["user", "name"])]

    def __str__(self) -> str:
        return f"{self.token_key}…"
