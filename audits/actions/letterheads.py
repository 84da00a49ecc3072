"""How documents look from now on; those frozen before keep theirs."""

import hashlib
import re
from datetime import datetime

from django.db import transaction

from audits.logos import NoLogo, contrast_on_white, logo
from audits.models import Letterhead
from governance import trail
from governance.models import Unit, User

COLOUR = re.compile(r"#[0-9a-f]{6}")
# WCAG 2.2, 1.4.3: headings and numbers are set in it.
LEAST_CONTRAST = 4.5

__all__ = ["BadColour", "NoLogo", "change"]


class BadColour(ValueError):
    """No colour, or one that cannot be read on white; the message says which."""


@transaction.atomic
def change(
    *,
    name: str,
    colour: str,
    paper: str,
    confidentiality: str,
    by: User,
    at: datetime,
    picture: bytes | None = None,
    without_logo: bool = False,
) -> Letterhead:
    """Set the letterhead; without a new picture the logo stays, unless it shall go.

    Raises: BadColour; NoLogo.
    """
    colour = colour.strip().lower()
    if colour:
        _check(colour)
    row = Letterhead.objects.select_for_update(no_key=True).first()
    kept = b"" if without_logo or row is None else bytes(row.logo)
    drawn = logo(picture) if picture else kept
    before = _told(row) if row else {}
    values = {
        "name": name.strip(), "colour": colour, "paper": paper,
        "confidentiality": confidentiality.strip() or "Confidential", "logo": drawn,
        "set_by": by, "set_at": at,
    }  # fmt: skip
    made, _ = Letterhead.objects.update_or_create(pk=1, defaults=values)
    trail.record(
        at=at, by=by, verb="letterhead.changed", subject="letterhead", unit=Unit.objects.get(parent=None),
        before=before, after=_told(made),
    )  # fmt: skip
    return made


def _check(colour: str) -> None:
    if not COLOUR.fullmatch(colour):
        raise BadColour("Write the colour as # and six digits, such as #14506e.")
    found = contrast_on_white(colour)
    if found < LEAST_CONTRAST:
        raise BadColour(f"Its contrast with white is {found:.1f}; text needs 4.5. Choose a darker one.")


def _told(row: Letterhead) -> dict[str, str]:
    return {
        "name": row.name, "colour": row.colour, "paper": row.paper, "confidentiality": row.confidentiality,
        "logo": hashlib.sha256(bytes(row.logo)).hexdigest() if row.logo else "",
    }  # fmt: skip
