"""The commands that set an installation up and bring people in."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from governance.models import Membership, Organisation, TrailEntry, User
from governance.vocabulary import Role
from tests.services.cast import PASSWORD


@pytest.fixture
def stdin(monkeypatch):
    """Let a test say what is piped into a command."""

    def pipe(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return pipe


@pytest.fixture
def terminal(monkeypatch):
    """Let a test say what is typed when a command asks."""

    def answer(*words: str) -> None:
        waiting = list(words)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("getpass.getpass", lambda _: waiting.pop(0))

    return answer


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


FOUND = (
    "found", "Brabant Bank", "--size", "large", "--country", "be",
    "--email", "ada@example.org", "--person", "Ada",
)  # fmt: skip


def test_an_organisation_is_founded_with_a_password_from_standard_input(db, stdin):
    stdin(f"{PASSWORD}\n")

    told = run(*FOUND)

    assert "brabant-bank/" in told
    assert PASSWORD not in told
    assert Organisation.objects.get().country == "BE"
    assert User.objects.get(email="ada@example.org").check_password(PASSWORD)


def test_a_second_founding_is_refused(house, stdin):
    stdin(f"{PASSWORD}\n")

    with pytest.raises(CommandError, match="has its organisation already"):
        run(*FOUND)


@pytest.mark.parametrize("password", ["", "too short", "qwerty123456", "ada@example.org"])
def test_a_weak_password_is_refused_and_nothing_is_founded(db, stdin, password):
    stdin(f"{password}\n")

    with pytest.raises(CommandError):
        run(*FOUND)

    assert not Organisation.objects.exists()


def test_a_password_is_asked_for_twice_at_a_terminal(db, terminal):
    terminal(PASSWORD, "something else entirely")

    with pytest.raises(CommandError, match="differ"):
        run(*FOUND)


def test_no_command_takes_a_password_as_an_argument(db):
    for command in ("found", "enrol"):
        with pytest.raises((CommandError, TypeError)):
            call_command(command, "--password", PASSWORD)


def test_a_person_is_brought_in_with_a_role_until_the_end_of_a_day(house, stdin):
    stdin(f"{PASSWORD}\n")

    run("enrol", "gus@example.org", "--name", "Gus", "--role", "auditor", "--unit", house.unit.path,
        "--until", "2026-12-31")  # fmt: skip

    membership = Membership.objects.get(user__email="gus@example.org")
    assert (membership.role, membership.unit) == (Role.AUDITOR, house.unit)
    assert membership.ends_at == datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert list(TrailEntry.objects.order_by("-seq").values_list("verb", "by")[:2]) == [
        ("person.appointed", str(User.objects.clockwork().pk)),
        ("person.enrolled", str(User.objects.clockwork().pk)),
    ]


def test_somebody_who_is_in_gets_the_further_role_and_no_new_password(house, lawyer):
    run("enrol", lawyer.email.upper(), "--role", "engineer")

    assert {m.role for m in lawyer.memberships.all()} == {Role.LAWYER, Role.ENGINEER}
    assert lawyer.memberships.get(role=Role.ENGINEER).unit == house.root
    assert User.objects.get(pk=lawyer.pk).check_password(PASSWORD)


def test_a_new_person_needs_a_name_and_a_unit_that_exists(house, stdin):
    stdin(f"{PASSWORD}\n")

    with pytest.raises(CommandError, match="--name"):
        run("enrol", "gus@example.org", "--role", "auditor")
    with pytest.raises(CommandError, match="harbour-group/credit/"):
        run("enrol", "gus@example.org", "--name", "Gus", "--role", "auditor", "--unit", "nowhere/")

    assert not User.objects.filter(email="gus@example.org").exists()


def test_nobody_can_be_enrolled_before_the_founding(db):
    with pytest.raises(CommandError, match=r"run manage\.py found first"):
        run("enrol", "gus@example.org", "--name", "Gus", "--role", "auditor")


def test_a_weak_password_enrols_nobody(house, stdin):
    stdin("gus@example.org\n")

    with pytest.raises(CommandError):
        run("enrol", "gus@example.org", "--name", "Gus", "--role", "auditor")

    assert not User.objects.filter(email="gus@example.org").exists()
