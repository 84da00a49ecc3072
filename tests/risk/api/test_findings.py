"""Findings over REST."""

import pytest

from governance.models import AISystem
from risk.actions import answers
from risk.actions.answers import Statement
from risk.models import Classification
from tests.callers import API, caller, faults, verbs
from tests.factories import VersionFactory
from tests.risk.api.test_facts import NOTHING_SPECIAL
from tests.services.clock import NOW


@pytest.fixture
def version(unit, engineer):
    return VersionFactory(system__unit=unit, system__owner=engineer)


@pytest.fixture
def answered(version, engineer):
    said = {fact: Statement(value) for fact, value in NOTHING_SPECIAL.items()}
    answers.state(version=version, statements=said, by=engineer, at=NOW)
    return version


@pytest.fixture
def url(version):
    return f"{API}/systems/{version.system.reference}/versions/{version.label}/finding"


def test_no_answers_are_undetermined_and_stored_nowhere(auditor, url):
    shown = caller(auditor).get(url).json()

    assert (shown["stored"], shown["judged_at"]) == (False, None)
    assert shown["finding"]["tier"] == "undetermined"
    assert shown["finding"]["open_questions"]
    assert not Classification.objects.exists()


def test_the_finding_that_stands_is_shown_with_who_judged(auditor, engineer, answered, url):
    shown = caller(auditor).get(url).json()

    assert (shown["stored"], shown["outdated"], shown["judged_by"]) == (True, False, engineer.email)
    assert (shown["finding"]["tier"], shown["finding"]["edition"]) == ("minimal", "2026-1744")


def test_another_day_and_edition_are_computed_and_not_kept(auditor, answered, url):
    shown = caller(auditor).get(f"{url}?edition=2024-1689&on=2026-08-02").json()

    assert (shown["stored"], shown["finding"]["edition"], shown["finding"]["on"]) == (
        False,
        "2024-1689",
        "2026-08-02",
    )
    assert Classification.objects.get().edition == "2026-1744"


def test_what_if_names_what_it_does_not_understand(auditor, url):
    client = caller(auditor)

    assert faults(client.get(f"{url}?edition=2030-1"), 422) == {"edition": "invalid_choice"}
    assert faults(client.get(f"{url}?on=tomorrow"), 422) == {"on": "invalid"}
    assert faults(client.get(f"{url}?editon=2024-1689"), 422) == {"editon": "unknown_field"}


def test_a_change_of_the_register_makes_a_finding_outdated_until_it_is_judged_again(engineer, answered, url):
    client = caller(engineer)
    system = f"{API}/systems/{answered.system.reference}"
    client.patch(system, {"operator_roles": ["provider"]}, HTTP_IF_MATCH="*")
    assert client.get(url).json()["outdated"] is True

    judged = client.post(url)

    assert (judged.status_code, judged.json()["outdated"]) == (200, False)
    assert Classification.objects.count() == 2
    assert "system.classified" in verbs(answered.system.reference)


def test_judging_takes_no_body(engineer, version, url):
    assert faults(caller(engineer).post(url, {"edition": "2024-1689"}), 422) == {"edition": "unknown_field"}
    assert not Classification.objects.exists()


def test_an_auditor_judges_nothing(auditor, version, url):
    assert faults(caller(auditor).post(url), 403)
    assert not Classification.objects.exists()
    assert AISystem.objects.get().tier_set_at is None


def test_an_outsider_sees_no_finding(outsider, answered, url):
    assert faults(caller(outsider).get(url), 404)
    assert faults(caller(outsider, name="b").post(url), 404)
