"""What if, over REST."""

import pytest

from risk.actions import answers
from risk.actions.answers import Statement
from risk.models import Classification
from tests.callers import API, caller, faults
from tests.factories import VersionFactory
from tests.risk.api.test_facts import NOTHING_SPECIAL
from tests.services.clock import NOW


@pytest.fixture
def version(unit, engineer):
    made = VersionFactory(system__unit=unit, system__owner=engineer)
    said = {fact: Statement(value) for fact, value in NOTHING_SPECIAL.items()}
    answers.state(version=made, statements=said, by=engineer, at=NOW)
    return made


@pytest.fixture
def url(version):
    return f"{API}/systems/{version.system.reference}/what-if"


def test_two_findings_and_what_lies_between_them(engineer, url):
    said = {"use.areas": ["employment"], "employment.uses": ["recruitment"], "filter.conditions": []}

    shown = caller(engineer).post(url, {"answers": said, "on": "2027-12-02"}).json()

    assert shown["recorded"]["tier"] == "minimal"
    assert shown["supposed"]["tier"] == "high"
    assert shown["supposed"]["on"] == "2027-12-02"
    assert "opened" in {part["what"] for part in shown["moved"]}
    assert Classification.objects.get().tier == "minimal"


def test_what_the_register_keeps_can_be_supposed_too(engineer, url):
    shown = caller(engineer).post(url, {"answers": {"operator.roles": ["provider"]}}).json()

    assert {"Provider", "Deployer"} <= {part["title"] for part in shown["moved"]}


def test_what_does_not_fit_is_named(engineer, url):
    client = caller(engineer)

    wrong = {"ai.kind": "robot", "ai.knd": "x", "use.areas": {"a": 1}}
    assert set(faults(client.post(url, {"answers": wrong}), 422)) == {f"answers.{fact}" for fact in wrong}
    assert faults(client.post(url, {"answers": {}, "edition": "x"}), 422) == {"edition": "invalid_choice"}


def test_an_auditor_posts_nothing_and_an_outsider_finds_nothing(auditor, outsider, url):
    assert faults(caller(auditor).post(url, {"answers": {}}), 403)
    assert faults(caller(outsider).post(url, {"answers": {}}), 404)
