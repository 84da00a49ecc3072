"""The process that looks at a stranger's PDF: `python -m audits.dossiers.examining`, PDF on stdin, JSON on stdout.

It knows no database, no settings and no secret, and what it may take is bounded before it reads a byte.
"""

import argparse
import json
import os
import resource
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

LONGEST = 600
MEGABYTE = 1 << 20


def main() -> None:
    """Verify the file on stdin and write what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--roots", type=Path)
    parser.add_argument("--list", type=Path, action="append", default=[])
    parser.add_argument("--megabytes", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    options = parser.parse_args()
    # Whatever a library prints goes where complaints go.
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    limit(megabytes=options.megabytes, seconds=options.seconds)
    json.dump(found(sys.stdin.buffer.read(), options.roots, options.list), answer)
    answer.flush()


def limit(*, megabytes: int, seconds: int) -> None:
    """Bound this process for good: memory, processor time, no file written, no core, few files open."""
    bounds = (
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    )
    for kind, most in bounds:
        resource.setrlimit(kind, (most, most))


def found(pdf: bytes, roots: Path | None, lists: list[Path]) -> dict[str, Any]:
    """Return a verification as plain values, its words cut to a length that a page can show."""
    # The readers come after the limits, so that loading them is bounded too.
    signatures = import_module("audits.dossiers.signatures")
    verification = import_module("audits.dossiers.verification")
    packs = import_module("audits.packs")
    trust = signatures.Trust.of_files(
        roots.read_bytes() if roots else b"", tuple(path.read_bytes() for path in lists)
    )
    told = verification.verify(pdf, trust)
    pack = told.pack
    return {
        "outcome": told.outcome.value,
        "checks": [
            {"name": check.name, "passed": check.passed, "says": check.says[:LONGEST]}
            for check in told.checks
        ],
        "signed": {key: _cut(value) for key, value in asdict(told.signed).items()},
        "sealed_sha256": told.sealed,
        "pack_sha256": packs.digest(pack) if pack else "",
        "document": {key: _cut(value) for key, value in asdict(pack.document).items()} if pack else None,
        "trail": {key: _cut(value) for key, value in asdict(pack.trail).items()} if pack else None,
    }


def _cut(value: object) -> object:
    return value[:LONGEST] if isinstance(value, str) else value


if __name__ == "__main__":
    main()
