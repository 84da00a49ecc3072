"""Where the chain stood, noted every few minutes in a file outside of the database."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from governance.chain import Anchor


class NoAnchor(ValueError):
    """A line of the file is no anchor; the message says which line."""


def path() -> Path:
    """Return where the anchors are noted; copy this file to where the database's keepers cannot write."""
    return Path(settings.DATA_DIR) / "trail-anchors.jsonl"


def noted() -> list[Anchor]:
    """Return the anchors in the order in which they were noted.

    Raises: NoAnchor.
    """
    if not path().exists():
        return []
    lines = path().read_text(encoding="utf-8").splitlines()
    return [_read(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def note(anchor: Anchor, *, at: datetime) -> bool:
    """Add a line when the chain has moved since the last one; say whether it had."""
    last = noted()[-1:]
    if last == [anchor] or (not last and anchor.seq == 0):
        return False
    line = json.dumps({"at": at.astimezone(UTC).isoformat(), "seq": anchor.seq, "digest": anchor.digest})
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def _read(number: int, line: str) -> Anchor:
    try:
        told = json.loads(line)
        return Anchor(seq=int(told["seq"]), digest=str(told["digest"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NoAnchor(f"line {number} of {path().name} is no anchor") from error
