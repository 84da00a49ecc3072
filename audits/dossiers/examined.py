"""Verifying a file that anybody may have sent, in a process of its own with limits; sent nowhere, kept nowhere."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from audits.dossiers.words import CONCLUSIONS

ROOT = Path(__file__).resolve().parents[2]
# No secret of this installation is handed to the process that reads what strangers send.
HANDED_ON = ("PATH", "LANG", "LC_ALL", "TZ")
BEGINNING = b"%PDF-"
MEGABYTES, CPU_SECONDS, SECONDS, PATIENCE = 1024, 20, 40, 10
# Each takes up to a gigabyte: two at once in each web process, the others wait their turn or come back.
AT_ONCE = BoundedSemaphore(2)


class NoPdf(Exception):
    """The file is no PDF."""


class TooLarge(Exception):
    """The file is larger than is looked at; the message is the limit in bytes."""


class TooHard(Exception):
    """The file broke its reader or took too long: no dossier of ours does."""


class Busy(Exception):
    """Others are being looked at; come back in a moment."""


@dataclass(frozen=True)
class Examined:
    """What was found in a file, as plain values from the process that read it."""

    sha256: str
    outcome: str
    checks: Sequence[Mapping[str, Any]]
    signed: Mapping[str, Any]
    sealed_sha256: str = ""
    pack_sha256: str = ""
    document: Mapping[str, Any] | None = None
    trail: Mapping[str, Any] | None = field(default=None)

    def proven(self, *, noted: bool) -> bool:
        """Say whether more than its own seal speaks for it: a trusted signature, or what the register noted."""
        return self.outcome == "intact" and (noted or self.signed["trusted"] is True)

    def conclusion(self, *, noted: bool) -> str:
        """Return what it comes to, in a sentence."""
        whole = self.outcome == "intact" and not self.proven(noted=noted)
        return CONCLUSIONS["unproven" if whole else self.outcome]

    @property
    def made_at(self) -> datetime | None:
        """The moment at which the record was frozen, as the file says, where it says one."""
        return _moment(str((self.document or {}).get("created_at", "")))

    @property
    def signed_at(self) -> datetime | None:
        """The moment that the time-stamp states."""
        return _moment(str(self.signed.get("at", "")))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def examined(content: Iterable[bytes], *, most: int, roots: str = "", lists: Sequence[str] = ()) -> Examined:
    """Return what a verification of these bytes finds, with whom the named files trust.

    Raises: NoPdf, TooLarge, TooHard, Busy. Whatever happens, nothing of the file stays anywhere.
    """
    with tempfile.TemporaryFile(prefix="annex-verify-") as kept:
        digest = _kept(content, kept, most)
        if not AT_ONCE.acquire(timeout=PATIENCE):
            raise Busy
        try:
            told = _told(kept, roots, lists)
        finally:
            AT_ONCE.release()
    return Examined(sha256=digest, **told)


def _kept(content: Iterable[bytes], kept: IO[bytes], most: int) -> str:
    """Write the bytes into a file that has no name, and return their digest."""
    seen, size = sha256(), 0
    for chunk in content:
        if size == 0 and not chunk.startswith(BEGINNING):
            raise NoPdf
        size += len(chunk)
        if size > most:
            raise TooLarge(most)
        seen.update(chunk)
        kept.write(chunk)
    if size == 0:
        raise NoPdf
    kept.flush()
    kept.seek(0)
    return seen.hexdigest()


def _told(kept: IO[bytes], roots: str, lists: Sequence[str]) -> dict[str, Any]:
    limits = ("--megabytes", str(MEGABYTES), "--seconds", str(CPU_SECONDS))
    trust = (*(("--roots", roots) if roots else ()), *(word for path in lists for word in ("--list", path)))
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    try:
        ended = subprocess.run(  # noqa: S603 our own program
            [sys.executable, "-m", "audits.dossiers.examining", *limits, *trust],
            stdin=kept, capture_output=True, timeout=SECONDS, check=True, cwd=ROOT,
            env={**environment, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise TooHard from error
    told: dict[str, Any] = json.loads(ended.stdout)
    return told
