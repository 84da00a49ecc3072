"""Answers over REST."""

import pytest

from risk.models import Answer, Classification
from tests.callers import API, caller, faults, verbs
from tests.factories import VersionFactory

NOTHING_SPECIAL = {
    "ai.kind": "ai_system",
    "scope.exclusions": [],
    "practice.signals": [],
    "use.areas": [],
    "product.link": "none",
    "content.features": [],
    "model.offers": "no",
}


@pytest.fixture
def version(unit, engineer):
    return VersionFactory(system__unit=unit, system__owner=engineer)


@pytest.fixture
def url(version):
    return f"{API}/systems/{version.system.reference}/versions/{version.label}/facts"


def test_answers_are_kept_and_judged_in_one_call(engineer, version, url):
    response = caller(engineer).patch(url, {"answers": NOTHING_SPECIAL, "notes": {"use.areas": "Mail only."}})

    assert response.status_code == 200
    shown = response.json()
    assert (shown["stored"], shown["judged_by"]) == (True, engineer.email)
    assert shown["finding"]["tier"] == "minimal"
    assert Answer.objects.count() == len(NOTHING_SPECIAL)
    assert Answer.objects.get(fact="use.areas").note == "Mail only."
    version.system.refresh_from_db()
    assert version.system.tier == "minimal"
    assert verbs(version.system.reference)[:3] == ["facts.stated", "system.classified", "system.tiered"]


def test_the_same_answers_again_change_nothing(engineer, version, url):
    client = caller(engineer)
    client.patch(url, {"answers": {"use.areas": ["education", "employment"], "ai.kind": None}})
    before = verbs(version.system.reference)

    client.patch(url, {"answers": {"use.areas": ["employment", "education"], "ai.kind": "unknown"}})

    assert verbs(version.system.reference) == before
    assert Answer.objects.get(fact="ai.kind").value is None
    assert Classification.objects.count() == 1


def test_every_answer_that_does_not_fit_is_named(engineer, url):
    wrong = {
        "answers": {
            "ai.kind": "robot",
            "ai.knd": "ai_system",
            "use.areas": ["employmnt"],
            "operator.roles": ["provider"],
            "product": {"link": "none"},
            "model.offers": "no",
        },
        "notes": {"ai.sort": "?"},
        "by": "me",
    }

    assert faults(caller(engineer).patch(url, wrong), 422) == {"by": "unknown_field"}
    del wrong["by"]
    response = caller(engineer, name="second").patch(url, wrong)

    assert faults(response, 422) == dict.fromkeys(
        [
            "answers.ai.kind",
            "answers.ai.knd",
            "answers.use.areas",
            "answers.operator.roles",
            "answers.product",
            "notes.ai.sort",
        ],
        "fact",
    )
    pointers = {fault["pointer"] for fault in response.json()["errors"]}
    assert "/answers/ai.kind" in pointers
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answers": {}},
        {"answers": []},
        {"answers": {"ai.kind": {"is": "ai_system"}}},
        {"answers": "none"},
    ],
)
def test_a_body_without_answers_is_refused(engineer, url, body):
    assert caller(engineer).patch(url, body).status_code == 422
    assert not Answer.objects.exists()


def test_the_questionnaire_shows_what_matters_and_who_said_what(auditor, engineer, url):
    client = caller(engineer)
    client.patch(url, {"answers": {"ai.kind": "ai_system"}, "notes": {"ai.kind": "Trained in 2025."}})

    shown = caller(auditor).get(url).json()

    questions = {question["fact"]: question for question in shown["questions"]}
    assert shown["answered"] == 1
    assert shown["left"] == len(questions) - 1 > 0
    asked = questions["ai.kind"]
    assert (asked["answer"], asked["note"], asked["answered_by"]) == (
        "ai_system",
        "Trained in 2025.",
        engineer.email,
    )
    assert questions["use.areas"]["answered"] is False
    assert questions["use.areas"]["provision"]["url"].startswith("https://eur-lex.europa.eu/")


def test_an_auditor_and_a_read_only_token_answer_nothing(auditor, engineer, url):
    body = {"answers": NOTHING_SPECIAL}

    assert faults(caller(auditor).patch(url, body), 403)
    assert faults(caller(engineer, may_write=False).patch(url, body), 403)
    assert not Answer.objects.exists()


def test_an_outsider_sees_no_sign_of_a_version(outsider, url):
    assert faults(caller(outsider).get(url), 404)
    assert faults(caller(outsider, name="b").patch(url, {"answers": NOTHING_SPECIAL}), 404)
    assert not Answer.objects.exists()


def test_evidence_is_an_https_address_beside_an_answer(engineer, version, url):
    client = caller(engineer)
    seen = {"ai.kind": "https://wiki.example.org/scorer"}

    shown = client.patch(url, {"answers": {"ai.kind": "ai_system"}, "evidence": seen})

    assert shown.status_code == 200
    assert Answer.objects.get().evidence == seen["ai.kind"]
    asked = {ask["fact"]: ask for ask in client.get(url).json()["questions"]}
    assert asked["ai.kind"]["evidence"] == seen["ai.kind"]
    for wrong in ("http://wiki.example.org/", "javascript:alert(1)", "wiki"):
        bad = {"answers": {"ai.kind": "ai_system"}, "evidence": {"ai.kind": wrong}}
        assert faults(client.patch(url, bad), 422) == {"evidence.ai.kind": "invalid"}
    lost = {"answers": {"ai.kind": "ai_system"}, "evidence": {"use.areas": "https://example.org/"}}
    assert faults(client.patch(url, lost), 422) == {"evidence.use.areas": "fact"}


@pytest.mark.parametrize("fact", ["use.areas", "ai.kind", "filter.profiling", "model.training_flop"])
@pytest.mark.parametrize("value", [[["employment"]], [{"id": "employment"}], [None], [[]]])
def test_no_shape_of_an_answer_is_a_fault_of_ours(engineer, url, fact, value):
    assert faults(caller(engineer).patch(url, {"answers": {fact: value}}), 422)
    assert not Answer.objects.exists()


def test_a_write_that_names_other_answers_than_those_that_stand_is_refused(engineer, lawyer, version, url):
    client = caller(engineer)
    client.patch(url, {"answers": {"ai.kind": "ai_system"}})
    read = client.get(url)["ETag"]

    first = caller(lawyer).patch(url, {"answers": {"ai.kind": "model_only"}}, headers={"If-Match": read})
    second = client.patch(url, {"answers": {"ai.kind": "not_ai"}}, headers={"If-Match": read})

    assert first.status_code == 200
    assert faults(second, 412) == {None: "stale"}
    assert Answer.objects.get().value == "model_only"
    assert client.get(url)["ETag"] != read
    now = f'"other", {client.get(url)["ETag"]}'
    assert client.patch(url, {"answers": {"ai.kind": "not_ai"}}, headers={"If-Match": now}).status_code == 200
