"""Keys for programs: shown once, stored hashed, limited, revocable."""

from datetime import datetime

from django.db import transaction

from governance import trail
from governance.actions.holding import hold
from governance.models import ApiToken, Unit, User


class NameTaken(Exception):
    """This person has a token of that name."""


@transaction.atomic
def issue(
    *, name: str, may_write: bool, expires_at: datetime, unit: Unit, by: User, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token for a person's programs and return it with its secret, which is never shown again.

    Raises: NameTaken.
    """
    hold(by)
    if ApiToken.objects.filter(user=by, name=name).exists():
        raise NameTaken(name)
    token, secret = ApiToken.objects.create(
        user=by, expiry=expires_at - at, prefix="annex_", name=name, may_write=may_write
    )
    trail.record(
        at=at, by=by, verb="token.issued", subject=f"token:{token.token_key}", unit=unit,
        after={"name": name, "may_write": may_write, "expires_at": expires_at.isoformat()},
    )  # fmt: skip
    return token, secret


@transaction.atomic
def revoke(*, token: ApiToken, unit: Unit, by: User, at: datetime) -> None:
    """End a token; programs that carry it are refused from now on."""
    subject, before = f"token:{token.token_key}", {"name": token.name}
    token.delete()
    trail.record(at=at, by=by, verb="token.revoked", subject=subject, unit=unit, before=before)
