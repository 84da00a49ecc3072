"""Set the installation up: the organisation, its root unit, and its first person, a lawyer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from governance.actions import organisation
from governance.management import passwords
from governance.vocabulary import SizeClass


class Command(BaseCommand):
    """`manage.py found NAME --size large --country BE --email ada@example.org --person "Ada Peeters"`"""

    help = "Sets the organisation up. The password is asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="Name of the organisation.")
        parser.add_argument("--size", required=True, choices=[size.value for size in SizeClass])
        parser.add_argument("--country", required=True, help="ISO 3166-1 code, such as BE.")
        parser.add_argument("--sector", default="")
        parser.add_argument("--public-body", action="store_true")
        parser.add_argument("--outside-union", action="store_true", help="Established outside the Union.")
        parser.add_argument("--email", required=True, help="Address of the first person.")
        parser.add_argument("--person", required=True, help="Name of the first person.")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 Django's signature
        email, person = options["email"], options["person"]
        first = organisation.FirstPerson(email, person, passwords.ask(email=email, name=person))
        try:
            _, root, _ = organisation.found(
                name=options["name"],
                size_class=SizeClass(options["size"]),
                public_body=options["public_body"],
                sector=options["sector"],
                established_in_union=not options["outside_union"],
                country=options["country"].upper(),
                first_person=first,
                at=timezone.now(),
            )
        except organisation.AlreadyFounded as error:
            raise CommandError("This installation has its organisation already.") from error
        self.stdout.write(f"Founded {options['name']} with the root unit {root.path}; {email} may sign in.")
