"""Judge a file of facts and print the finding as JSON, without a database."""

import json
import sys
import tomllib
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from risk import rulebook
from risk.engine import Edition, FactErrors, classify, parse_facts
from risk.engine.templating import template

USAGE = 2


class Command(BaseCommand):
    """manage.py classify FACTS [--edition ID] [--on DATE] | --template"""

    help = "Judges a JSON or TOML file of facts (- reads standard input) and prints the finding as JSON."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "facts", nargs="?", help="JSON or TOML, nested tables or dotted keys; - for standard input"
        )
        parser.add_argument(
            "--edition", default=rulebook.DEFAULT_EDITION, help="state of the law (%(default)s)"
        )
        parser.add_argument("--on", metavar="DATE", help="day of judgement, such as 2026-12-02 (today)")
        parser.add_argument("--template", action="store_true", help="print an empty, commented file of facts")

    def handle(self, *_: object, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        edition = _edition(options["edition"])
        if options["template"]:
            self.stdout.write(template(edition))
        elif options["facts"] is None:
            raise CommandError(
                "name a file of facts, or - for standard input, or ask for --template", returncode=USAGE
            )
        else:
            self.stdout.write(_judged(_read(options["facts"]), edition, _day(options["on"])))


def _judged(raw: Mapping[str, object], edition: Edition, on: date) -> str:
    try:
        facts = parse_facts(raw, edition)
    except FactErrors as refusal:
        raise CommandError(str(refusal)) from refusal
    return json.dumps(classify(facts, edition, on).as_json(), indent=2, ensure_ascii=False)


def _edition(edition_id: str) -> Edition:
    try:
        return rulebook.edition(edition_id)
    except rulebook.UnknownEdition as refusal:
        raise CommandError(str(refusal), returncode=USAGE) from refusal


def _day(said: str | None) -> date:
    if said is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(said)
    except ValueError as refusal:
        raise CommandError(
            f"--on wants a date such as 2026-12-02, not {said!r}", returncode=USAGE
        ) from refusal


def _read(name: str) -> Mapping[str, object]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        tables = json.loads(text) if _is_json(name, text) else tomllib.loads(text)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, tomllib.TOMLDecodeError) as failure:
        raise CommandError(f"cannot read {name}: {failure}", returncode=USAGE) from failure
    if not isinstance(tables, dict):
        raise CommandError(
            f"{name} must hold a table of facts, not {type(tables).__name__}", returncode=USAGE
        )
    return tables


def _is_json(name: str, text: str) -> bool:
    return name.endswith(".json") or (name == "-" and text.lstrip().startswith("{"))
