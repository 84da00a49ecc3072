"""Bring a person in and give them a role in a unit; somebody who is in already gets the further role."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from governance.actions import people
from governance.management import passwords
from governance.models import Unit, User
from governance.vocabulary import Role


class Command(BaseCommand):
    """`manage.py enrol bob@example.org --name "Bob Maes" --role auditor --until 2026-12-31`"""

    help = "Brings a person in with a role. The password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="Needed for a person who is new.")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--unit", default="", help="Path of the unit; the root when none is named.")
        parser.add_argument("--until", type=date.fromisoformat, help="Last day of the role, YYYY-MM-DD.")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 Django's signature
        unit = _unit(options["unit"])
        with transaction.atomic():
            user = _person(options["email"], options["name"], unit)
            people.appoint(
                user=user, unit=unit, role=Role(options["role"]), ends_at=_end_of(options["until"]),
                by=User.objects.clockwork(), at=timezone.now(),
            )  # fmt: skip
        self.stdout.write(f"{user.email} is {options['role']} in {unit.path}")


def _unit(path: str) -> Unit:
    unit = Unit.objects.filter(path=path).first() if path else Unit.objects.filter(parent=None).first()
    if unit is None:
        known = ", ".join(Unit.objects.order_by("path").values_list("path", flat=True))
        raise CommandError(f"There is no such unit. There are: {known or 'none; run manage.py found first'}.")
    return unit


def _person(email: str, name: str, unit: Unit) -> User:
    if user := User.objects.filter(email__iexact=email).first():
        return user
    if not name:
        raise CommandError(f"{email} is new here: give a --name.")
    password = passwords.ask(email=email, name=name)
    by = User.objects.clockwork()
    return people.enrol(email=email, name=name, password=password, unit=unit, by=by, at=timezone.now())


def _end_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None
