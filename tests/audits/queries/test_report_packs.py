"""The packs of reports on a run and on a vendor assessment: the subject, and nothing that its readers may not see."""

from datetime import timedelta
from hashlib import sha256

import pytest

from audits import questionnaires
from audits.actions import baselines, vendor_assessments
from audits.models import ThresholdSetting
from audits.packs.kinds import Subject, kinds_about
from audits.queries.counts import told
from audits.queries.dossier_pack import draft_of, pack_for
from governance.vocabulary import JobState
from risk.actions import answers
from risk.actions.answers import Statement
from tests.factories import (
    ComponentFactory,
    DossierFactory,
    LogFactory,
    PlanFactory,
    ProductFactory,
    RunFactory,
    UnitFactory,
    VersionFactory,
)
from tests.services.world import measured


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Screening")


@pytest.fixture
def run(version, now):
    log = LogFactory(plan=PlanFactory(system=version.system, name="errors"), version=version)
    done = {"state": JobState.DONE, "finished_at": now, **measured()}
    return RunFactory(log=log, reference="RUN-0001", **done)


@pytest.fixture
def assessment(unit, lawyer, now):
    product = ProductFactory(vendor__unit=unit, name="Okapi 7", description="A language model.")
    draft = vendor_assessments.start(product=product, by=lawyer, at=now)
    unknown = {name: {"value": None} for name in questionnaires.load(draft.questionnaire).questions}
    vendor_assessments.answer(assessment=draft, answers=unknown, by=lawyer, at=now)
    vendor_assessments.conclude(assessment=draft, summary="Too little is known.", by=lawyer, at=now)
    draft.refresh_from_db()
    return draft


def test_a_report_on_a_run_holds_that_run_its_file_and_its_system(run, version, lawyer, now):
    pack = pack_for(about=run, reference="DOS-0001", kind="fairness", by=lawyer, at=now)

    assert [one.reference for one in pack.fairness] == ["RUN-0001"]
    assert [one.sha256 for one in pack.evidence] == [run.log.sha256, sha256(told(run)).hexdigest()]
    assert (pack.system.name, pack.system.version) == ("Screening", version.label)
    assert (pack.answers, pack.obligations, pack.vendors) == ((), (), ())


def before(run, reference, days, **changes: object):
    """Return an earlier finished run of the same plan."""
    done = {"state": JobState.DONE, "finished_at": run.finished_at - timedelta(days=days), **measured()}
    return RunFactory(log=run.log, reference=reference, **{**done, **changes})


def test_a_first_run_is_beside_no_earlier_one(run, lawyer, now):
    (kept,) = pack_for(about=run, reference="DOS-0001", kind="fairness", by=lawyer, at=now).fairness

    assert (kept.since, kept.drift) == ("", {})


def test_a_run_is_set_beside_the_one_before_it(run, lawyer, now):
    before(run, "RUN-0008", 30)
    before(run, "RUN-0009", 90)

    (kept,) = pack_for(about=run, reference="DOS-0001", kind="fairness", by=lawyer, at=now).fairness

    assert kept.since == "RUN-0008"
    assert kept.drift["groups"]["group"]["psi"] == 0


def test_a_run_is_set_beside_the_approved_one_wherever_there_is_one(run, lawyer, now):
    before(run, "RUN-0008", 30)
    approved = before(run, "RUN-0009", 90)
    baselines.approve(run=approved, reason="The first that we stand by.", by=lawyer, at=now)

    (kept,) = pack_for(about=run, reference="DOS-0001", kind="fairness", by=lawyer, at=now).fairness

    assert kept.since == "RUN-0009"


def test_runs_that_divide_people_otherwise_are_not_compared(run, lawyer, now):
    otherwise = {**measured()["cells"], "by": ["age"]}
    before(run, "RUN-0008", 30, cells=otherwise)

    (kept,) = pack_for(about=run, reference="DOS-0001", kind="fairness", by=lawyer, at=now).fairness

    assert (kept.since, kept.drift) == ("", {})


