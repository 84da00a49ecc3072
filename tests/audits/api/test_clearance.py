"""The release gate: what stands against a release, and that silence is never taken for consent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from audits.actions import vendor_assessments
from audits.fairness import Cell, Cells, Spec, measure
from governance.actions import systems
from governance.models import User
from governance.vocabulary import JobState, Lifecycle, OperatorRole
from risk.actions import answers, obligations
from risk.actions.answers import Statement
from tests.audits.actions.test_vendor_assessments import BEST
from tests.callers import API, caller, faults
from tests.factories import (
    ComponentFactory,
    DisparityFactory,
    LogFactory,
    PlanFactory,
    ProductFactory,
    RunFactory,
    VersionFactory,
    spec,
)
from tests.risk.api.test_facts import NOTHING_SPECIAL
from tests.risk.api.test_obligations import duty

SELECTION = {"measure": "selection_rate", "kind": "ratio", "value": 0.8}


def cells(*groups: tuple[str, int, int]) -> Cells:
    """Counts of groups by how many were selected and how many were not, outcomes evenly spread."""
    counted = [
        Cell((name,), outcome, prediction, n // 2)
        for name, selected, refused in groups
        for prediction, n in ((1, selected), (0, refused))
        for outcome in (0, 1)
    ]
    return Cells(("group",), tuple(counted), favourable=1)


@pytest.fixture
def version(unit, engineer):
    """A version about which everything is said, and whose duties are met."""
    version = VersionFactory(system__unit=unit, system__owner=engineer)
    say(version, engineer, NOTHING_SPECIAL)
    for row in version.system.obligations.filter(state="open"):
        obligations.meet(obligation=row, evidence="Course of 3 March 2026.", by=engineer, at=timezone.now())
    return version


@pytest.fixture
def url(version):
    return f"{API}/systems/{version.system.reference}/clearance"


def say(version, by: User, facts):
    said = {fact: Statement(value) for fact, value in facts.items()}
    answers.state(version=version, statements=said, by=by, at=timezone.now())


def measured(plan, found: Cells, **changes: object):
    run = RunFactory(
        log=LogFactory(plan=plan), state=JobState.DONE, finished_at=plan.created_at, cells={}, result={}
    )
    result = measure(found, Spec.from_json(plan.spec)).as_json()
    type(run).objects.filter(pk=run.pk).update(result=result, **changes)
    return run


def codes(client, url: str) -> list[str]:
    shown = client.get(url).json()
    assert shown["cleared"] == (not shown["reasons"])
    return [reason["code"] for reason in shown["reasons"]]


def test_a_system_about_which_everything_is_said_is_cleared(auditor, version, url):
    shown = caller(auditor).get(url).json()

    assert (shown["cleared"], shown["reasons"], shown["tier"], shown["version"]) == (
        True,
        [],
        "minimal",
        "1.0",
    )
    assert shown["edition"] == "2026-1744"


def test_silence_is_undetermined_and_not_classified(auditor, unit):
    version = VersionFactory(system__unit=unit)

    assert codes(caller(auditor), f"{API}/systems/{version.system.reference}/clearance") == [
        "undetermined",
        "not_classified",
    ]


def test_a_prohibited_practice_is_not_cleared(auditor, engineer, version, url):
    scoring = ["scoring.evaluates", "scoring.unrelated_context", "scoring.disproportionate"]
    say(version, engineer, {"practice.signals": ["social_scoring"], **dict.fromkeys(scoring, True)})

    shown = caller(auditor).get(url).json()

    assert (shown["tier"], shown["reasons"][0]["code"]) == ("prohibited", "prohibited")


def test_a_new_version_is_judged_before_it_is_cleared(auditor, engineer, version, url, now):
    systems.add_version(system=version.system, label="2.0", changes="", by=engineer, at=now)
    client = caller(auditor)

    assert codes(client, url) == ["not_classified"]
    assert codes(client, f"{url}?version=1.0") == []


def test_a_register_that_changed_asks_for_another_look(auditor, engineer, version, url, now):
    system = version.system
    systems.edit(
        system=system, name=system.name, purpose=system.purpose, unit=system.unit, owner=system.owner,
        operator_roles=[OperatorRole.DEPLOYER], lifecycle=Lifecycle.RETIRED, placed_on_market_date=None,
        by=engineer, at=now,
    )  # fmt: skip

    assert codes(caller(auditor), url) == ["outdated"]


def test_a_duty_whose_day_has_passed_stands_in_the_way(auditor, version, url):
    duty(version.system, "past", date(2025, 2, 2))
    duty(version.system, "future", date(2099, 1, 1))
    duty(version.system, "sleeping", None)

    shown = caller(auditor).get(url).json()

    assert [reason["code"] for reason in shown["reasons"]] == ["overdue"]
    assert shown["reasons"][0]["says"].endswith("was due on 2 February 2025; nothing shows that it is met.")


@pytest.mark.parametrize("concerns", ["organisation", "occasion"])
def test_what_the_organisation_owes_once_or_an_occasion_calls_for_holds_up_no_release(
    auditor, version, url, concerns
):
    duty(version.system, "past", date(2025, 2, 2), concerns=concerns)

    assert codes(caller(auditor), url) == []


def test_nobody_has_to_show_ai_literacy_for_a_release(auditor, engineer, unit):
    version = VersionFactory(system__unit=unit, system__owner=engineer)
    say(version, engineer, NOTHING_SPECIAL)

    (literacy,) = version.system.obligations.filter(state="open", due_effective__lt=timezone.now())
    assert literacy.key == "deployer.literacy:deployer"
    assert codes(caller(auditor), f"{API}/systems/{version.system.reference}/clearance") == []


def test_a_plan_asks_that_this_version_was_measured(auditor, version, url):
    PlanFactory(system=version.system)

    assert codes(caller(auditor), url) == ["not_measured"]


def test_a_supported_disparity_is_not_cleared_and_says_so_in_words(auditor, version, url):
    run = measured(PlanFactory(system=version.system), cells(("blue", 500, 100), ("green", 100, 500)))

    reasons = caller(auditor).get(url).json()["reasons"]

    assert {reason["code"] for reason in reasons} == {"disparity"}
    assert {reason["subject"] for reason in reasons} == {run.reference}
    assert any("green" in reason["says"] for reason in reasons)


def on_record(run, **changes: object):
    """Return the disparity of the selection rate that a run found."""
    return DisparityFactory(first_run=run, measure="selection_rate", grouping='["group"]', **changes)


def test_an_open_supported_disparity_is_not_cleared_even_where_the_newest_run_cannot_say(
    auditor, version, url
):
    plan = PlanFactory(system=version.system)
    row = on_record(measured(plan, cells(("blue", 5000, 5000), ("green", 5000, 5000))))

    (reason,) = caller(auditor).get(url).json()["reasons"]

    assert (reason["code"], reason["subject"]) == ("disparity", row.reference)
    assert reason["says"] == f"{row.reference} is open: {row.sentence}"


ACCEPTED = {
    "state": "accepted",
    "accepted_reason": "Weighed.",
    "accepted_at": datetime(2026, 9, 1, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("until", "expected"), [(date(2099, 1, 1), []), (date(2026, 1, 1), ["disparity"])], ids=["stands", "over"]
)
def test_what_a_lawyer_accepted_is_cleared_until_its_day(auditor, lawyer, version, url, until, expected):
    fine = measured(PlanFactory(system=version.system), cells(("blue", 5000, 5000), ("green", 5000, 5000)))
    on_record(fine, **ACCEPTED, accepted_by=lawyer, accepted_until=until)

    assert codes(caller(auditor), url) == expected


def test_an_acceptance_covers_nothing_graver_in_this_version_s_own_run(auditor, lawyer, version, url):
    plan = PlanFactory(system=version.system, spec=spec(thresholds=[SELECTION]))
    run = measured(plan, cells(("blue", 500, 100), ("green", 100, 500)))
    row = on_record(run, **ACCEPTED, accepted_by=lawyer, accepted_until=date(2099, 1, 1))
    client = caller(auditor)
    assert codes(client, url) == []

    type(row).objects.update(verdict="disparity_borderline")

    assert codes(client, url) == ["disparity"]


@pytest.mark.parametrize("changes", [{"verdict": "disparity_borderline"}, {"state": "closed"}])
def test_a_borderline_or_closed_disparity_does_not_stand_in_the_way(auditor, version, url, changes):
    fine = measured(PlanFactory(system=version.system), cells(("blue", 5000, 5000), ("green", 5000, 5000)))
    row = on_record(fine)
    closed = {"closed_run": fine, "closed_at": fine.queued_at} if "state" in changes else {}
    type(row).objects.update(**changes, **closed)

    assert codes(caller(auditor), url) == []


def test_equal_treatment_is_cleared_until_the_plan_changes(auditor, version, url):
    plan = PlanFactory(system=version.system)
    measured(plan, cells(("blue", 5000, 5000), ("green", 5000, 5000)))
    client = caller(auditor)
    assert codes(client, url) == []

    type(plan).objects.update(spec=spec(alpha=0.01))

    assert codes(client, url) == ["plan_changed"]


def test_only_the_newest_run_of_a_plan_counts(auditor, version, url):
    plan = PlanFactory(system=version.system)
    measured(plan, cells(("blue", 500, 100), ("green", 100, 500)))
    later = plan.created_at + timedelta(days=1)
    measured(plan, cells(("blue", 5000, 5000), ("green", 5000, 5000)), finished_at=later)

    assert codes(caller(auditor), url) == []


def test_what_was_concluded_about_a_vendor_counts(auditor, lawyer, version, url, now):
    product = ProductFactory(vendor__unit=version.system.unit)
    ComponentFactory(version=version, product=product)
    client = caller(auditor)
    assert codes(client, url) == []
    assessment = vendor_assessments.start(product=product, by=lawyer, at=now)
    worst = {name: {"value": None, "note": ""} for name in BEST}
    vendor_assessments.answer(assessment=assessment, answers=worst, by=lawyer, at=now)
    vendor_assessments.conclude(assessment=assessment, summary="", by=lawyer, at=now)

    concluded = type(assessment).objects.get()
    expected = ["vendor_not_adequate"] if concluded.score["overall"]["word"] == "not_adequate" else []

    assert codes(client, url) == expected
    type(assessment).objects.update(valid_until=date(2026, 1, 1))
    assert codes(client, url) == [*expected, "vendor_assessment_expired"]


def test_what_is_asked_for_must_exist_and_be_seen(auditor, outsider, version, url):
    client = caller(auditor)

    assert faults(client.get(f"{url}?version=7.0"), 404)
    assert faults(client.get(f"{url}?versoin=1.0"), 422) == {"versoin": "unknown_field"}
    assert faults(client.post(url), 405)
    assert faults(caller(outsider).get(url), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_gate_costs_twelve_queries(auditor, version, url, rows, django_assert_num_queries):
    for number in range(rows):
        duty(version.system, f"past-{number}", date(2025, 2, 2))
        measured(PlanFactory(system=version.system), cells(("blue", 500, 100), ("green", 100, 500)))
    client = caller(auditor)
    client.get(url)

    with django_assert_num_queries(12):
        assert len(client.get(url).json()["reasons"]) >= 2 * rows
