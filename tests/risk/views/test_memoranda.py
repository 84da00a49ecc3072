"""The classification memorandum: everything on one page, gaps as gaps."""

from datetime import timedelta

import pytest
from django.urls import reverse

from risk.actions import answers
from risk.actions.answers import Statement
from risk.models import Classification
from tests.factories import VersionFactory
from tests.risk.views.test_findings import RECRUITER, text

CLAIM = {
    **RECRUITER,
    "filter.conditions": Statement(["narrow_task"]),
    "filter.profiling": Statement(False, "It never sees a person's data.", "https://files.example.org/dpia"),
}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening")


@pytest.fixture
def url(version):
    return reverse("risk:memorandum", args=[version.system.reference])


def test_it_says_headline_path_exceptions_and_open_questions(client, version, url, lawyer, engineer, now):
    found = answers.state(version=version, statements=RECRUITER, by=engineer, at=now)
    client.force_login(lawyer)

    page = text(client.get(url))

    assert found.finding["headline"] in page
    assert "Annex III(4)(a)" in page
    assert "3. Exceptions considered" in page
    assert "Open questions, the weightiest first" in page
    assert "No lawyer has confirmed this finding yet." in page
    assert "The file under Article 6(4)" not in page


def test_a_claimed_exception_brings_the_four_points_with_gaps_as_gaps(
    client, version, url, lawyer, engineer, now
):
    answers.state(version=version, statements=CLAIM, by=engineer, at=now)
    client.force_login(lawyer)

    page = text(client.get(url))

    assert "The file under Article 6(4)" in page
    assert "1 of four points is not complete." in page
    assert "It is claimed, but no reason is written" in page
    assert "It never sees a person&#x27;s data." in page
    assert 'href="https://files.example.org/dpia"' in page
    assert version.system.purpose in page


@pytest.mark.parametrize(
    ("said", "gap"),
    [(True, "the exception is not open to it"), (None, "Whether it profiles natural persons is not known.")],
)
def test_profiling_is_a_gap_where_it_is_there_or_unknown(said, gap, client, version, url, lawyer, now):
    statements = {**CLAIM, "filter.profiling": Statement(said)}
    answers.state(version=version, statements=statements, by=lawyer, at=now)
    client.force_login(lawyer)

    assert gap in text(client.get(url))


def test_with_all_reasons_written_nothing_is_missing(client, version, url, lawyer, now):
    reason = Statement(["narrow_task"], "It turns scans into text.")
    answers.state(version=version, statements={**CLAIM, "filter.conditions": reason}, by=lawyer, at=now)
    client.force_login(lawyer)

    page = text(client.get(url))

    assert "All four points are written." in page
    assert "Gap:" not in page


def test_a_reason_written_later_fills_the_gap_and_another_answer_opens_one(client, version, url, lawyer, now):
    answers.state(version=version, statements=CLAIM, by=lawyer, at=now)
    client.force_login(lawyer)
    assert "It is claimed, but no reason is written" in text(client.get(url))

    reason = {"filter.conditions": Statement(["narrow_task"], "It turns scans into text.")}
    answers.state(version=version, statements=reason, by=lawyer, at=now + timedelta(hours=1))
    assert "Gap:" not in text(client.get(url))

    first = Classification.objects.get(superseded_at=None)
    other = {"filter.conditions": Statement(["preparatory_task"], "It prepares.")}
    answers.state(version=version, statements=other, by=lawyer, at=now + timedelta(hours=2))
    assert "Another answer was given since" in text(client.get(url, {"as_of": str(first.pk)}))


def test_without_a_finding_there_is_nothing_to_write_down(client, url, lawyer, now):
    client.force_login(lawyer)

    assert "Nothing has been judged yet" in text(client.get(url))


def test_an_earlier_finding_has_its_memorandum_and_a_strange_one_none(client, version, url, lawyer, now):
    first = answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=lawyer, at=now)
    client.force_login(lawyer)

    assert "replaced on" in text(client.get(url, {"as_of": str(first.pk)}))
    assert client.get(url, {"as_of": "nonsense"}).status_code == 404


def test_the_auditor_reads_it_and_an_outsider_finds_nothing(
    client, version, url, lawyer, auditor, outsider, now
):
    found = answers.state(version=version, statements=RECRUITER, by=lawyer, at=now)
    client.force_login(auditor)
    assert found.finding["headline"] in text(client.get(url))
    client.force_login(outsider)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_however_long_the_history(
    rows, client, version, url, lawyer, now, django_assert_num_queries
):
    for n in range(rows):
        said = {"ai.kind": Statement("not_ai" if n % 2 else "ai_system")}
        answers.state(version=version, statements=said, by=lawyer, at=now)
    client.force_login(lawyer)

    with django_assert_num_queries(15):
        client.get(url)
