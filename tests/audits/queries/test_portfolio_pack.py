"""The pack of a portfolio: everything of the unit and below it, nothing of any other unit."""

from datetime import timedelta

import pytest
from uuid6 import uuid7

from audits.models import Disparity
from audits.packs import canonical
from audits.queries.dossier_pack import pack_for
from governance.vocabulary import Tier
from risk.actions import answers
from risk.actions.answers import Statement
from risk.models import Obligation
from tests.factories import (
    ComponentFactory,
    LogFactory,
    PlanFactory,
    ProductFactory,
    RunFactory,
    UnitFactory,
    VersionFactory,
)

TOLD = {
    "ai.kind": Statement("ai_system"),
    "practice.signals": Statement([]),
    "use.areas": Statement(["employment"]),
    "employment.uses": Statement(["recruitment"]),
}


@pytest.fixture
def elsewhere(unit):
    """Return a unit beside the lawyer's, with a system, a duty and a vendor whose names must not appear."""
    other = UnitFactory(name="Xylophone department", path="elsewhere/")
    version = VersionFactory(system__unit=other, system__name="Xylophone tuner")
    ComponentFactory(version=version, product=ProductFactory(vendor__unit=other, name="Xylophone parts"))
    return version


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Screening")


def portfolio(about, by, at):
    return pack_for(about=about, reference="DOS-0001", kind="portfolio", by=by, at=at)


def test_nothing_of_another_unit_is_in_it(version, elsewhere, unit, lawyer, now):
    answers.state(version=elsewhere, statements=TOLD, by=lawyer, at=now)
    answers.state(version=version, statements=TOLD, by=lawyer, at=now)

    pack = portfolio(unit, lawyer, now)

    assert "Xylophone" not in canonical(pack).decode()
    assert [one.name for one in pack.portfolio.systems] == ["Screening"]


def test_a_system_of_the_unit_that_uses_a_product_of_another_does_not_tell_of_it(
    version, elsewhere, unit, lawyer, now
):
    foreign = elsewhere.components.get().product
    ComponentFactory(version=version, product=foreign)

    assert portfolio(unit, lawyer, now).portfolio.vendors == ()


def test_units_below_are_covered_and_the_scope_says_so(version, unit, lawyer, now):
    below = UnitFactory(name="Credit cards", parent=unit, path=f"{unit.path}cards/")
    VersionFactory(system__unit=below, system__name="Card limits")

    pack = portfolio(unit, lawyer, now)

    assert {one.name for one in pack.portfolio.systems} == {"Screening", "Card limits"}
    assert pack.document.scope == "Credit and the unit below it"
    assert pack.portfolio.units == ("Credit", "Credit cards")


def test_a_system_stands_with_the_finding_of_its_newest_version_and_its_duties(version, unit, lawyer, now):
    answers.state(version=version, statements=TOLD, by=lawyer, at=now)
    late = Obligation.objects.earliest("pk")
    Obligation.objects.update(due_effective=(now + timedelta(days=9)).date(), owner=lawyer)
    late.pk, late.key, late.due_effective = uuid7(), "late", (now - timedelta(days=9)).date()
    late.save(force_insert=True)

    (one,) = portfolio(unit, lawyer, now).portfolio.systems

    count = Obligation.objects.filter(state=Obligation.State.OPEN).count()
    version.system.refresh_from_db()
    assert (one.tier, one.version) == (version.system.tier, version.label)
    assert (one.duties, one.overdue) == (count, 1)
    assert one.next_due == (now + timedelta(days=9)).date().isoformat()
    assert one.judged_on == now.date().isoformat()
    assert one.open_questions > 0


def test_one_duty_of_several_systems_stands_once_with_all_of_them(version, unit, lawyer, now):
    second = VersionFactory(system__unit=unit, system__owner=lawyer)
    for one in (version, second):
        answers.state(version=one, statements=TOLD, by=lawyer, at=now)

    duties = portfolio(unit, lawyer, now).portfolio.duties

    both = {version.system.reference, second.system.reference}
    assert duties
    assert all(set(duty.systems) == both for duty in duties)
    assert all(duty.ownerless + len(duty.owners) >= 1 for duty in duties)


def test_a_closed_disparity_is_left_out_and_an_accepted_one_keeps_its_reason(version, unit, lawyer, now):
    plan = PlanFactory(system=version.system)
    run = RunFactory(log=LogFactory(plan=plan, version=version))
    row = {
        "plan": plan, "grouping": '["sex"]', "verdict": "disparity_supported", "sentence": "Far apart.",
        "first_run": run, "latest_run": run, "owner": lawyer, "opened_at": now, "due_date": now.date(),
    }  # fmt: skip
    Disparity.objects.create(**row, reference="DIS-0001", measure="fpr")
    Disparity.objects.create(
        **row,
        reference="DIS-0002",
        measure="tpr",
        state=Disparity.State.CLOSED,
        closed_run=run,
        closed_at=now,
    )
    Disparity.objects.create(
        **row, reference="DIS-0003", measure="fnr", state=Disparity.State.ACCEPTED, accepted_by=lawyer,
        accepted_at=now, accepted_reason="A trial.", accepted_until=(now + timedelta(days=30)).date(),
    )  # fmt: skip

    found = {one.reference: one for one in portfolio(unit, lawyer, now).portfolio.disparities}

    assert set(found) == {"DIS-0001", "DIS-0003"}
    assert found["DIS-0001"].accepted_by == ""
    assert (found["DIS-0003"].accepted_by, found["DIS-0003"].accepted_reason) == ("Ada", "A trial.")


def test_what_the_law_will_change_names_the_systems_it_concerns(version, unit, lawyer, now):
    finding = answers.state(version=version, statements=TOLD, by=lawyer, at=now).finding

    changes = portfolio(unit, lawyer, now).portfolio.changes

    assert {(one.date, one.says) for one in changes} == {
        (str(one["on"]), one["says"]) for one in finding["upcoming"]
    }
    assert all(one.systems == (version.system.reference,) for one in changes)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_portfolio_costs_thirteen_queries(version, unit, lawyer, now, rows, django_assert_num_queries):
    for _ in range(rows):
        one = VersionFactory(system__unit=unit, system__owner=lawyer, system__tier=Tier.UNDETERMINED)
        ComponentFactory(version=one, product=ProductFactory(vendor__unit=unit))
        answers.state(version=one, statements=TOLD, by=lawyer, at=now)

    with django_assert_num_queries(13):
        pack = portfolio(unit, lawyer, now)

    assert len(pack.portfolio.systems) == rows + 1
