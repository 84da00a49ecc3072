"""The questionnaire in the browser."""

import pytest
from django.urls import reverse

from governance.models import TrailEntry
from risk.actions import answers
from risk.actions.answers import Statement
from risk.models import Answer
from tests.factories import VersionFactory

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening")


def section(version, slug="what-it-is-and-whom-the-act-addresses"):
    return reverse("risk:section", args=[version.system.reference, slug])


def text(response):
    return " ".join(response.content.decode().split())


def test_the_questionnaire_begins_where_something_is_left_to_answer(client, version, lawyer, now):
    client.force_login(lawyer)
    statements = {"ai.kind": Statement("ai_system"), "scope.exclusions": Statement([])}
    answers.state(version=version, statements=statements, by=lawyer, at=now)

    response = client.get(reverse("risk:questions", args=[version.system.reference]))

    assert response.status_code == 302
    assert response.url == section(version, "practices-the-act-prohibits")


def test_a_question_shows_help_examples_provision_and_that_not_knowing_is_an_answer(
    client, version, lawyer, now
):
    client.force_login(lawyer)

    page = text(client.get(section(version)))

    assert "What are we looking at?" in page
    assert "Software that only executes rules written by people is not one." in page
    assert "A trained classifier, a chatbot" in page
    assert "Art. 3(1)" in page
    assert "eur-lex.europa.eu" in page
    assert page.count("I don&#x27;t know") >= 2
    assert "<legend>What are we looking at?" in page


def test_what_is_chosen_is_stored_with_its_note_and_leads_on(client, version, engineer, now):
    client.force_login(engineer)

    response = client.post(
        section(version),
        {
            "ai.kind": "ai_system",
            "note:ai.kind": "See the manual",
            "scope.exclusions": "none-of-these",
            "go": "on",
        },
    )

    assert response.status_code == 302
    assert response.url == section(version, "practices-the-act-prohibits")
    rows = {row.fact: (row.value, row.note, row.by) for row in Answer.objects.all()}
    assert rows == {
        "ai.kind": ("ai_system", "See the manual", engineer),
        "scope.exclusions": ([], "", engineer),
    }
    assert TrailEntry.objects.filter(verb="facts.stated", by=str(engineer.pk)).count() == 1


def test_the_page_says_when_what_is_left_only_refines_duties(client, version, lawyer, now):
    client.force_login(lawyer)
    said = {
        "ai.kind": "ai_system", "scope.exclusions": [], "market.union": True, "practice.signals": [],
        "use.areas": ["employment"], "employment.uses": ["recruitment"], "filter.conditions": [],
        "product.link": "none",
    }  # fmt: skip
    statements = {fact: Statement(value) for fact, value in said.items()}
    answers.state(version=version, statements=statements, by=lawyer, at=now)
    settled = text(client.get(section(version)))

    doubt = {"practice.signals": Statement(None)}
    answers.state(version=version, statements=doubt, by=lawyer, at=now)

    assert "The tier is settled: High" in settled
    assert "The tier is settled" not in text(client.get(section(version)))


def test_a_blank_answer_stores_nothing_and_loses_nothing(client, version, lawyer, now):
    client.force_login(lawyer)
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=lawyer, at=now)

    client.post(section(version), {"go": "on"})

    assert Answer.objects.get().value == "ai_system"


def test_not_knowing_is_stored_as_such(client, version, lawyer, now):
    client.force_login(lawyer)

    client.post(section(version), {"ai.kind": "unknown", "scope.exclusions": "unknown", "go": "on"})

    assert set(Answer.objects.values_list("fact", "value")) == {("ai.kind", None), ("scope.exclusions", None)}


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        (
            {"scope.exclusions": ["military", "none-of-these"]},
            "“None of these” contradicts the other answers",
        ),
        ({"scope.exclusions": ["military", "unknown"]}, "“I don&#x27;t know” contradicts the other answers"),
        ({"ai.kind": "cheese"}, "Select a valid choice"),
        ({"note:ai.kind": "Ask the vendor"}, "Your note or address needs an answer beside it"),
    ],
)
def test_what_contradicts_itself_is_shown_at_its_field_and_nothing_is_stored(
    posted, words, client, version, lawyer, now
):
    client.force_login(lawyer)

    response = client.post(section(version), posted | {"go": "on"})

    assert response.status_code == 422
    assert words in text(response)
    assert f'href="#id_{next(iter(posted)).removeprefix("note:")}"' in text(response)
    assert not Answer.objects.exists()


def test_what_was_typed_is_still_there_beside_the_fault(client, version, lawyer, now):
    client.force_login(lawyer)

    response = client.post(section(version), {"note:ai.kind": "Ask the vendor", "go": "on"})

    assert "Ask the vendor" in text(response)


def test_answering_brings_up_what_depends_on_it_at_once(client, version, lawyer, now):
    client.force_login(lawyer)
    url = section(version, "what-it-is-used-for")

    response = client.post(url, {"use.areas": ["employment"]}, **HTMX)

    page = text(response)
    assert response.status_code == 200
    assert 'name="employment.uses"' in page
    assert "<html" not in page
    assert Answer.objects.get().value == ["employment"]


