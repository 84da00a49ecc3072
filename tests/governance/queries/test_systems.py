"""Systems as lists need them."""

import pytest

from governance.models import AISystem
from governance.queries.systems import Wanted, matching, versions_of
from governance.vocabulary import Tier
from tests.factories import SystemFactory, VersionFactory
from tests.services.clock import NOW


def test_the_newest_version_is_the_last_registered_not_the_greatest_label(unit, lawyer):
    first = VersionFactory(system__unit=unit, system__owner=lawyer, label="9.0")
    VersionFactory(system=first.system, number=2, label="10.0")

    assert matching(lawyer, Wanted()).get().newest == "10.0"
    assert [version.label for version in versions_of(first.system)] == ["10.0", "9.0"]


def test_every_tier_has_its_place_worst_first(unit, lawyer):
    for tier in reversed(Tier):
        SystemFactory(unit=unit, owner=lawyer, tier=tier, tier_set_at=NOW, tier_set_by=lawyer)

    assert [row.tier for row in matching(lawyer, Wanted())] == list(Tier)
    assert [row.tier for row in matching(lawyer, Wanted(order="-tier"))] == list(reversed(Tier))


def test_rows_of_one_rank_keep_the_order_of_their_names(unit, lawyer):
    for name in ("b", "c", "a"):
        SystemFactory(unit=unit, owner=lawyer, name=name)

    assert [row.name for row in matching(lawyer, Wanted(order="lifecycle"))] == ["a", "b", "c"]


@pytest.mark.parametrize("words", ["%", "_"])
def test_signs_of_the_database_are_plain_words(unit, lawyer, words):
    SystemFactory(unit=unit, owner=lawyer, name="Spam filter")

    assert list(matching(lawyer, Wanted(words=words))) == []


def test_nothing_of_other_units_is_found(unit, lawyer, outsider):
    SystemFactory(unit=unit, owner=lawyer)

    assert list(matching(outsider, Wanted())) == []
    assert AISystem.objects.exists()
