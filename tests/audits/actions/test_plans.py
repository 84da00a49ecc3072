"""Plans: made, changed, and on whose word their thresholds stand."""

from dataclasses import replace
from datetime import date

import pytest

from audits.actions import plans
from audits.fairness import Spec, Threshold
from audits.models import Plan
from governance.actions.revisions import Stale
from governance.models import TrailEntry
from tests.factories import PlanFactory, SystemFactory

SPEC = Spec(outcome="hired", prediction="score", by=("sex",), score_threshold=0.5)


@pytest.fixture
def system(unit, lawyer):
    return SystemFactory(unit=unit, owner=lawyer)


def create(system, by, at, **changes: object):
    told = {
        "name": "Quarterly", "spec": SPEC, "thresholds_reason": "The works council asked for four fifths.",
        "legal_basis": "Art. 9(2)(b) GDPR", "keep_rows_until": date(2026, 12, 31),
    } | changes  # fmt: skip
    return plans.create(system=system, **told, by=by, at=at)


def edit(plan, by, at, **changes: object):
    told = {
        "name": plan.name, "spec": Spec.from_json(plan.spec), "thresholds_reason": plan.thresholds_reason,
        "legal_basis": plan.legal_basis, "keep_rows_until": plan.keep_rows_until, "owner": plan.owner,
    } | changes  # fmt: skip
    plans.edit(plan=plan, **told, by=by, at=at)


def last():
    return TrailEntry.objects.latest("seq")


def test_a_plan_is_created_with_its_thresholds_on_its_makers_word(system, engineer, now):
    plan = create(system, engineer, now)

    plan.refresh_from_db()
    assert Spec.from_json(plan.spec) == SPEC
    assert (plan.owner, plan.thresholds_set_by, plan.reference) == (engineer, engineer, "PLAN-0001")
    assert (last().verb, last().subject, last().after["system"]) == (
        "plan.created",
        "PLAN-0001",
        system.reference,
    )
    assert last().after["keep_rows_until"] == "2026-12-31"


def test_a_name_is_given_once_in_a_system(system, lawyer, now):
    create(system, lawyer, now)

    with pytest.raises(plans.NameTaken):
        create(system, lawyer, now)
    create(SystemFactory(unit=system.unit), lawyer, now)

    assert Plan.objects.count() == 2


@pytest.mark.parametrize("reason", ["", " \n"])
def test_thresholds_need_a_reason(system, lawyer, now, reason):
    with pytest.raises(plans.NoReason):
        create(system, lawyer, now, thresholds_reason=reason)

    assert not Plan.objects.exists()


def test_an_edit_changes_what_is_named_and_tells_before_and_after(system, lawyer, engineer, now):
    plan = create(system, lawyer, now)

    edit(plan, engineer, now, name="Monthly", owner=engineer)

    plan.refresh_from_db()
    assert (plan.name, plan.owner, plan.revision) == ("Monthly", engineer, 2)
    assert last().verb == "plan.edited"
    assert last().before == {"name": "Quarterly", "owner": str(lawyer.pk)}
    assert last().after == {"name": "Monthly", "owner": str(engineer.pk)}


def test_the_thresholds_stay_on_the_word_of_whoever_set_them(system, lawyer, engineer, now):
    plan = create(system, lawyer, now)

    edit(plan, engineer, now, name="Monthly", spec=replace(SPEC, seed=7))
    plan.refresh_from_db()

    assert plan.thresholds_set_by == lawyer


@pytest.mark.parametrize(
    "change",
    [
        {"spec": replace(SPEC, thresholds=(Threshold("tpr", "ratio", 0.9),))},
        {"thresholds_reason": "The regulator's letter of May."},
    ],
)
def test_new_thresholds_stand_on_the_word_of_whoever_set_them_anew(system, lawyer, engineer, now, change):
    plan = create(system, lawyer, now)

    edit(plan, engineer, now, **change)
    plan.refresh_from_db()

    assert plan.thresholds_set_by == engineer


def test_an_edit_without_a_change_writes_nothing(system, lawyer, now):
    plan = create(system, lawyer, now)
    entries = TrailEntry.objects.count()

    edit(plan, lawyer, now)

    plan.refresh_from_db()
    assert (plan.revision, TrailEntry.objects.count()) == (1, entries)


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(system, lawyer, engineer, now):
    plan = create(system, lawyer, now)
    read_before = Plan.objects.get(pk=plan.pk)
    edit(plan, lawyer, now, name="Monthly")
    entries = TrailEntry.objects.count()

    with pytest.raises(Stale):
        edit(read_before, engineer, now, name="Weekly")

    plan.refresh_from_db()
    assert (plan.name, TrailEntry.objects.count()) == ("Monthly", entries)


def test_an_edit_cannot_take_the_name_of_another_plan(system, lawyer, now):
    create(system, lawyer, now)
    other = PlanFactory(system=system, name="Monthly")

    with pytest.raises(plans.NameTaken):
        edit(other, lawyer, now, name="Quarterly")


def test_nobody_sets_a_threshold_in_the_name_of_somebody_else(system, engineer, lawyer, now):
    forged = Threshold("selection_rate", "ratio", 0.01, set_by=lawyer.name, reason="Agreed with counsel.")
    unsigned = Threshold("fpr", "ratio", 0.01)

    plan = create(system, engineer, now, spec=replace(SPEC, thresholds=(forged, unsigned)))

    kept = Spec.from_json(plan.spec).thresholds
    assert [(one.set_by, one.reason) for one in kept] == [
        (engineer.name, "Agreed with counsel."),
        (engineer.name, "The works council asked for four fifths."),
    ]


def test_a_threshold_that_stays_stays_on_the_word_of_whoever_set_it(system, engineer, lawyer, now):
    first, second = Threshold("fpr", "ratio", 0.7), Threshold("tpr", "ratio", 0.6)
    plan = create(system, lawyer, now, spec=replace(SPEC, thresholds=(first,)))

    edit(plan, engineer, now, spec=replace(SPEC, thresholds=(first, second)))

    plan.refresh_from_db()
    assert [one.set_by for one in Spec.from_json(plan.spec).thresholds] == [lawyer.name, engineer.name]


def test_the_trail_of_a_plan_holds_no_name(system, engineer, lawyer, now):
    plan = create(system, lawyer, now, spec=replace(SPEC, thresholds=(Threshold("fpr", "ratio", 0.7),)))

    edit(plan, engineer, now, spec=replace(SPEC, thresholds=(Threshold("fpr", "ratio", 0.6),)))

    told = [str((entry.before, entry.after)) for entry in TrailEntry.objects.filter(subject=plan.reference)]
    assert len(told) == 2
    assert not any(name in entry for entry in told for name in (lawyer.name, engineer.name))
