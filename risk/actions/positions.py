"""Confirming and contesting findings."""

from datetime import datetime

from django.db import transaction

from governance import trail
from governance.actions import systems
from governance.models import User
from governance.vocabulary import Tier
from risk.actions import classifications
from risk.models import Classification, Position
from risk.queries.positions import digest_of

Stance = Position.Stance


class NoReasons(Exception):
    """A position says why."""


class Superseded(Exception):
    """Another finding stands meanwhile; read it before you speak of it."""


@transaction.atomic
def confirm(*, classification: Classification, reasons: str, by: User, at: datetime) -> Position:
    """Say that a finding is right; what is confirmed is exactly these facts and this finding.

    Raises: NoReasons; Superseded.
    """
    return _take(Position(classification=classification, stance=Stance.CONFIRMED), reasons, by=by, at=at)


@transaction.atomic
def contest(
    *,
    classification: Classification,
    reasons: str,
    tier: Tier | None,
    provision: str,
    by: User,
    at: datetime,
) -> Position:
    """Say that a finding is wrong, and what is held instead; the rulebook's tier stays and carries a mark.

    Raises: NoReasons; Superseded.
    """
    made = Position(
        classification=classification, stance=Stance.CONTESTED, tier=tier or "", provision=provision.strip()
    )
    return _take(made, reasons, by=by, at=at)


def _take(position: Position, reasons: str, *, by: User, at: datetime) -> Position:
    version = position.classification.version
    classifications.hold(version)
    standing = Classification.objects.filter(pk=position.classification_id, superseded_at=None)
    if not standing.exists():
        raise Superseded(position.classification_id)
    if not reasons.strip():
        raise NoReasons
    position.reasons, position.by, position.at = reasons.strip(), by, at
    position.digest = digest_of(position.classification)
    position.save(force_insert=True)
    told = {"stance": position.stance, "version": version.label, "digest": position.digest}
    instead = {"tier": position.tier, "provision": position.provision}
    trail.record(
        at=at, by=by, verb=f"finding.{position.stance}", subject=version.system.reference,
        unit=version.system.unit, before={"tier": position.classification.tier},
        after=told | {name: word for name, word in instead.items() if word},
    )  # fmt: skip
    if not version.system.versions.filter(number__gt=version.number).exists():
        contested = position.stance == Stance.CONTESTED
        systems.note_contest(system=version.system, contested=contested, by=by, at=at)
    return position
