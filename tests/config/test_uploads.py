"""Files reach the disk only from somebody who is signed in, and never more than a prediction log."""

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

DOOR = "/account/login/"


@pytest.fixture
def kept(monkeypatch):
    """Return the sizes of the files that Django has written to disk."""
    sizes = []
    begin = uploadhandler.TemporaryFileUploadHandler.new_file

    def note(self, *told: object, **more: object) -> None:
        sizes.append(self.content_length)
        begin(self, *told, **more)

    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "new_file", note)
    return sizes


def file():
    return SimpleUploadedFile("predictions.csv", b"x" * 2_000_000)


@pytest.mark.django_db
def test_a_stranger_at_the_door_cannot_fill_the_disk(kept):
    browser = Client(enforce_csrf_checks=True)
    browser.get(DOOR)

    response = browser.post(DOOR, {"file": file()})

    assert (response.status_code, kept) == (403, [])


def test_a_form_larger_than_a_log_is_refused_before_a_byte_of_it_is_kept(engineer, kept, settings):
    settings.LOG_UPLOAD_MAX_BYTES = 1_000_000
    browser = Client()
    browser.force_login(engineer)

    response = browser.post(reverse("governance:system_new"), {"file": file()})

    assert (response.status_code, kept) == (400, [])


def test_whoever_is_signed_in_may_send_a_file(engineer, kept):
    browser = Client()
    browser.force_login(engineer)

    response = browser.post(reverse("governance:system_new"), {"file": file()})

    assert response.status_code == 422
    assert len(kept) == 1
