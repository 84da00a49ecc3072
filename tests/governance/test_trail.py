"""The trail in the database: written with the change, refused to be changed, verified by a command."""

import json
from functools import partial
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from governance import anchors, trail
from governance.actions import systems
from governance.models import AISystem, TrailEntry, TrailHead, User
from governance.tasks import anchor
from governance.vocabulary import Lifecycle, OperatorRole, Tier
from tests.factories import SystemFactory, UnitFactory, UserFactory
from tests.services.clock import NOW
from tests.threads import at_once

COLUMNS = "seq, at, by, verb, subject, unit_path, before, after, previous, digest"


class Interrupted(Exception):
    """Something went wrong after the change."""


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def three_entries(house):
    """Return the founded house: one entry for the organisation, two for its units."""
    assert TrailEntry.objects.count() == 3
    return house


def verify(*words: str):
    out = StringIO()
    call_command("verify_trail", *words, stdout=out)
    return out.getvalue()


def faults_found(*words: str):
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("verify_trail", *words, stdout=out)
    assert refusal.value.returncode == 1
    return out.getvalue()


def as_the_owner_of_the_database(*statements: str):
    """Do what only somebody can who takes the triggers off."""
    triggers = import_module("governance.migrations.0002_trail_append_only")
    off, on = {
        "sqlite": (triggers.SQLITE_BACK, triggers.SQLITE),
        "postgresql": (triggers.POSTGRESQL_BACK, triggers.POSTGRESQL),
    }[connection.vendor]
    with connection.cursor() as cursor:
        for statement in [*off, *statements, *on]:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE governance_trailentry SET verb = 'forged' WHERE seq = 2",
        "UPDATE governance_trailentry SET seq = 99 WHERE seq = 3",
        "DELETE FROM governance_trailentry WHERE seq = 3",
        "DELETE FROM governance_trailentry",
    ],
)
def test_the_database_refuses_to_change_an_entry(three_entries, statement):
    before = list(TrailEntry.objects.values_list("seq", "digest").order_by("seq"))

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert list(TrailEntry.objects.values_list("seq", "digest").order_by("seq")) == before


def test_the_database_refuses_to_replace_or_truncate(three_entries):
    attempt = {
        "sqlite": f"INSERT OR REPLACE INTO governance_trailentry SELECT {COLUMNS} FROM governance_trailentry",
        "postgresql": "TRUNCATE governance_trailentry",
    }[connection.vendor]

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attempt)

    assert TrailEntry.objects.count() == 3


def test_the_orm_cannot_change_an_entry_either(three_entries):
    entry = TrailEntry.objects.get(seq=2)
    entry.verb = "forged"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


def test_an_entry_needs_a_transaction(transactional_db):
    unit, user = UnitFactory(), UserFactory()

    with pytest.raises(trail.NotInTransaction):
        trail.record(at=NOW, by=user, verb="system.edited", subject="SYS-0001", unit=unit)

    assert TrailHead.objects.get().seq == 0


def test_an_action_that_fails_leaves_neither_change_nor_entry(three_entries, lawyer, unit, now):
    entries = TrailEntry.objects.count()

    @transaction.atomic
    def interrupted() -> None:
        systems.register(
            name="Screening", purpose="Ranks.", operator_roles=[OperatorRole.DEPLOYER], unit=unit,
            owner=lawyer, lifecycle=Lifecycle.IDEA, version_label="1.0", by=lawyer, at=now,
        )  # fmt: skip
        raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()

    assert TrailEntry.objects.count() == entries
    assert TrailHead.objects.get().seq == entries
    assert not AISystem.objects.exists()


def test_an_entry_holds_who_what_and_where(lawyer, unit, now):
    system = SystemFactory(unit=unit, owner=lawyer)

    systems.set_tier(system=system, tier=Tier.HIGH, by=lawyer, at=now)

    entry = TrailEntry.objects.latest("seq")
    assert (entry.by, entry.verb, entry.subject, entry.unit_path) == (
        str(lawyer.pk), "system.tiered", system.reference, unit.path,
    )  # fmt: skip
    assert (entry.at, entry.before, entry.after) == (now, {"tier": "undetermined"}, {"tier": "high"})


