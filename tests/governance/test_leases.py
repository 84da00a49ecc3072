"""Leases: one worker at a time, whatever dies, and nothing settled twice."""

from datetime import timedelta

import pytest

from audits.models import Run
from governance import leases
from governance.models.jobs import MAX_ATTEMPTS
from governance.vocabulary import JobState
from tests.factories import NOW, RunFactory, running
from tests.threads import at_once

LATER = NOW + leases.LEASE + timedelta(seconds=1)


def claim(run, at=NOW):
    return leases.claim(Run.objects.all(), pk=run.pk, at=at)


def settle(run, state=JobState.FAILED):
    leases.release(run, at=NOW, state=state, fields={"error": "for this test"})


def test_a_waiting_row_is_claimed_with_a_token_and_a_lease(db):
    held = claim(RunFactory())

    assert (held.state, held.attempts, held.lease_until) == (JobState.RUNNING, 1, NOW + leases.LEASE)
    assert held.claim is not None


def test_a_row_that_is_held_cannot_be_claimed(db):
    run = RunFactory()
    claim(run)

    assert claim(run) is None
    assert claim(run, at=NOW + leases.LEASE) is None


def test_a_row_whose_worker_fell_silent_passes_to_the_next(db):
    run = RunFactory()
    first = claim(run)

    second = claim(run, at=LATER)

    assert second.attempts == 2
    assert second.claim != first.claim


def test_a_row_is_not_claimed_before_its_time(db):
    run = RunFactory(available_at=NOW + timedelta(seconds=1))

    assert claim(run) is None
    assert claim(run, at=NOW + timedelta(seconds=1)) is not None


def test_a_row_is_claimed_four_times_at_most(db):
    run = RunFactory()
    moments = [NOW + n * (leases.LEASE + timedelta(seconds=1)) for n in range(MAX_ATTEMPTS + 1)]

    claims = [claim(run, at=moment) for moment in moments]

    assert [held.attempts if held else None for held in claims] == [1, 2, 3, 4, None]
    assert list(leases.exhausted(Run.objects.all(), at=moments[-1])) == [run]
    assert not leases.due(Run.objects.all(), at=moments[-1]).exists()


def test_a_settled_row_is_never_claimed_again(db):
    run = RunFactory()
    settle(claim(run))

    assert claim(run, at=LATER) is None


def test_progress_keeps_the_row_and_is_written_down(db):
    run = running(RunFactory())

    leases.renew(run, at=NOW + timedelta(seconds=30), stage="count", done=3, all_parts=4)

    run.refresh_from_db()
    assert (run.stage, run.percent, run.lease_until) == ("count", 75, NOW + timedelta(seconds=90))


@pytest.mark.parametrize("word", ["renew", "prolong"])
def test_a_worker_whose_row_passed_on_hears_so_and_writes_nothing(db, word):
    first = running(RunFactory())
    second = claim(first, at=LATER)
    say = {
        "renew": lambda: leases.renew(first, at=LATER, stage="late", done=1, all_parts=1),
        "prolong": lambda: leases.prolong(first, at=LATER + timedelta(hours=1)),
    }[word]

    with pytest.raises(leases.Lost):
        say()

    second.refresh_from_db()
    assert (second.stage, second.lease_until) == ("", LATER + leases.LEASE)


def test_a_worker_is_told_that_a_person_asked_to_stop(db):
    run = running(RunFactory())
    Run.objects.filter(pk=run.pk).update(cancel_requested=True)

    with pytest.raises(leases.CancelRequested):
        leases.renew(run, at=NOW, stage="count", done=1, all_parts=2)


def test_a_worker_that_lost_the_row_cannot_settle_it(db):
    first = running(RunFactory())
    second = claim(first, at=LATER)

    with pytest.raises(leases.Lost):
        settle(first)

    second.refresh_from_db()
    assert second.state == JobState.RUNNING


def test_a_row_is_settled_once(db):
    run = running(RunFactory())
    settle(run)

    with pytest.raises(leases.Lost):
        settle(run, JobState.CANCELLED)

    run.refresh_from_db()
    assert run.state == JobState.FAILED


def test_a_postponed_row_waits_for_its_moment_and_says_why(db):
    run = running(RunFactory())

    leases.postpone(run, until=LATER, error="The store did not answer.")

    run.refresh_from_db()
    assert (run.state, run.error, run.finished_at) == (JobState.QUEUED, "The store did not answer.", None)
    assert claim(run, at=LATER - timedelta(seconds=1)) is None
    assert claim(run, at=LATER).attempts == 2


def test_due_are_the_waiting_and_the_abandoned(db):
    waiting, abandoned, held, settled = (RunFactory() for _ in range(4))
    RunFactory(available_at=LATER + timedelta(days=1))
    running(abandoned)
    running(held, at=LATER)
    settle(running(settled))

    assert set(leases.due(Run.objects.all(), at=LATER)) == {waiting, abandoned}


def test_of_many_workers_at_once_one_gets_a_waiting_row(transactional_db):
    run = RunFactory()

    claims = at_once(*[lambda: claim(run)] * 8)

    assert len([held for held in claims if held]) == 1
    run.refresh_from_db()
    assert run.attempts == 1


def test_of_many_workers_at_once_one_gets_an_abandoned_row(transactional_db):
    run = running(RunFactory())

    claims = at_once(*[lambda: claim(run, at=LATER)] * 8)

    assert len([held for held in claims if held]) == 1
    run.refresh_from_db()
    assert run.attempts == 2


def test_a_late_finish_and_a_new_claim_at_once_leave_one_of_them(transactional_db):
    for _ in range(5):
        run = running(RunFactory())

        def finish(run: Run = run) -> bool:
            try:
                settle(run)
            except leases.Lost:
                return False
            return True

        finished, claimed = at_once(finish, lambda run=run: claim(run, at=LATER) is not None)

        run.refresh_from_db()
        assert finished != claimed
        assert run.state == (JobState.FAILED if finished else JobState.RUNNING)
