"""Word files: one copy of each dossier, one redline of each pair, only of what belongs together."""

import io

import pytest
from docx import Document

from audits import making, tasks
from audits.actions import dossiers, word_files
from audits.models import WordFile
from governance.models import TrailEntry, User
from governance.vocabulary import JobState
from tests.factories import DossierFactory, VersionFactory, WordFileFactory, running


def silent(stage: str, done: int, total: int) -> None:
    """Hear of progress and do nothing."""


def opened(row):
    with row.file.open("rb") as file:
        return Document(io.BytesIO(file.read()))


@pytest.fixture
def pair(db, lawyer, unit, now):
    """Return two dossiers of one system, the second after its purpose was put in other words."""
    version = VersionFactory(system__unit=unit, system__owner=lawyer, system__purpose="Sorts applications")
    first = dossiers.request(about=version, by=lawyer, at=now)
    version.system.purpose = "Ranks applications"
    version.system.save(update_fields=["purpose"])
    return first, dossiers.request(about=version, by=lawyer, at=now)


def test_a_copy_is_asked_for_once_and_then_found_again(pair, lawyer, now):
    made = word_files.request(dossier=pair[0], by=lawyer, at=now)
    again = word_files.request(dossier=pair[0], by=lawyer, at=now)

    assert made == again
    assert TrailEntry.objects.filter(verb="word_file.requested").count() == 1


def test_dossiers_of_two_systems_are_not_compared(pair, lawyer, now):
    stranger = DossierFactory()

    with pytest.raises(word_files.NotComparable):
        word_files.request(dossier=pair[1], earlier=stranger, by=lawyer, at=now)
    with pytest.raises(word_files.NotComparable):
        word_files.request(dossier=pair[1], earlier=pair[1], by=lawyer, at=now)
    assert not WordFile.objects.exists()


def test_versions_of_one_system_are_compared(pair, lawyer, now):
    next_version = VersionFactory(system=pair[0].version.system, number=2, label="2")
    later = dossiers.request(about=next_version, by=lawyer, at=now)

    assert word_files.request(dossier=later, earlier=pair[0], by=lawyer, at=now).title == "Redline"


def test_a_redline_names_the_changed_field_and_tracks_the_words(pair, lawyer, now):
    row = running(word_files.request(dossier=pair[1], earlier=pair[0], by=lawyer, at=now), now)

    making.make_word_file(row, silent)

    row = WordFile.objects.get()
    assert row.state == JobState.DONE
    (change,) = [one for one in row.changes if one["path"] == "/system/purpose"]
    assert (change["before"], change["after"]) == ("Sorts applications", "Ranks applications")
    body = opened(row).element.body.xml
    assert "<w:delText" in body
    assert '<w:t xml:space="preserve">Ranks</w:t>' in body


def test_a_copy_is_written_by_a_worker_and_its_taking_is_noted(pair, lawyer, now):
    row = word_files.request(dossier=pair[0], by=lawyer, at=now)

    tasks.execute_word_file(word_file_id=str(row.pk))
    row.refresh_from_db()
    word_files.downloaded(word_file=row, by=lawyer, at=now)

    assert opened(row).core_properties.title.startswith("System dossier")
    entry = TrailEntry.objects.latest("seq")
    assert (entry.verb, entry.by, entry.after) == (
        "word_file.downloaded",
        str(lawyer.pk),
        {"file": row.file_sha256},
    )


def test_what_is_not_made_is_not_taken(db, now):
    row = WordFileFactory()

    with pytest.raises(dossiers.NotReady):
        word_files.downloaded(word_file=row, by=User.objects.clockwork(), at=now)