def test_a_whole_trail_is_verified(three_entries):
    told = verify()

    assert "Entries: 3" in told
    assert "The trail holds" in told
    assert "Nothing outside of the database was compared" in told


def test_twenty_who_write_at_once_leave_one_chain(transactional_db, house):
    pk = SystemFactory(unit=house.unit, owner=house.founder).pk

    def add(number: int) -> None:
        system = AISystem.objects.select_related("unit").get(pk=pk)
        by = User.objects.get(pk=house.founder.pk)
        systems.add_version(system=system, label=str(number), changes="", by=by, at=timezone.now())

    at_once(*[partial(add, number) for number in range(20)])

    assert "The trail holds" in verify()
    assert TrailEntry.objects.filter(verb="system.version_added").count() == 20


def test_an_altered_entry_is_found(three_entries):
    as_the_owner_of_the_database("UPDATE governance_trailentry SET verb = 'forged' WHERE seq = 2")

    assert "Fault at 2: entry 2 was altered" in faults_found()


def test_a_gap_is_found(three_entries):
    as_the_owner_of_the_database("DELETE FROM governance_trailentry WHERE seq = 2")

    assert "entries 2 to 2 are missing" in faults_found()


def test_an_entry_slipped_in_behind_the_head_is_found(three_entries):
    as_the_owner_of_the_database(
        f"INSERT INTO governance_trailentry ({COLUMNS}) SELECT 4, at, by, verb, subject, unit_path, before,"
        " after, digest, 'made up' FROM governance_trailentry WHERE seq = 3"
    )

    assert "the chain goes on to entry 4, its head says 3" in faults_found()


def test_a_tail_cut_off_together_with_its_head_is_noticed_through_the_anchors(three_entries):
    anchor()
    second = TrailEntry.objects.get(seq=2)
    as_the_owner_of_the_database(
        "DELETE FROM governance_trailentry WHERE seq = 3",
        f"UPDATE governance_trailhead SET seq = 2, digest = '{second.digest}'",
    )

    assert "entry 3 was anchored and is missing" in faults_found()


def test_a_tail_cut_off_together_with_head_and_anchors_is_noticed_by_an_anchor_kept_elsewhere(
    three_entries, data_dir
):
    anchor()
    third = TrailEntry.objects.get(seq=3)
    second = TrailEntry.objects.get(seq=2)
    as_the_owner_of_the_database(
        "DELETE FROM governance_trailentry WHERE seq = 3",
        f"UPDATE governance_trailhead SET seq = 2, digest = '{second.digest}'",
    )
    anchors.path().unlink()

    assert "The trail holds" in verify()
    assert "entry 3 was anchored and is missing" in faults_found("--anchor", f"3:{third.digest}")


def test_an_anchor_that_is_none_is_refused(three_entries):
    with pytest.raises(CommandError, match="is not SEQ:DIGEST"):
        call_command("verify_trail", "--anchor", "3:abc")


def test_the_anchor_is_noted_when_the_chain_has_moved_and_only_then(lawyer, now):
    anchor()
    anchor()
    systems.set_tier(system=SystemFactory(owner=lawyer), tier=Tier.HIGH, by=lawyer, at=now)
    anchor()

    lines = [json.loads(line) for line in anchors.path().read_text().splitlines()]
    assert [line["seq"] for line in lines] == [5, 6]
    assert lines[-1]["digest"] == TrailHead.objects.get().digest
    assert lines[-1]["at"] == now.isoformat()


def test_nothing_is_anchored_before_the_first_entry(db):
    anchor()

    assert not anchors.path().exists()


def test_a_damaged_file_of_anchors_is_told_and_not_overlooked(three_entries):
    anchors.path().write_text('{"seq": 1, "digest": "ab"}\nnonsense\n')

    with pytest.raises(CommandError, match=r"line 2 of trail-anchors\.jsonl is no anchor"):
        verify()


def test_numbers_of_any_size_are_sealed_as_every_database_gives_them_back(house, now):
    told = {"model.training_flop": 2e25, "nested": [{"share": 0.4, "whole": 1.0}, -0.0, 1e-7, 1e300]}

    with transaction.atomic():
        trail.record(
            at=now, by=house.founder, verb="facts.stated", subject="SYS-0001", unit=house.unit, after=told
        )

    assert TrailEntry.objects.latest("seq").after == told
    assert "The trail holds" in verify()
