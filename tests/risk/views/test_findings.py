"""The finding in the browser: what holds, why, under which law, as of when."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from governance.models import AISystem
from risk.actions import answers, classifications
from risk.actions.answers import Statement
from risk.models import Classification
from tests.factories import VersionFactory

RECRUITER = {
    "ai.kind": Statement("ai_system"),
    "scope.exclusions": Statement([]),
    "use.areas": Statement(["employment"]),
    "employment.uses": Statement(["recruitment"]),
}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening")


@pytest.fixture
def url(version):
    return reverse("risk:finding", args=[version.system.reference])


def text(response):
    return " ".join(response.content.decode().split())


def test_nothing_judged_yet_leads_to_the_questions(client, version, url, lawyer, now):
    client.force_login(lawyer)

    page = text(client.get(url))

    assert "Nothing has been judged yet" in page
    assert reverse("risk:questions", args=[version.system.reference]) in page


def test_the_finding_names_tier_law_day_and_person(client, version, url, lawyer, engineer, now):
    answers.state(version=version, statements=RECRUITER, by=engineer, at=now)
    client.force_login(lawyer)

    page = text(client.get(url))

    assert "Undetermined" in page
    assert Classification.objects.get().finding["headline"] in page
    assert "Regulation (EU) 2024/1689 as amended by Regulation (EU) 2026/1744" in page
    assert "14 September 2026" in page
    assert "by Bob" in page


def test_a_ruling_shows_its_path_its_provision_and_its_exceptions(client, version, url, lawyer, now):
    answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    client.force_login(lawyer)

    page = text(client.get(url))

    assert "Annex III(4)(a)" in page
    assert "Because it was answered" in page
    assert "Hiring, managing, assessing or monitoring people who work" in page
    assert "Exceptions considered" in page
    assert "What would change this" in page
    assert "Upcoming changes" in page
    assert "Considered and not met" in page


def test_an_open_question_leads_to_where_it_is_asked(client, version, url, lawyer, now):
    answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    client.force_login(lawyer)

    where = reverse("risk:section", args=[version.system.reference, "practices-the-act-prohibits"])
    assert f'href="{where}#id_practice.signals"' in text(client.get(url))


def test_judging_again_makes_a_finding(client, version, url, lawyer, now):
    client.force_login(lawyer)

    response = client.post(reverse("risk:judge", args=[version.system.reference]))

    assert response.url == url
    assert Classification.objects.get(version=version).by == lawyer


def test_the_page_says_when_the_register_has_moved_on(client, version, url, lawyer, now):
    classifications.judge(version=version, by=lawyer, at=now)
    client.force_login(lawyer)
    assert "Judge again" not in text(client.get(url))

    AISystem.objects.filter(pk=version.system_id).update(revision=9)

    page = text(client.get(url))
    assert "The register has changed since this finding was made." in page
    assert "Judge again" in page


def test_the_page_says_when_a_day_of_the_law_has_passed(client, version, url, lawyer, now):
    answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)

    with time_machine.travel(now + timedelta(days=90), tick=False):
        client.force_login(lawyer)
        page = text(client.get(url))

    assert "A day on which the law changes has passed" in page


def test_an_earlier_finding_can_be_read_as_it_stood(client, version, url, lawyer, now):
    first = answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    not_ai = {"ai.kind": Statement("not_ai")}
    answers.state(version=version, statements=not_ai, by=lawyer, at=now + timedelta(hours=1))
    client.force_login(lawyer)

    page = text(client.get(url, {"as_of": str(first.pk)}))

    assert "This is an earlier finding" in page
    assert first.finding["headline"] in page
    assert f"?as_of={first.pk}" in text(client.get(url))


@pytest.mark.parametrize("wanted", ["nonsense", "01a1fb48-d36f-74ae-8fb0-2483a05d6c36"])
def test_a_finding_that_does_not_exist_is_not_found(wanted, client, version, url, lawyer, now):
    client.force_login(lawyer)

    assert client.get(url, {"as_of": wanted}).status_code == 404


def test_the_auditor_reads_the_finding_and_cannot_judge(client, version, url, lawyer, auditor, now):
    answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    AISystem.objects.filter(pk=version.system_id).update(revision=9)
    client.force_login(auditor)

    page = text(client.get(url))

    assert "Annex III(4)(a)" in page
    assert "Judge again" not in page
    assert "/questions/" not in page
    assert client.post(reverse("risk:judge", args=[version.system.reference])).status_code == 403
    assert Classification.objects.count() == 1


def test_an_outsider_finds_nothing(client, version, url, lawyer, outsider, now):
    answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    client.force_login(outsider)

    assert client.get(url).status_code == 404
    assert client.get(reverse("risk:panel", args=[version.system.reference])).status_code == 404
    assert client.post(reverse("risk:judge", args=[version.system.reference])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_finding_costs_the_same_however_long_its_history(
    rows, client, version, url, lawyer, now, django_assert_num_queries
):
    for n in range(rows):
        said = {"ai.kind": Statement("not_ai" if n % 2 else "ai_system")}
        answers.state(version=version, statements=said, by=lawyer, at=now + timedelta(hours=n))
    client.force_login(lawyer)

    with django_assert_num_queries(13):
        client.get(url)


def test_the_panel_says_tier_headline_and_what_is_next(client, version, lawyer, now):
    answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    client.force_login(lawyer)

    page = text(client.get(reverse("risk:panel", args=[version.system.reference])))

    assert "<html" not in page
    assert Classification.objects.get().finding["headline"] in page
    assert "Next obligations" in page
    assert "Answer the questions" in page


def test_the_panel_of_a_system_that_was_never_judged_says_so(client, version, auditor, now):
    client.force_login(auditor)

    page = text(client.get(reverse("risk:panel", args=[version.system.reference])))

    assert "Nothing has been judged yet" in page
    assert "Answer the questions" not in page
