"""Write the JSON Schemas of exports into a folder, as docs/schemas holds them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from audits.fairness.schemas import SCHEMAS


class Command(BaseCommand):
    """manage.py schemas docs/schemas"""

    help = "Writes the JSON Schemas of exports into a folder."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:  # noqa: ANN401, ARG002 Django's signature
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in SCHEMAS.items():
            path = folder / f"{name}.json"
            path.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            self.stdout.write(str(path))
