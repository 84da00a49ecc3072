"""Systems over REST."""

import pytest

from governance.actions import systems
from governance.models import AISystem
from governance.vocabulary import Lifecycle, OperatorRole
from tests.callers import API, caller, faults, verbs
from tests.factories import VersionFactory
from tests.services.clock import NOW

SYSTEMS = f"{API}/systems"


@pytest.fixture
def body(unit):
    return {
        "name": "CV screening",
        "purpose": "Ranks applications for the first interview.",
        "operator_roles": ["deployer", "provider"],
        "unit": unit.path,
        "lifecycle": "testing",
        "version": "1.4.0",
    }


@pytest.fixture
def system(unit, engineer):
    return systems.register(
        name="Chat", purpose="Answers customers.", operator_roles=[OperatorRole.DEPLOYER], unit=unit,
        owner=engineer, lifecycle=Lifecycle.IN_SERVICE, version_label="1.0", external_id="git/chat",
        by=engineer, at=NOW,
    )  # fmt: skip


def test_a_system_is_registered_with_its_first_version(engineer, body):
    response = caller(engineer).post(SYSTEMS, body | {"external_id": "git/cv"})

    assert response.status_code == 201
    assert response.headers["ETag"] == '"v1"'
    shown = response.json()
    assert shown["owner"] == engineer.email
    assert shown["version"] == "1.4.0"
    assert shown["tier"] == "undetermined"
    system = AISystem.objects.get(external_id="git/cv")
    assert (system.reference, system.operator_roles) == (shown["reference"], ["deployer", "provider"])
    assert verbs(system.reference) == ["system.registered"]


def test_an_external_id_is_registered_once(engineer, body, system):
    response = caller(engineer).post(SYSTEMS, body | {"external_id": "git/chat"})

    assert faults(response, 409) == {"external_id": "already_registered"}
    assert AISystem.objects.count() == 1


def test_every_fault_of_a_body_is_named_with_its_path(engineer, body):
    wrong = body | {
        "name": 7,
        "operator_roles": ["deployer", "owner"],
        "unit": "harbour-group/shipping/",
        "lifecyle": "testing",
        "version": "  ",
    }

    response = caller(engineer).post(SYSTEMS, wrong)

    assert faults(response, 422) == {
        "name": "invalid",
        "operator_roles.1": "invalid_choice",
        "unit": "no_unit",
        "lifecyle": "unknown_field",
        "version": "blank",
    }
    told = {fault["attr"]: fault for fault in response.json()["errors"]}
    assert told["operator_roles.1"]["pointer"] == "/operator_roles/1"
    assert told["lifecyle"]["detail"] == "There is no such field. Did you mean lifecycle?"
    assert not AISystem.objects.exists()


def test_an_owner_must_be_somebody_who_sees_the_unit(engineer, lawyer, outsider, body):
    client = caller(engineer)

    assert faults(client.post(SYSTEMS, body | {"owner": outsider.email}), 422) == {"owner": "no_person"}
    assert faults(client.post(SYSTEMS, body | {"owner": "nobody@example.org"}), 422) == {"owner": "no_person"}
    assert client.post(SYSTEMS, body | {"owner": lawyer.email.upper()}).json()["owner"] == lawyer.email


def test_an_auditor_reads_and_changes_nothing(auditor, system, body):
    client = caller(auditor)

    assert client.get(f"{SYSTEMS}/{system.reference}").json()["name"] == "Chat"
    assert faults(client.post(SYSTEMS, body), 403) == {None: "permission_denied"}
    assert faults(client.patch(f"{SYSTEMS}/{system.reference}", {"name": "x"}), 403)
    assert faults(client.put(f"{SYSTEMS}/by-external-id/git/chat", body), 403)
    assert AISystem.objects.get().name == "Chat"
    assert verbs(system.reference) == ["system.registered"]