def test_going_on_with_htmx_leads_the_whole_page_on(client, version, lawyer, now):
    client.force_login(lawyer)

    response = client.post(
        section(version), {"ai.kind": "ai_system", "scope.exclusions": "unknown", "go": "on"}, **HTMX
    )

    assert response.headers["HX-Redirect"] == section(version, "practices-the-act-prohibits")


def test_the_last_answer_leads_to_the_finding(client, version, lawyer, now):
    client.force_login(lawyer)

    response = client.post(section(version), {"ai.kind": "not_ai", "go": "on"})

    assert response.url == reverse("risk:finding", args=[version.system.reference])


def test_a_section_that_is_not_asked_any_more_leads_to_one_that_is(client, version, lawyer, now):
    client.force_login(lawyer)

    response = client.get(section(version, "no-such-section"))

    assert response.url == section(version)


def test_the_page_says_who_answered_and_when(client, version, lawyer, engineer, now):
    client.force_login(lawyer)
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=engineer, at=now)

    assert "Answered by Bob on 14 September 2026" in text(client.get(section(version)))


def test_the_auditor_reads_the_answers_and_cannot_give_any(client, version, lawyer, auditor, now):
    said = {"ai.kind": Statement("ai_system", "See the manual")}
    answers.state(version=version, statements=said, by=lawyer, at=now)
    client.force_login(auditor)

    page = text(client.get(reverse("risk:answers", args=[version.system.reference])))

    assert "What are we looking at?" in page
    assert "An AI system" in page
    assert "See the manual" in page
    assert "Ada" in page
    assert "the register" in page
    assert "Answer the questions" not in page
    assert client.get(section(version)).status_code == 403
    assert client.post(section(version), {"ai.kind": "not_ai"}).status_code == 403
    assert Answer.objects.get().value == "ai_system"


def test_an_outsider_finds_nothing(client, version, outsider, now):
    client.force_login(outsider)

    for url in (
        section(version),
        reverse("risk:questions", args=[version.system.reference]),
        reverse("risk:answers", args=[version.system.reference]),
    ):
        assert client.get(url).status_code == 404
    assert client.post(section(version), {"ai.kind": "not_ai"}).status_code == 404
    assert not Answer.objects.exists()


@pytest.mark.parametrize("areas", [["employment"], ["employment", "education", "services"]])
def test_a_section_costs_the_same_however_much_it_asks(
    areas, client, version, lawyer, now, django_assert_num_queries
):
    client.force_login(lawyer)
    answers.state(version=version, statements={"use.areas": Statement(areas)}, by=lawyer, at=now)

    with django_assert_num_queries(12):
        client.get(section(version, "what-it-is-used-for"))


@pytest.mark.parametrize("wrong", ["http://wiki.example.org/", "javascript:alert(1)", "nowhere"])
def test_evidence_that_is_no_https_address_is_refused_at_its_field(wrong, client, version, lawyer, now):
    client.force_login(lawyer)
    url = section(version)

    response = client.post(url, {"ai.kind": "ai_system", "evidence:ai.kind": wrong})

    assert response.status_code == 422
    assert "https://" in text(response)
    assert not Answer.objects.exists()


def test_evidence_is_kept_and_shown_with_who_and_when(client, version, lawyer, now):
    client.force_login(lawyer)
    url = section(version)

    client.post(url, {"ai.kind": "ai_system", "evidence:ai.kind": "https://wiki.example.org/scorer"})

    assert Answer.objects.get(fact="ai.kind").evidence == "https://wiki.example.org/scorer"
    for name in ("answers", "memorandum", "finding"):
        page = text(client.get(reverse(f"risk:{name}", args=[version.system.reference])))
        assert 'href="https://wiki.example.org/scorer"' in page, name
        assert "Ada" in page


def test_an_answer_that_somebody_gave_meanwhile_is_not_written_over_unseen(
    client, version, lawyer, engineer, now
):
    client.force_login(lawyer)
    given = {"ai.kind": "model_only", "note:ai.kind": "", "evidence:ai.kind": ""}
    seen = {"seen:ai.kind": client.get(section(version)).context["form"]["seen:ai.kind"].initial}
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=engineer, at=now)

    refused = client.post(section(version), given | seen, **HTMX)

    assert refused.status_code == 409
    assert Answer.objects.get().value == "ai_system"
    page = text(refused)
    assert (
        f"{engineer.name} answered meanwhile: An AI system. Save again to put your answer in its place."
        in page
    )
    assert "checked" in page[page.index('value="model_only"') :][:80]

    told = refused.context["form"]
    again = {
        name: told[name].value() for name in ("ai.kind", "note:ai.kind", "evidence:ai.kind", "seen:ai.kind")
    }
    client.post(section(version), again)

    assert (Answer.objects.get().value, Answer.objects.get().by) == ("model_only", lawyer)


def test_ones_own_answer_from_another_window_may_be_written_over(client, version, lawyer, now):
    client.force_login(lawyer)
    answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=lawyer, at=now)

    client.post(section(version), {"ai.kind": "model_only", "seen:ai.kind": ""})

    assert Answer.objects.get().value == "model_only"
