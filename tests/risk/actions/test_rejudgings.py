"""Adopting an edition, and the day that comes: judged anew once, told once, and what moved with its reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from governance import doorbell, leases
from governance.actions import jobs, systems
from governance.models import AISystem, TrailEntry, User
from governance.vocabulary import JobState
from risk import making, rulebook, tasks
from risk.actions import answers, classifications, rejudgings
from risk.actions.answers import Statement
from risk.engine import FactErrors
from risk.models import Answer, Classification, Move, Obligation, Rejudging
from risk.queries.editions import adopted_id
from tests.callers import verbs
from tests.factories import running
from tests.risk.adopting import CV, IMAGES, MACHINE, OLD, UNDRESSING, adopt, judged

NEW = rulebook.DEFAULT_EDITION
BEFORE_THE_DAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
THE_DAY = datetime(2026, 12, 2, 0, 30, tzinfo=UTC)


def parts(move, what):
    """Return what moved of one sort: id to what was, what is, and the points that moved it."""
    found = [part for part in move.changes["parts"] if part["what"] == what]
    return {part["id"]: (part["was"], part["now"], part["by"]) for part in found}


def test_an_installation_begins_with_the_default_edition(db):
    assert adopted_id() == NEW


def test_what_is_adopted_judges_from_then_on(house, earlier, now):
    version = judged(house, IMAGES, now)

    assert adopted_id() == OLD
    assert Classification.objects.get(version=version).edition == OLD


def test_every_system_is_judged_under_the_adopted_edition_and_the_earlier_finding_is_kept(
    house, earlier, now
):
    versions = [judged(house, said, now) for said in (CV, MACHINE, IMAGES)]

    made = adopt(house, now)

    assert (made.state, made.judged, made.moved, made.unjudged) == ("done", 3, 3, 0)
    for version in versions:
        old, new = Classification.objects.filter(version=version).order_by("edition")
        assert (old.edition, old.superseded_at is None) == (OLD, False)
        assert (new.edition, new.superseded_at, new.by) == (NEW, None, User.objects.clockwork())
        assert new.tier == AISystem.objects.get(pk=version.system_id).tier


def test_the_days_of_annex_iii_move_by_the_point_that_moved_them(house, earlier, now):
    judged(house, CV, now)

    adopt(house, now)

    move = Move.objects.get()
    assert (move.tier_before, move.tier_after) == ("high", "high")
    assert parts(move, "dated")["deployer.human-oversight"] == ("2026-08-02", "2027-12-02", ["Art. 1(40)(b)"])
    assert parts(move, "rule")["high.6-2"] == ("holds", "holds, not yet", ["Art. 1(40)(b)"])
    assert parts(move, "announced")["high.6-2"] == ("", "2027-12-02", ["Art. 1(40)(b)"])
    assert "Art. 1(40)(b)" in [reason["cite"] for reason in move.changes["why"]]
    duty = Obligation.objects.get(key="deployer.human-oversight:deployer")
    assert (duty.due_effective, duty.edition) == (date(2027, 12, 2), NEW)


def test_machinery_moves_to_section_b_and_its_duties_fall_away_with_their_evidence_kept(house, earlier, now):
    version = judged(house, MACHINE, now, role="provider")
    row = Obligation.objects.get(key="provider.risk-management:provider")
    Obligation.objects.filter(pk=row.pk).update(evidence="Risk file 7")

    adopt(house, now)

    move = Move.objects.get()
    assert parts(move, "rule")["high.annex-i-a"][:2] == ("holds, not yet", "fails")
    assert parts(move, "rule")["high.annex-i-b"][:2] == ("fails", "holds, not yet")
    was, is_now, by = parts(move, "fallen")["provider.risk-management"]
    assert (was, is_now) == ("2027-08-02", "")
    assert "Art. 1(41)(a)" in by
    row.refresh_from_db()
    assert (row.state, row.evidence, row.settled_by) == (
        "fallen_away",
        "Risk file 7",
        User.objects.clockwork(),
    )
    entry = TrailEntry.objects.get(verb="system.rejudged", subject=version.system.reference)
    assert "provider.risk-management:provider" in entry.after["fallen_away"]


def test_the_new_prohibitions_are_announced(house, earlier, now):
    judged(house, IMAGES, now, role="provider")

    adopt(house, now)

    announced = parts(Move.objects.get(), "announced")
    assert announced["prohibited.5-1-ba"] == ("", "2026-12-02", ["Art. 1(7)(a)"])
    assert announced["prohibited.5-1-bb"] == ("", "2026-12-02", ["Art. 1(7)(a)"])


def test_the_trail_tells_of_the_adoption_of_each_system_and_of_the_end(house, earlier, now):
    versions = [judged(house, said, now) for said in (CV, IMAGES)]
    before = TrailEntry.objects.count()

    made = adopt(house, now)

    assert verbs(made.reference) == ["edition.adopted", "rejudging.finished"]
    for version in versions:
        assert verbs(version.system.reference)[-1] == "system.rejudged"
    assert TrailEntry.objects.count() == before + 4
    entry = TrailEntry.objects.filter(verb="system.rejudged").first()
    assert entry.before["edition"] == OLD
    assert (entry.after["edition"], entry.after["report"]) == (NEW, made.reference)
    assert entry.unit_path == house.unit.path


def test_a_system_in_which_nothing_moved_is_judged_and_makes_no_row(house, earlier, now):
    judged(house, {"ai.kind": "not_ai"}, now)

    made = adopt(house, now)

    assert (made.judged, made.moved, Move.objects.count()) == (1, 0, 0)


def test_a_newest_version_that_nobody_has_judged_is_judged_on_what_was_said_so_far(house, earlier, now):
    first = judged(house, MACHINE, now)
    second = systems.add_version(system=first.system, label="2", changes="", by=house.founder, at=now)

    made = adopt(house, now)

    assert (made.judged, made.moved) == (1, 1)
    old, new = (Classification.objects.get(version=version) for version in (first, second))
    assert (old.edition, old.superseded_at) == (OLD, None)
    assert (new.edition, new.superseded_at, new.facts["product.laws"]) == (NEW, None, ["machinery"])
    move = Move.objects.get()
    assert (move.before, move.after) == (old, new)
    assert AISystem.objects.get(pk=first.system_id).tier == new.tier


def test_only_the_newest_version_is_judged(house, earlier, now):
    first = judged(house, CV, now)
    second = type(first).objects.create(
        system=first.system, number=2, label="2", created_at=now, created_by=house.founder
    )
    classifications.judge(version=second, by=house.founder, at=now)

    made = adopt(house, now)

    assert made.judged == 1
    assert Move.objects.get().after.version == second


def test_the_register_knows_what_else_changed_since_the_earlier_finding(house, earlier, now):
    version = judged(house, CV, now)
    Answer.objects.filter(version=version, fact="use.areas").update(value=[])

    adopt(house, now)

    assert (
        Move.objects.get().changes["why"][0]["says"] == "Answers changed since the last finding: use.areas."
    )


def test_answers_that_do_not_fit_are_reported_and_the_earlier_finding_stands(house, earlier, now):
    version = judged(house, CV, now)
    Answer.objects.filter(version=version, fact="ai.kind").update(value="robot")

    made = adopt(house, now)

    move = Move.objects.get()
    assert (made.state, made.judged, made.moved, made.unjudged) == ("done", 0, 0, 1)
    assert move.after is None
    assert move.problem.startswith("ai.kind: answer one of")
    assert Classification.objects.get(version=version, superseded_at=None).edition == OLD
    assert verbs(version.system.reference)[-1] == "system.rejudged"


def test_the_adopted_edition_is_not_adopted_again(house, now):
    with pytest.raises(rejudgings.AlreadyAdopted):
        rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)

    assert not Rejudging.objects.exists()


def test_an_unknown_edition_is_not_adopted(house, now):
    with pytest.raises(rulebook.UnknownEdition):
        rejudgings.adopt(edition_id="1689-2024", by=house.founder, at=now)


def test_one_report_is_made_at_a_time(house, now):
    rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)

    with pytest.raises(rejudgings.StillJudging):
        rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)
    with pytest.raises(rejudgings.StillJudging):
        rejudgings.note_day(by=house.founder, at=now)


def test_a_worker_takes_a_report_once(house, earlier, now):
    judged(house, CV, now)
    made = adopt(house, now)
    entries = TrailEntry.objects.count()

    tasks.execute_rejudging(rejudging_id=str(made.pk))

    assert TrailEntry.objects.count() == entries


def test_who_takes_over_skips_what_is_judged(house, earlier, now, monkeypatch):
    monkeypatch.setattr(making, "BATCH", 1)
    for _ in range(3):
        judged(house, CV, now)
    made = rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)
    held = running(made, at=now)
    first = list(AISystem.objects.order_by("pk").values_list("pk", flat=True)[:1])
    rejudgings.judge_batch(rejudging=held, systems=first, by=house.founder, at=now)
    Rejudging.objects.filter(pk=made.pk).update(lease_until=now - timedelta(minutes=5))

    tasks.execute_rejudging(rejudging_id=str(made.pk))

    made.refresh_from_db()
    assert (made.state, made.attempts, made.judged, made.moved) == ("done", 2, 3, 3)
    assert TrailEntry.objects.filter(verb="system.rejudged").count() == 3
    assert Classification.objects.filter(edition=NEW).count() == 3


def test_a_helper_judges_from_the_far_end_and_leaves_the_end_to_who_holds_the_report(
    house, earlier, now, monkeypatch
):
    monkeypatch.setattr(making, "BATCH", 1)
    versions = [judged(house, CV, now) for _ in range(3)]
    made = rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)
    held = running(made, at=now)

    tasks.help_rejudging(rejudging_id=str(made.pk))

    made.refresh_from_db()
    assert (made.state, made.judged) == ("running", 3)
    told = TrailEntry.objects.filter(verb="system.rejudged").order_by("seq")
    assert [entry.subject for entry in told] == [one.system.reference for one in reversed(versions)]
    making.make_report(held, lambda *_: None)
    made.refresh_from_db()
    assert (made.state, made.judged, told.count()) == ("done", 3, 3)


def test_nobody_helps_with_a_report_that_no_worker_holds_any_more(house, earlier, now):
    judged(house, CV, now)
    made = rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)
    late = running(made, at=now)
    running(made, at=now + timedelta(minutes=5))
    making.help_with(late)
    Rejudging.objects.filter(pk=made.pk).update(state=JobState.CANCELLED, finished_at=now)
    tasks.help_rejudging(rejudging_id=str(made.pk))

    assert not Classification.objects.filter(edition=NEW).exists()


def test_help_is_asked_for_with_long_reports_where_rows_are_locked_one_by_one(
    house, earlier, now, monkeypatch
):
    asked = []
    monkeypatch.setattr(making, "WORTH_HELP", 0)
    monkeypatch.setattr(doorbell.current_app, "send_task", lambda name, **_: asked.append(name))
    monkeypatch.setattr(doorbell.transaction, "on_commit", lambda send, **_: send())
    judged(house, CV, now)

    adopt(house, now)

    locks = connection.features.has_select_for_update
    assert asked == (["risk.tasks.help_rejudging"] if locks else [])


def test_a_worker_that_lost_its_report_writes_nothing(house, earlier, now):
    version = judged(house, CV, now)
    made = rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)
    late = running(made, at=now)
    running(made, at=now + timedelta(minutes=5))
    entries = TrailEntry.objects.count()

    with pytest.raises(leases.Lost):
        rejudgings.judge_batch(rejudging=late, systems=[version.system_id], by=house.founder, at=now)

    assert TrailEntry.objects.count() == entries
    assert Classification.objects.get(version=version).edition == OLD


def test_a_report_stops_where_somebody_cancels_it_and_goes_on_from_there(house, earlier, now, monkeypatch):
    monkeypatch.setattr(making, "BATCH", 1)
    for _ in range(3):
        judged(house, CV, now)
    made = rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)
    judge = rejudgings.judge_batch

    def judge_then_cancel(**said: object) -> int:
        done = judge(**said)
        jobs.cancel(job=made, by=house.founder, at=now)
        return done

    monkeypatch.setattr(making.rejudgings, "judge_batch", judge_then_cancel)
    tasks.execute_rejudging(rejudging_id=str(made.pk))
    monkeypatch.undo()

    made.refresh_from_db()
    assert (made.state, made.judged) == ("cancelled", 1)
    assert adopted_id() == NEW
    rejudgings.retry(rejudging=made, by=house.founder, at=now)
    tasks.execute_rejudging(rejudging_id=str(made.pk))
    made.refresh_from_db()
    assert (made.state, made.judged, made.moved) == ("done", 3, 3)
    assert Move.objects.count() == 3


def test_a_report_on_an_edition_that_is_adopted_no_more_is_not_gone_on_with(house, now):
    first = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)
    jobs.cancel(job=first, by=house.founder, at=now)
    second = rejudgings.adopt(edition_id=NEW, by=house.founder, at=now + timedelta(minutes=1))
    first.refresh_from_db()

    with pytest.raises(rejudgings.Superseded):
        rejudgings.retry(rejudging=first, by=house.founder, at=now)
    with pytest.raises(jobs.NotStopped):
        rejudgings.retry(rejudging=second, by=house.founder, at=now)


def test_no_report_is_gone_on_with_while_another_is_made(house, now):
    first = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)
    jobs.cancel(job=first, by=house.founder, at=now)
    again = Rejudging.objects.get(pk=first.pk)
    again.pk, again.reference, again.state, again.finished_at = None, "CHG-0009", JobState.QUEUED, None
    again.id = Rejudging._meta.get_field("id").get_default()
    again.save(force_insert=True)
    first.refresh_from_db()

    with pytest.raises(rejudgings.StillJudging):
        rejudgings.retry(rejudging=first, by=house.founder, at=now)


def test_what_was_judged_for_the_first_time_meanwhile_is_judged_too(house, earlier, now, monkeypatch):
    judged(house, CV, now)
    made = rejudgings.adopt(edition_id=NEW, by=house.founder, at=now)
    judge, late = rejudgings.judge_batch, []

    def judge_while_somebody_answers(**said: object) -> int:
        done = judge(**said)
        if not late:
            late.append(judged(house, CV, now, edition=OLD, system__pk=AISystem.objects.first().pk.int - 1))
        return done

    monkeypatch.setattr(making.rejudgings, "judge_batch", judge_while_somebody_answers)
    tasks.execute_rejudging(rejudging_id=str(made.pk))

    made.refresh_from_db()
    assert (made.state, made.judged) == ("done", 2)
    assert Classification.objects.get(version=late[0], superseded_at=None).edition == NEW


def test_the_day_that_comes_changes_the_finding_and_is_reported_once(house, lawyer):
    with time_machine.travel(BEFORE_THE_DAY, tick=False) as clock:
        version = judged(house, UNDRESSING, BEFORE_THE_DAY, role="provider")
        other = judged(house, {"ai.kind": "not_ai"}, BEFORE_THE_DAY)
        tasks.note_day()
        assert not Rejudging.objects.exists()

        clock.move_to(THE_DAY)
        tasks.note_day()
        tasks.note_day()
        made = Rejudging.objects.get()
        tasks.execute_rejudging(rejudging_id=str(made.pk))
        tasks.note_day()

    made = Rejudging.objects.get()
    assert (made.kind, made.on_date, made.state, made.judged) == ("day", date(2026, 12, 2), "done", 1)
    assert made.requested_by == User.objects.clockwork()
    move = Move.objects.get()
    assert (move.system, move.tier_before, move.tier_after) == (version.system, "transparency", "prohibited")
    assert parts(move, "rule")["prohibited.5-1-ba"] == ("holds, not yet", "holds", ["Art. 5(1)(ba)"])
    assert move.changes["why"][0]["says"].startswith("On 2 December 2026 Art. 5(1)(ba) begins to apply")
    assert verbs(other.system.reference)[-1] != "system.rejudged"
    assert verbs(made.reference) == ["day.noted", "rejudging.finished"]


def test_a_day_is_noted_once_even_where_something_could_not_be_judged(house):
    with time_machine.travel(BEFORE_THE_DAY, tick=False) as clock:
        version = judged(house, IMAGES, BEFORE_THE_DAY, role="provider")
        Answer.objects.filter(version=version, fact="ai.kind").update(value="robot")
        for hours in (16, 17, 48):
            clock.move_to(BEFORE_THE_DAY + timedelta(hours=hours))
            tasks.note_day()
            for made in Rejudging.objects.all():
                tasks.execute_rejudging(rejudging_id=str(made.pk))

    assert Rejudging.objects.get().unjudged == 1
    with pytest.raises(rejudgings.NoDay):
        rejudgings.note_day(by=house.founder, at=THE_DAY)


def test_the_sweep_rings_for_what_waits_and_gives_up_what_its_workers_died_of(house, now, monkeypatch):
    rung = []
    monkeypatch.setattr(doorbell.current_app, "send_task", lambda name, **said: rung.append((name, said)))
    made = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)
    monkeypatch.setattr(doorbell.transaction, "on_commit", lambda send, **_: send())

    tasks.sweep()
    assert [(name, said["kwargs"]) for name, said in rung] == [
        ("risk.tasks.execute_rejudging", {"rejudging_id": str(made.pk)})
    ]
    Rejudging.objects.update(attempts=4)
    tasks.sweep()
    made.refresh_from_db()
    assert (made.state, made.error) == ("failed", "Its worker died 4 times while working on it.")
    assert verbs(made.reference)[-1] == "rejudging.failed"


def test_answers_that_do_not_fit_do_not_stand_in_the_way_of_the_next_in_line(house, now):
    first, second = (judged(house, CV, now) for _ in range(2))
    AISystem.objects.update(revision=9)
    Answer.objects.filter(version=first, fact="ai.kind").update(value="robot")

    tasks.rejudge_outdated()

    assert Classification.objects.get(version=first, superseded_at=None).system_revision != 9
    assert Classification.objects.get(version=second, superseded_at=None).system_revision == 9


def test_a_statement_is_taken_in_the_words_of_the_adopted_edition(house, earlier, now):
    version = judged(house, CV, now)

    with pytest.raises(FactErrors):
        answers.state(version=version, statements={"ai.kind": Statement("robot")}, by=house.founder, at=now)
