"""Dossiers in the browser: asked for, followed, taken away."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from audits import doorbell
from audits.models import Dossier
from governance.actions import jobs
from governance.models import TrailEntry
from governance.vocabulary import JobState
from tests.factories import (
    NOW,
    ComponentFactory,
    DossierFactory,
    LogFactory,
    PlanFactory,
    RunFactory,
    VersionFactory,
    running,
)
from tests.services.world import measured

PDF = b"%PDF-1.7 this is not much of a dossier"


@pytest.fixture(autouse=True)
def rung(monkeypatch):
    """Return the tasks that were rung for; no broker listens here."""
    heard = []

    def hear(task: str, **ids: str) -> None:
        heard.append((task, ids))

    monkeypatch.setattr(doorbell, "ring_for", hear)
    return heard


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Screening")


@pytest.fixture
def done(version):
    name = default_storage.save("dossiers/test.pdf", ContentFile(PDF))
    yield DossierFactory(
        version=version, state=JobState.DONE, file=name, file_sha256="cd" * 32, size=len(PDF), pages=12,
        finished_at=NOW,
    )  # fmt: skip
    default_storage.delete(name)


def url(name, row):
    return reverse(f"audits:{name}", args=[row.reference])


def text(response):
    return " ".join(response.content.decode().split())


def verbs():
    return list(TrailEntry.objects.filter(verb__startswith="dossier.").values_list("verb", flat=True))


def test_a_dossier_is_asked_for_and_a_worker_is_rung(client, version, engineer, rung):
    client.force_login(engineer)

    response = client.post(url("dossier_new", version.system))

    dossier = Dossier.objects.get()
    assert (response.url, dossier.version, dossier.state) == (
        dossier.get_absolute_url(), version, JobState.QUEUED,
    )  # fmt: skip
    assert rung == [("execute_dossier", {"dossier_id": str(dossier.pk)})]
    assert verbs() == ["dossier.requested"]


def test_the_newest_version_is_the_one_a_dossier_speaks_of(client, version, lawyer):
    second = VersionFactory(system=version.system, number=2)
    client.force_login(lawyer)

    client.post(url("dossier_new", version.system))

    assert Dossier.objects.get().version == second


def test_the_page_follows_until_the_file_is_there(client, version, done, lawyer):
    waiting = DossierFactory(version=version)
    client.force_login(lawyer)

    assert 'hx-trigger="every 2s"' in text(client.get(waiting.get_absolute_url()))
    page = text(client.get(done.get_absolute_url(), headers={"HX-Request": "true"}))
    assert "every 2s" not in page
    assert "<html" not in page
    assert "12 pages" in page
    assert done.file_sha256 in page


@pytest.mark.parametrize("who", ["lawyer", "engineer", "auditor"])
def test_whoever_reads_the_system_may_take_the_file_and_the_trail_says_who(client, done, who, request):
    person = request.getfixturevalue(who)
    client.force_login(person)

    response = client.get(url("dossier_file", done))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{done.reference}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    entry = TrailEntry.objects.latest("seq")
    assert (entry.verb, entry.subject, entry.by) == ("dossier.downloaded", done.reference, str(person.pk))


def test_there_is_no_file_before_it_is_made(client, version, lawyer):
    client.force_login(lawyer)

    assert client.get(url("dossier_file", DossierFactory(version=version))).status_code == 404
    assert verbs() == []


def test_a_dossier_is_stopped_and_tried_again(client, version, lawyer, rung):
    dossier = DossierFactory(version=version)
    client.force_login(lawyer)

    client.post(url("dossier_cancel", dossier))
    client.post(url("dossier_retry", dossier))

    dossier.refresh_from_db()
    assert dossier.state == JobState.QUEUED
    assert verbs() == ["dossier.cancelled", "dossier.retried"]
    assert rung == [("execute_dossier", {"dossier_id": str(dossier.pk)})]


def test_stopping_what_has_ended_changes_nothing(client, done, lawyer):
    client.force_login(lawyer)

    client.post(url("dossier_cancel", done))
    page = client.post(url("dossier_retry", done), follow=True)

    assert "It is not stopped." in text(page)
    assert verbs() == []


def test_a_failed_dossier_says_why(client, version, lawyer, now):
    dossier = running(DossierFactory(version=version))
    jobs.fail(job=dossier, reason="The store is full.", by=lawyer, at=now)
    client.force_login(lawyer)

    assert "The store is full." in text(client.get(dossier.get_absolute_url()))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client, version, lawyer, rows, django_assert_num_queries
):
    for _ in range(rows):
        DossierFactory(version=version)
    client.force_login(lawyer)

    with django_assert_num_queries(19):
        page = text(client.get(url("dossiers", version.system)))

    assert page.count("tag-queued") == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("kind", "queries"),
    [("memorandum", 16), ("annex_iv", 21), ("fria", 21), ("declaration", 21), ("registration", 22)],
)
def test_only_the_kind_that_was_chosen_is_looked_up(
    client, version, lawyer, rows, kind, queries, django_assert_num_queries
):
    for _ in range(rows):
        ComponentFactory(version=version)
        log = LogFactory(plan=PlanFactory(system=version.system), version=version)
        RunFactory(log=log, state=JobState.DONE, finished_at=NOW, **measured())
        DossierFactory(version=version, kind=kind)
    client.force_login(lawyer)

    with django_assert_num_queries(queries):
        client.get(f"{url('dossiers', version.system)}?kind={kind}")


@pytest.mark.parametrize("name", ["dossier_cancel", "dossier_retry"])
def test_the_auditor_changes_nothing(client, version, auditor, name):
    dossier = DossierFactory(version=version)
    client.force_login(auditor)

    assert client.post(url(name, dossier)).status_code == 403
    assert client.post(url("dossier_new", version.system)).status_code == 403
    assert verbs() == []
    assert Dossier.objects.get().state == JobState.QUEUED


def test_the_auditor_sees_no_button_that_changes_anything(client, version, auditor):
    dossier = DossierFactory(version=version)
    client.force_login(auditor)

    for address in (dossier.get_absolute_url(), url("dossiers", version.system)):
        assert "<form" not in text(client.get(address)).split("</header>")[1]


def test_somebody_from_elsewhere_finds_nothing(client, version, done, outsider):
    client.force_login(outsider)

    for name, row in (
        ("dossier", done),
        ("dossier_file", done),
        ("dossiers", version.system),
    ):
        assert client.get(url(name, row)).status_code == 404
    for name, row in (("dossier_cancel", done), ("dossier_retry", done), ("dossier_new", version.system)):
        assert client.post(url(name, row)).status_code == 404
    assert verbs() == []
