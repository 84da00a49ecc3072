"""Gathering a pack: all that is on record, the newest of each, always in the same number of queries."""

from datetime import timedelta

import pytest

from audits.packs import canonical
from audits.queries.dossier_pack import pack_for
from governance.models import TrailHead
from governance.vocabulary import JobState, Tier
from risk.actions import answers, positions
from risk.actions.answers import Statement
from risk.models import Classification, Obligation
from tests.audits.dossiers.samples import rendered
from tests.factories import (
    ComponentFactory,
    DossierFactory,
    LogFactory,
    PlanFactory,
    RunFactory,
    VersionFactory,
)
from tests.services.world import measured

ANSWERS = {
    "ai.kind": Statement("ai_system"),
    "scope.exclusions": Statement([], "Checked with the product owner."),
    "practice.signals": Statement(None),
    "use.areas": Statement(["employment"]),
}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Screening", label="2.1")


def gathered(version, by, at, reference="DOS-0001"):
    return pack_for(about=version, reference=reference, kind="system", by=by, at=at)


def done(version, plan, at, reference):
    log = LogFactory(plan=plan, version=version)
    ended = {"state": JobState.DONE, "finished_at": at, **measured()}
    return RunFactory(log=log, reference=reference, **ended)


def test_a_system_about_which_nothing_is_known_gives_a_pack_that_renders(version, lawyer, now):
    pack = gathered(version, lawyer, now)

    assert pack.system.name == "Screening"
    assert (pack.finding, pack.answers, pack.obligations, pack.fairness, pack.vendors) == ({}, (), (), (), ())
    assert pack.document.status == "draft"
    assert rendered(pack).startswith(b"%PDF-1.7")


def test_the_record_is_copied_as_it_stands(version, lawyer, now):
    pack = gathered(version, lawyer, now)

    assert (pack.system.unit, pack.system.owner, pack.system.version) == ("Credit", "Ada", "2.1")
    assert (pack.organisation.name, pack.organisation.establishment) == ("Harbour Group", "DE")
    assert (pack.document.requested_by, pack.document.created_at) == (
        "Ada",
        now.isoformat(timespec="seconds"),
    )
    head = TrailHead.objects.get()
    assert (pack.trail.seq, pack.trail.hash) == (head.seq, head.digest)


def test_answers_come_in_the_order_of_the_questionnaire_with_their_words(version, lawyer, now):
    answers.state(version=version, statements=ANSWERS, by=lawyer, at=now)

    given = gathered(version, lawyer, now).answers

    assert [item.fact for item in given] == list(ANSWERS)
    assert given[0].labels == ("An AI system",)
    assert (given[1].answer, given[1].note) == ([], "Checked with the product owner.")
    assert given[2].answer is None
    assert all(item.question and item.section and item.by == "Ada" for item in given)


def test_the_standing_finding_and_what_is_owed_are_in_the_pack(version, lawyer, now):
    finding = answers.state(version=version, statements=ANSWERS, by=lawyer, at=now)
    Obligation.objects.update(evidence="Training record")

    pack = gathered(version, lawyer, now)

    assert pack.finding == finding.finding
    assert {duty.id for duty in pack.obligations} == set(Obligation.objects.values_list("key", flat=True))
    assert {duty.evidence for duty in pack.obligations} == {("Training record",)}


def test_a_duty_that_fell_away_is_left_out(version, lawyer, now):
    answers.state(version=version, statements=ANSWERS, by=lawyer, at=now)
    Obligation.objects.update(state=Obligation.State.FALLEN_AWAY, settled_at=now, settled_by=lawyer)

    assert gathered(version, lawyer, now).obligations == ()


def test_a_settled_finding_is_for_review_and_an_open_one_stays_a_draft(version, lawyer, now):
    answers.state(version=version, statements=ANSWERS, by=lawyer, at=now)
    undetermined = gathered(version, lawyer, now).document.status
    Classification.objects.update(tier=Tier.HIGH)

    assert (undetermined, gathered(version, lawyer, now).document.status) == ("draft", "for review")


def test_of_each_plan_the_last_finished_run_is_taken(version, lawyer, now):
    plan, other = (PlanFactory(system=version.system, name=name) for name in ("errors", "selection"))
    done(version, plan, now - timedelta(days=7), "RUN-0001")
    done(version, plan, now, "RUN-0002")
    done(version, other, now - timedelta(days=3), "RUN-0003")
    RunFactory(log=LogFactory(plan=plan, version=version))

    pack = gathered(version, lawyer, now)

    assert {run.reference for run in pack.fairness} == {"RUN-0002", "RUN-0003"}
    assert [item.reference for item in pack.evidence] == [
        "RUN-0002", "RUN-0002-counts", "RUN-0003", "RUN-0003-counts",
    ]  # fmt: skip
    assert pack.fairness[0].plan["thresholds_reason"] == "Agreed with the works council."


def test_a_later_dossier_of_the_same_version_counts_up_and_names_the_one_before(version, lawyer, now):
    DossierFactory(version=version, reference="DOS-0007", queued_at=now - timedelta(days=1))

    document = gathered(version, lawyer, now, reference="DOS-0008").document

    assert (document.version, document.supersedes) == (2, "DOS-0007")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_pack_costs_twelve_queries(version, lawyer, now, rows, django_assert_num_queries):
    answers.state(version=version, statements=ANSWERS, by=lawyer, at=now)
    for number in range(rows):
        ComponentFactory(version=version)
        done(version, PlanFactory(system=version.system, name=f"plan {number}"), now, f"RUN-{number:04d}")

    with django_assert_num_queries(12):
        pack = gathered(version, lawyer, now)

    assert (len(pack.components), len(pack.fairness)) == (rows, rows)


def test_gathering_twice_gives_the_same_bytes(version, lawyer, now):
    answers.state(version=version, statements=ANSWERS, by=lawyer, at=now)

    assert canonical(gathered(version, lawyer, now)) == canonical(gathered(version, lawyer, now))


def test_a_contested_finding_goes_in_with_both(version, lawyer, now):
    found = answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=lawyer, at=now)
    positions.contest(
        classification=found, reasons="It ranks nobody.", tier=Tier.MINIMAL, provision="Art. 6(3)(a)",
        by=lawyer, at=now,
    )  # fmt: skip

    pack = gathered(version, lawyer, now)

    (held,) = pack.positions
    assert (pack.finding["tier"], held.of_tier, held.tier) == (found.tier, found.tier, "minimal")
    assert (held.stance, held.provision, held.by) == ("contested", "Art. 6(3)(a)", lawyer.name)
