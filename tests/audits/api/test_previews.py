"""A file can be looked at before anything of it is kept."""

from threading import BoundedSemaphore

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import PredictionLog
from audits.staging import looking
from governance.models import TrailEntry
from tests.callers import caller, faults

URL = "/api/v1/fairness/previews"
TEXT = "sex,hired\n" + "f,1\n" * 12 + "m,0\n" * 12 + "Ada,0\n"


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """Return the folder that temporary files lie in."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def look(client, text=TEXT):
    file = SimpleUploadedFile("decisions.csv", text.encode() if isinstance(text, str) else text)
    return client.post(URL, {"file": file}, format="multipart")


def test_an_engineer_sees_the_columns_and_nothing_is_kept(engineer, scratch):
    client = caller(engineer)
    entries = TrailEntry.objects.count()

    told = look(client)

    assert told.status_code == 200
    assert (told.json()["format"], told.json()["rows"], told.json()["all_rows"]) == ("text", 25, True)
    sex, hired = told.json()["columns"]
    assert (sex["role"], sex["distinct"]) == ("group", 3)
    assert sex["values"] == [{"value": "f", "rows": 12}, {"value": "m", "rows": 12}]
    assert hired["role"] == "prediction"
    assert "Ada" not in told.content.decode()
    assert list(scratch.iterdir()) == []
    assert not PredictionLog.objects.exists()
    assert TrailEntry.objects.count() == entries


@pytest.mark.parametrize("text", ["\0\0", "PK\x03\x04zip"])
def test_what_is_no_table_is_refused_and_leaves_nothing(engineer, scratch, text):
    assert faults(look(caller(engineer), text), 422) == {"file": "unreadable"}
    assert list(scratch.iterdir()) == []


def test_a_file_that_is_too_large_is_refused(engineer, scratch, settings):
    settings.LOG_UPLOAD_MAX_BYTES = 10

    assert faults(look(caller(engineer)), 413) == {None: "too_large"}
    assert list(scratch.iterdir()) == []


def test_whoever_may_not_measure_may_not_look(auditor, engineer):
    assert faults(look(caller(auditor)), 403)
    assert faults(look(caller(engineer, may_write=False)), 403)


def test_whoever_comes_while_others_are_looked_at_is_asked_to_come_back(engineer, monkeypatch):
    monkeypatch.setattr(looking, "AT_ONCE", BoundedSemaphore(1))
    monkeypatch.setattr(looking, "PATIENCE", 0.01)

    with looking.AT_ONCE:
        busy = look(caller(engineer))

    assert faults(busy, 503) == {None: "busy"}
    assert busy.headers["Retry-After"] == "10"
    assert look(caller(engineer, name="later")).status_code == 200
