"""Tell whether a dossier is still what it was, and what differs if not."""

from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
from sys import exit as leave

from django.conf import settings
from django.core.management.base import BaseCommand

from audits import dossiers
from audits.dossiers import Outcome, Verification, verify
from audits.dossiers.signatures import Trust

EXIT_CODES = {Outcome.INTACT: 0, Outcome.UNTRUSTED: 1, Outcome.ALTERED: 1, Outcome.UNREADABLE: 2}
MARKS = {True: "ok     ", False: "DIFFERS", None: "open   "}
CONCLUSIONS = {
    Outcome.INTACT: "Intact.",
    Outcome.UNTRUSTED: "NOT TRUSTED. Not altered, but signed by somebody for whom none of your roots vouches.",
    Outcome.ALTERED: "ALTERED. This is not the file that Annex made.",
    Outcome.UNREADABLE: "Unreadable.",
}
ANOTHER = (
    "The record rendered again gives another file: pages were changed and sealed anew, "
    "or this Annex sets pages differently from the one that made the file."
)
# The seal has no key: it finds accidents. What finds a forger is the digest that the register noted.
UNPROVEN = (
    "Whoever has Annex can change a page or the whole record and seal it anew. Compare the SHA-256 with the one "
    "that the register noted of this dossier (file_sha256, or dossier.finished in its trail), or give it as --noted."
)


class Command(BaseCommand):
    """`manage.py verify_dossier FILE.pdf`: 0 intact, 1 altered or untrusted, 2 unreadable. Needs no database."""

    help = (
        "Recompute a dossier's seal, its signatures and its record's digest. "
        "Exit codes: 0 intact, 1 altered or untrusted, 2 unreadable."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--again",
            action="store_true",
            help="Also render the attached record again and compare every byte.",
        )

        parser.add_argument(
            "--noted",
            metavar="SHA256",
            help="The digest of the file or of its sealed part that the register noted: proves an unsigned file.",
        )
        parser.add_argument(
            "--trust",
            type=Path,
            metavar="ROOTS.pem",
            default=settings.SIGNING_TRUST or None,
            help="Root certificates that may vouch for signatures; SIGNING_TRUST unless given.",
        )

    def handle(
        self, *_: object, file: Path, again: bool, noted: str | None, trust: Path | None, **__: object
    ) -> None:
        try:
            pdf = file.read_bytes()
            roots = Path(trust).read_bytes() if trust else b""
        except OSError as error:
            self.stderr.write(f"{error.filename}: {error.strerror}")
            leave(EXIT_CODES[Outcome.UNREADABLE])
        verification = verify(pdf, Trust.of_files(roots))
        outcome = verification.outcome
        self._report(verification)
        if again and outcome is Outcome.INTACT and not self._renders_alike(verification):
            outcome = Outcome.ALTERED
        if outcome is Outcome.INTACT and not self._is_noted(pdf, verification, noted):
            outcome = Outcome.ALTERED
        self.stdout.write(CONCLUSIONS[outcome])
        leave(EXIT_CODES[outcome])

    def _report(self, verification: Verification) -> None:
        for check in verification.checks:
            self.stdout.write(f"{MARKS[check.passed]} {check.name:<12} {check.says}")
        if pack := verification.pack:
            document = pack.document
            frozen = f"frozen {document.created_at}, record trail entry {pack.trail.seq}"
            self.stdout.write(
                f"        {document.reference} version {document.version}, {document.status}, {frozen}"
            )

    def _is_noted(self, pdf: bytes, verification: Verification, noted: str | None) -> bool:
        """Compare the file with what the register noted; where nobody says what that is, say what is missing."""
        actual = sha256(pdf).hexdigest()
        if noted is None:
            self.stdout.write(
                f"        SHA-256 {actual}\n{'' if verification.signed.by else UNPROVEN}".rstrip()
            )
            return True
        same = noted.strip().lower() in {actual, verification.sealed}
        self.stdout.write(f"{MARKS[same]} {'noted':<12} SHA-256 {actual}; noted {noted}.")
        return same

    def _renders_alike(self, verification: Verification) -> bool:
        """Render the record again: pages that somebody changed and sealed anew would come out different."""
        pack = verification.pack
        again = dossiers.render(pack, lambda *_: None) if pack else b""
        alike = sha256(again).hexdigest() == verification.sealed
        says = "The record rendered again gives this very file." if alike else ANOTHER
        self.stdout.write(f"{MARKS[alike]} {'pages':<12} {says}")
        return alike