def test_a_report_on_an_assessment_holds_its_areas_and_what_is_to_be_asked(assessment, lawyer, now):
    pack = pack_for(about=assessment, reference="DOS-0001", kind="vendor", by=lawyer, at=now)

    (kept,) = pack.vendors
    assert (kept.reference, kept.word) == (assessment.reference, assessment.word)
    assert [area.title for area in kept.areas]
    assert len(kept.open_questions) == len(kept.answers)
    assert (pack.product.name, pack.product.unit) == ("Okapi 7", "Credit")


def test_systems_of_other_units_that_use_the_product_are_not_named(assessment, unit, lawyer, now):
    ours = VersionFactory(system__unit=UnitFactory(parent=unit, path=f"{unit.path}cards/"))
    theirs = VersionFactory(system__unit=UnitFactory(path="elsewhere/"))
    for version in (ours, theirs):
        ComponentFactory(version=version, product=assessment.product)

    pack = pack_for(about=assessment, reference="DOS-0001", kind="vendor", by=lawyer, at=now)

    assert [use.system for use in pack.product.uses] == [ours.system.reference]


def test_a_memorandum_holds_the_file_under_art_6_4_and_no_more_than_it_prints(version, run, lawyer, now):
    told = {
        "ai.kind": Statement("ai_system"),
        "use.areas": Statement(["employment"]),
        "employment.uses": Statement(["recruitment"]),
        "filter.conditions": Statement(["narrow_task"], "Only the language of a text is recognised."),
    }
    answers.state(version=version, statements=told, by=lawyer, at=now)

    pack = pack_for(about=version, reference="DOS-0001", kind="memorandum", by=lawyer, at=now)

    assert [bool(point.gap) for point in pack.claim] == [False, False, False, True]
    assert pack.claim[2].reasons == ("Only the language of a text is recognised.",)
    assert pack.finding
    assert (pack.obligations, pack.fairness, pack.vendors, pack.evidence) == ((), (), (), ())


def test_dossiers_are_counted_by_subject_and_kind(version, run, lawyer, now):
    DossierFactory(version=version, reference="DOS-0001")
    DossierFactory(version=version, reference="DOS-0002", kind="memorandum")
    DossierFactory(version=version, run=run, reference="DOS-0003", kind="fairness")

    second = pack_for(about=version, reference="DOS-0004", kind="memorandum", by=lawyer, at=now)
    report = pack_for(about=run, reference="DOS-0005", kind="fairness", by=lawyer, at=now)

    assert (second.document.version, second.document.supersedes) == (2, "DOS-0002")
    assert (report.document.version, report.document.supersedes) == (2, "DOS-0003")


@pytest.mark.parametrize("kind", [kind.id for kind in kinds_about(Subject.SYSTEM)])
def test_the_draft_of_a_kind_is_what_a_request_would_freeze(version, lawyer, now, kind):
    draft = draft_of(about=version, kind=kind, by=lawyer, at=now)

    frozen = pack_for(about=version, reference="", kind=kind, by=lawyer, at=now)
    assert {**draft.as_json(), "trail": None} == {**frozen.as_json(), "trail": None}


def test_the_thresholds_are_those_that_stood_when_the_run_was_asked_for(run, lawyer, now):
    told = {"plan": run.plan, "thresholds": [], "set_by": lawyer}
    ThresholdSetting.objects.create(**told, reason="As agreed.", set_at=run.queued_at - timedelta(days=1))
    ThresholdSetting.objects.create(**told, reason="Since then.", set_at=run.queued_at + timedelta(days=1))

    pack = pack_for(about=run, reference="DOS-0001", kind="fairness", by=lawyer, at=now)

    plan = pack.fairness[0].plan
    assert (plan["thresholds_reason"], plan["thresholds_set_by"]) == ("As agreed.", "Ada")
    assert plan["thresholds_set_at"] == (run.queued_at - timedelta(days=1)).isoformat(timespec="seconds")