def test_an_outsider_sees_no_sign_of_a_system(outsider, system, body):
    client = caller(outsider)

    assert client.get(SYSTEMS).json()["results"] == []
    assert faults(client.get(f"{SYSTEMS}/{system.reference}"), 404)
    assert faults(client.patch(f"{SYSTEMS}/{system.reference}", {"name": "x"}, HTTP_IF_MATCH='"v1"'), 404)
    assert faults(client.get(f"{SYSTEMS}/by-external-id/git/chat"), 404)


def test_a_change_needs_the_revision_it_was_made_from(engineer, system):
    client, url = caller(engineer), f"{SYSTEMS}/{system.reference}"

    assert faults(client.patch(url, {"name": "Chatbot"}), 428) == {None: "if_match_required"}
    assert faults(client.patch(url, {"name": "Chatbot"}, HTTP_IF_MATCH='"v7"'), 412) == {None: "stale"}
    changed = client.patch(url, {"name": "Chatbot"}, HTTP_IF_MATCH=client.get(url).headers["ETag"])

    assert (changed.status_code, changed.json()["name"], changed.headers["ETag"]) == (200, "Chatbot", '"v2"')
    assert faults(client.patch(url, {"name": "Bot"}, HTTP_IF_MATCH='"v1"'), 412) == {None: "stale"}
    assert AISystem.objects.get().name == "Chatbot"
    assert verbs(system.reference) == ["system.registered", "system.edited"]


def test_a_change_of_nothing_leaves_the_revision(engineer, system):
    response = caller(engineer).patch(
        f"{SYSTEMS}/{system.reference}", {"name": "Chat", "operator_roles": ["deployer"]}, HTTP_IF_MATCH="*"
    )

    assert (response.status_code, response.headers["ETag"]) == (200, '"v1"')
    assert verbs(system.reference) == ["system.registered"]


def test_a_system_moves_only_to_a_unit_where_the_caller_may_write(engineer, house, system):
    response = caller(engineer).patch(
        f"{SYSTEMS}/{system.reference}", {"unit": house.elsewhere.path}, HTTP_IF_MATCH='"v1"'
    )

    assert faults(response, 422) == {"unit": "no_unit"}


def test_the_list_is_narrowed_by_declared_parameters_only(engineer, unit, system):
    VersionFactory(
        system__reference="SYS-7001",
        system__unit=unit,
        system__name="Fraud",
        system__lifecycle=Lifecycle.IDEA,
    )
    client = caller(engineer)

    def names(query: str) -> list[str]:
        return [row["name"] for row in client.get(f"{SYSTEMS}?{query}").json()["results"]]

    assert names("") == ["Chat", "Fraud"]
    assert names("q=frau") == ["Fraud"]
    assert names("lifecycle=in_service&lifecycle=testing") == ["Chat"]
    assert names("tier=high") == []
    assert names("unit=harbour-group/") == ["Chat", "Fraud"]
    assert names("external_id=git/chat") == ["Chat"]
    assert faults(client.get(f"{SYSTEMS}?teir=high"), 422) == {"teir": "unknown_parameter"}
    assert faults(client.get(f"{SYSTEMS}?tier=hihg"), 422) == {"tier": "invalid_choice"}


def test_lists_come_in_pages(engineer, unit):
    VersionFactory.create_batch(3, system__unit=unit)

    page = caller(engineer).get(f"{SYSTEMS}?page_size=2&page=2").json()

    assert (page["count"], len(page["results"]), page["next"]) == (3, 1, None)


@pytest.mark.parametrize("query", ["page_size=0", "page_size=201", "page_size=all", "page=-1", "page=\u0663"])
def test_a_page_that_cannot_be_is_refused(engineer, query):
    assert faults(caller(engineer).get(f"{SYSTEMS}?{query}"), 422) == {query.partition("=")[0]: "invalid"}


def test_a_page_beyond_the_last_is_not_there(engineer):
    assert faults(caller(engineer).get(f"{SYSTEMS}?page=2"), 404) == {None: "not_found"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_queries(engineer, unit, rows, django_assert_num_queries):
    VersionFactory.create_batch(rows, system__unit=unit)
    client = caller(engineer)
    client.get(SYSTEMS)

    with django_assert_num_queries(4):
        assert len(client.get(SYSTEMS).json()["results"]) == rows
