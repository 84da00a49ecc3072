"""What the value of a variable must be, beyond its type."""

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from environs import ValidationError


def readable(path: str) -> None:
    """Refuse the name of a file that is not there or cannot be read; empty means none.

    Raises: ValidationError.
    """
    if not path:
        return
    try:
        with Path(path).open("rb"):
            return
    except OSError as error:
        raise ValidationError(f"{path}: {error.strerror}.") from error


def each(check: Callable[[str], None]) -> Callable[[Iterable[str]], None]:
    """Return the check of a list whose every part has to pass."""

    def passes(values: Iterable[str]) -> None:
        for value in values:
            check(value)

    return passes


def web_address(url: str) -> None:
    """Refuse what is no http or https address; empty means none.

    Raises: ValidationError.
    """
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValidationError("Not an address that begins with http:// or https://.")
