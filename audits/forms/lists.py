"""Lists as people type them, parted by commas; what has a comma of its own stands in quotation marks."""

import csv
import io
from collections.abc import Iterable


def listed(words: str, *, parted_by: str = ",") -> list[str]:
    """Return the parts of a list, without blanks around them and without empty ones."""
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=parted_by, skipinitialspace=True)
    return [part.strip() for line in reader for part in line if part.strip()]


def joined(parts: Iterable[str], *, parted_by: str = ",") -> str:
    """Return a list as people would type it."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=parted_by, lineterminator="").writerow(parts)
    return _spaced(written.getvalue(), parted_by)


def _spaced(line: str, parted_by: str) -> str:
    """Return a line with a blank after each comma that parts."""
    quoted, spaced = False, []
    for letter in line:
        quoted ^= letter == '"'
        spaced.append(f"{letter} " if letter == parted_by and not quoted else letter)
    return "".join(spaced)
