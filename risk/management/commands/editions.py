"""List, check and compare the editions of the law, without a database."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from risk import rulebook
from risk.engine import BadEditionError, Edition
from risk.engine.differing import Difference, dependents, differences

SIGNS = {"added": "+", "amended": "~", "repealed": "-"}
USAGE = 2


class Command(BaseCommand):
    """manage.py editions list | check | diff OLD NEW [--json]"""

    help = "Lists, checks and compares the editions of the law."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        doing = parser.add_subparsers(dest="doing", required=True)
        doing.add_parser("list", help="name every edition with its size")
        doing.add_parser("check", help="load every edition and print every fault")
        diff = doing.add_parser("diff", help="print rule by rule what changed")
        diff.add_argument("old")
        diff.add_argument("new")
        diff.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *_: object, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        if options["doing"] == "list":
            self._list()
        elif options["doing"] == "check":
            self._check()
        else:
            self._diff(_edition(options["old"]), _edition(options["new"]), as_json=options["json"])

    def _list(self) -> None:
        for edition_id in rulebook.edition_ids():
            edition = _edition(edition_id)
            mark = "  (default)" if edition_id == rulebook.DEFAULT_EDITION else ""
            size = (
                f"{len(edition.facts)} facts, {len(edition.rules)} rules, {len(edition.obligations)} duties"
            )
            self.stdout.write(f"{edition_id}  {edition.title}: {size}{mark}")

    def _check(self) -> None:
        faults: list[str] = []
        for edition_id in rulebook.edition_ids():
            try:
                rulebook.load(edition_id)
            except BadEditionError as refusal:
                faults += refusal.faults
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{len(rulebook.edition_ids())} editions are sound")

    def _diff(self, old: Edition, new: Edition, *, as_json: bool) -> None:
        found = differences(old, new)
        if as_json:
            self.stdout.write(
                json.dumps([difference.as_json() for difference in found], indent=2, default=str)
            )
            return
        for difference in found:
            self._show(difference, new)

    def _show(self, difference: Difference, new: Edition) -> None:
        by = f"  [{'; '.join(difference.by)}]" if difference.by else ""
        self.stdout.write(f"{SIGNS[difference.what]} {difference.kind} {difference.id}{by}")
        for field, (old, now) in difference.fields.items():
            if difference.what == "amended":
                self.stdout.write(f"    {field}: {_moved(old, now)}")
        if difference.kind == "date" and (moved := dependents(new, difference.id)):
            self.stdout.write(f"    moves: {', '.join(moved)}")


def _edition(edition_id: str) -> Edition:
    try:
        return rulebook.edition(edition_id)
    except rulebook.UnknownEdition as refusal:
        raise CommandError(str(refusal), returncode=USAGE) from refusal


def _moved(old: object, now: object) -> str:
    if not isinstance(now, list):
        return f"{'nothing' if old is None else old} -> {now}"
    before, after = _named(old), _named(now)
    gone = [f"- {name}" for name in before if name not in after]
    come = [f"+ {name}" for name in after if name not in before]
    kept = [f"~ {name}" for name in after if name in before and after[name] != before[name]]
    return ", ".join([*gone, *come, *kept])


def _named(entries: object) -> dict[str, object]:
    """Name the parts of a list: options by their id, texts by themselves."""
    parts = entries if isinstance(entries, list) else []
    return {str(part["id"] if isinstance(part, dict) else part): part for part in parts}
