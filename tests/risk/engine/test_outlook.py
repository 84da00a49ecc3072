"""Days that a record names, where a system is sold, and what binds before the high-risk duties do."""

from datetime import date

import pytest

from governance.vocabulary import Tier
from tests.risk.engine.test_opinion import CV, opinion


def test_what_is_before_the_market_is_outside_until_the_planned_day():
    planned = {
        **CV,
        "scope.exclusions": ["pre_market"],
        "scope.real_world_testing": False,
        "market.placed_on": date(2028, 2, 1),
    }

    before, after = opinion(planned), opinion(planned, date(2028, 2, 1))

    assert before.tier == Tier.OUT_OF_SCOPE
    assert before.headline.startswith("Outside the Act until 1 February 2028: ")
    assert [(change.on, change.rule) for change in before.upcoming] == [
        (date(2028, 2, 1), "scope.pre-market")
    ]
    assert after.tier == Tier.HIGH


def test_without_a_planned_day_nothing_is_said_about_an_end():
    finding = opinion({**CV, "scope.exclusions": ["pre_market"], "scope.real_world_testing": False})

    assert finding.headline.startswith("Outside the Act: ")
    assert not finding.upcoming


def test_two_reasons_to_be_outside_end_only_together():
    both = {
        "scope.exclusions": ["pre_market", "military"], "scope.real_world_testing": False,
        "market.placed_on": date(2028, 2, 1),
    }  # fmt: skip

    assert opinion({**CV, **both}).headline.startswith("Outside the Act: ")


@pytest.mark.parametrize("union", [True, False])
def test_a_provider_who_stays_away_from_the_union_market_is_outside(union):
    away = {**CV, "operator.roles": ["provider"], "organisation.union": union, "market.union": False}

    assert opinion(away).tier == Tier.OUT_OF_SCOPE


def test_who_uses_a_system_in_the_union_is_inside_wherever_it_is_sold():
    assert opinion({**CV, "market.union": False}).tier == Tier.HIGH


def test_an_older_system_has_time_while_nobody_knows_whether_authorities_use_it():
    older = {
        **CV, "operator.roles": ["provider"], "market.placed_on": date(2026, 6, 1), "change.events": [],
        "market.union": True,
    }  # fmt: skip

    def first_day(**more: object) -> date | None:
        finding = opinion({**older, **more})
        return next(
            duty.due.effective for duty in finding.obligations if duty.id == "provider.risk-management"
        )

    assert first_day() == date(2030, 8, 2)
    assert first_day(**{"market.public_authorities": "unknown"}) == date(2030, 8, 2)
    assert first_day(**{"market.public_authorities": True}) == date(2030, 8, 2)
    assert first_day(**{"market.public_authorities": False}) is None


def test_a_headline_names_what_binds_before_the_high_risk_duties_do():
    tested = {
        **CV,
        "operator.roles": ["provider"],
        "market.union": True,
        "market.placed_on": date(2028, 4, 1),
    }
    tested |= {"scope.exclusions": ["pre_market"], "scope.real_world_testing": True}

    headline = opinion(tested).headline
    assert "the duties apply from 2 December 2027, and before them: conditions for testing in the" in headline
