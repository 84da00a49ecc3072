"""A judgement is kept as it stood, and replaced only by another one."""

from datetime import date, timedelta

import pytest

from governance.actions import systems
from governance.models import AISystem, TrailEntry, User
from governance.vocabulary import Lifecycle, OperatorRole
from risk.actions import answers, classifications
from risk.actions.answers import Statement
from risk.models import Classification
from risk.tasks import rejudge_outdated
from tests.factories import VersionFactory


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


def edit_roles(system, roles, by, at):
    system.refresh_from_db()
    systems.edit(
        system=system, name=system.name, purpose=system.purpose, operator_roles=roles, unit=system.unit,
        owner=system.owner, lifecycle=Lifecycle(system.lifecycle), placed_on_market_date=None, by=by, at=at,
    )  # fmt: skip


def test_no_answers_are_judged_undetermined(version, lawyer, now):
    made = classifications.judge(version=version, by=lawyer, at=now)

    assert (made.tier, made.edition, made.on_date) == ("undetermined", "2026-1744", now.date())
    assert made.finding["headline"]


def test_the_earlier_edition_can_be_asked_as_on_an_earlier_day(version, lawyer, now):
    made = classifications.judge(
        version=version, by=lawyer, at=now, edition_id="2024-1689", on=date(2025, 3, 1)
    )

    assert (made.edition, made.finding["edition"], made.finding["on"]) == (
        "2024-1689",
        "2024-1689",
        "2025-03-01",
    )


def test_a_replaced_judgement_is_kept(version, lawyer, now):
    first = classifications.judge(version=version, by=lawyer, at=now)
    later = now + timedelta(hours=1)
    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=lawyer, at=later)

    first.refresh_from_db()
    assert first.superseded_at == later
    assert list(Classification.objects.order_by("at").values_list("tier", flat=True)) == [
        "undetermined",
        "out_of_scope",
    ]
    entry = TrailEntry.objects.filter(verb="system.classified").latest("seq")
    assert entry.before == {"tier": "undetermined", "edition": "2026-1744"}
    assert entry.after["tier"] == "out_of_scope"


def test_judging_again_without_a_difference_keeps_the_row_and_notes_the_revision(version, lawyer, now):
    first = classifications.judge(version=version, by=lawyer, at=now)
    AISystem.objects.filter(pk=version.system_id).update(revision=5)
    entries = TrailEntry.objects.count()

    second = classifications.judge(version=version, by=lawyer, at=now + timedelta(days=3))

    first.refresh_from_db()
    assert second == first
    assert first.system_revision == 5
    assert TrailEntry.objects.count() == entries


def test_what_changed_in_the_register_is_judged_by_the_clockwork(version, lawyer, now):
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=lawyer, at=now)
    edit_roles(version.system, [OperatorRole.PROVIDER], lawyer, now)

    rejudge_outdated()

    standing = Classification.objects.get(version=version, superseded_at=None)
    assert standing.by == User.objects.clockwork()
    assert standing.facts["operator.roles"] == ["provider"]


def test_the_clockwork_leaves_alone_what_rests_on_the_present_register(version, lawyer, now):
    classifications.judge(version=version, by=lawyer, at=now)
    entries = TrailEntry.objects.count()

    rejudge_outdated()

    assert TrailEntry.objects.count() == entries
