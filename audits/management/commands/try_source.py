"""Tries whether a source of FAIRNESS_SOURCES answers: `manage.py try_source [NAME] [--table T]`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audits.fairness import Broken, Limits, Unreadable
from audits.fairness.sources.looking import columns_in, tables_in
from audits.sources import configured


class Command(BaseCommand):
    """Lists the sources; with a name its tables, with a table its columns. Nothing is counted or copied."""

    help = "Try whether a source of FAIRNESS_SOURCES answers. Prints no address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="one of the sources; all are named without it")
        parser.add_argument("--table", metavar="T", help="show the columns of this table or folder")

    def handle(self, *_: object, name: str | None, table: str | None, **__: Any) -> None:  # noqa: ANN401 Django's
        found = configured()
        if name is None:
            lines = [f"{one.name}: {'folder' if one.is_folder else 'database'}" for one in found.values()]
            self.stdout.write("\n".join(lines) or "FAIRNESS_SOURCES names no source.")
            return
        if name not in found:
            raise CommandError(
                f"'{name}' is not among FAIRNESS_SOURCES: {', '.join(found) or 'it is empty'}."
            )
        limits = Limits(**settings.FAIRNESS_PREVIEW_LIMITS)
        try:
            told = columns_in(found[name], table, limits=limits) if table else tables_in(found[name], limits)
        except (Unreadable, Broken, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("\n".join(told) or f"{name} answers, and is empty.")
