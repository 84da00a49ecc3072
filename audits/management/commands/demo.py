"""Do the main job on the demonstration's data, step by step; script/demo runs it beside a worker."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from audits.bundling import verifier
from audits.dossiers import verify
from audits.dossiers.signatures import Trust
from audits.management.demonstration import documents, evidence, people, register
from audits.management.demonstration.material import read
from audits.management.demonstration.waiting import watch
from audits.models import Dossier, Run
from audits.queries.papers import papers_of
from audits.scoring import Word
from governance.models import SystemVersion, User
from governance.tasks import anchor
from governance.vocabulary import Role, Tier
from risk.models import Classification

STEPS = 10


class Command(BaseCommand):
    """`manage.py demo`: what is there from an earlier run stays as it is."""

    help = "Registers, classifies, measures and assesses the demonstration's systems and makes a dossier."

    def handle(self, **options: Any) -> None:  # noqa: ANN401, ARG002 Django's signature
        self.step_number = 0
        at = timezone.now()
        self.step("The organisation, its units and its people")
        root = people.found(at)
        lawyer, engineer = people.whoever(Role.LAWYER), people.whoever(Role.ENGINEER)
        self.step("Vendors and what they supply")
        for product in register.keep_vendors(root=root, by=engineer, at=at):
            self.tell(f"{product.reference}  {product.vendor.name}: {product.name}")
        versions = self.systems(lawyer, engineer, at)
        self.documents(versions, lawyer, at)
        version = versions[read("fairness")["system"]]
        run = self.fairness(version, lawyer, engineer, at)
        self.step("The foundation model's provider is assessed")
        assessment = evidence.assess_vendor(by=lawyer, at=at)
        word = Word((assessment.score or {})["overall"]["word"]).label
        until = f"{assessment.valid_until:%-d %B %Y}"
        self.tell(f"{assessment.reference}  {assessment.product.name}: {word}, until {until}")
        dossier = self.dossier(version, lawyer)
        self.hand_over(version, run, dossier)
        self.step("The trail and the dossier are verified")
        anchor()
        call_command("verify_trail", stdout=self.stdout)
        roots = Path(settings.SIGNING_TRUST).read_bytes() if settings.SIGNING_TRUST else b""
        verification = verify((Path(settings.DATA_DIR) / "dossier.pdf").read_bytes(), Trust.of_files(roots))
        for check in verification.checks:
            self.tell(f"{check.name}: {check.says}")
        self.tell(f"dossier.pdf is {verification.outcome}.")
        self.step("Who may sign in")
        for role, email, password in people.sign_ins():
            self.tell(f"{role:<9} {email:<26} {password}")

    def systems(self, lawyer: User, engineer: User, at: datetime) -> dict[str, SystemVersion]:
        """Register the systems, answer for them, and return their versions by external id."""
        self.step("AI systems: registered, answered for, classified")
        versions = {}
        for told in read("systems")["system"]:
            version = register.keep_system(told, by=engineer, at=at)
            finding = register.judge(version, told, by=lawyer, at=at)
            register.confirm(finding, told, by=lawyer, at=at)
            self.tell(f"{version.system.reference}  {version.system.name}: {Tier(finding.tier).label}")
            versions[told["external_id"]] = version
        return versions

    def documents(self, versions: dict[str, SystemVersion], lawyer: User, at: datetime) -> None:
        """Begin documents that the Act prescribes, and say how far they are."""
        self.step("Documents that the Act prescribes are begun")
        for sheet in documents.keep_documents(versions, by=lawyer, at=at):
            filled = papers_of(sheet).one(sheet)
            self.tell(f"{sheet.reference}  {filled.blank.title}: {filled.filling.coverage.words}")

    def fairness(self, version: SystemVersion, lawyer: User, engineer: User, at: datetime) -> Run:
        """Import the log, put the plan on a calendar, and wait until a worker has measured it."""
        self.step("A prediction log is imported and the measurement scheduled")
        plan = evidence.keep_plan(version, by=lawyer, at=at)
        evidence.import_log(plan, version, by=engineer, at=at)
        evidence.arrange(plan, by=lawyer, at=at)
        self.step("The scheduler rings and a worker measures")
        run = watch(lambda: evidence.newest_run(plan), self.tell)
        by_group = (run.result or {})["by_group"]
        for group in ("African-American", "Caucasian"):
            rates = by_group[group]
            self.tell(f"{group}: false positives {rates['fpr']:.2%}, false negatives {rates['fnr']:.2%}")
        return run

    def dossier(self, version: SystemVersion, lawyer: User) -> Dossier:
        """Ask for the dossier and wait until a worker has made it."""
        self.step("A dossier is frozen, and a worker makes the PDF")
        asked = evidence.request_dossier(version, by=lawyer, at=timezone.now())
        return watch(lambda: Dossier.objects.get(pk=asked.pk), self.tell)

    def hand_over(self, version: SystemVersion, run: Run, dossier: Dossier) -> None:
        """Put the three files where people look for them, and say where."""
        folder = Path(settings.DATA_DIR)
        finding = Classification.objects.get(version=version, superseded_at=None).finding
        with dossier.file.open() as made, (folder / "dossier.pdf").open("wb") as copy:
            shutil.copyfileobj(made, copy)
        for name, content in (("finding.json", finding), ("fairness.json", run.result)):
            (folder / name).write_text(
                json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
            )
        (folder / "verify_annex.py").write_bytes(verifier())
        for name in ("dossier.pdf", "finding.json", "fairness.json", "verify_annex.py"):
            self.tell(str(folder / name))

    def step(self, title: str) -> None:
        """Say which step begins."""
        self.step_number += 1
        self.stdout.write(self.style.MIGRATE_HEADING(f"[{self.step_number}/{STEPS}] {title}"))

    def tell(self, line: str) -> None:
        """Say what came of it."""
        self.stdout.write(f"      {line}")
