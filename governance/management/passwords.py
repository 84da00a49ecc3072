"""A password for a command: asked for without echo or read from standard input, never an argument."""

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from governance.models import User


def ask(*, email: str, name: str) -> str:
    """Return the password that somebody types twice, or the first line of standard input.

    Raises: CommandError, when the two differ or the password is too weak.
    """
    if sys.stdin.isatty():
        password = getpass.getpass(f"Password for {email}: ")
        if password != getpass.getpass("Again: "):
            raise CommandError("The two passwords differ.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
