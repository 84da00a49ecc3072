"""Reviewing a dossier in the browser."""

import json

import pytest
from django.urls import reverse

from audits.actions import dossiers, reviews
from audits.models import Dossier, Review
from governance.vocabulary import JobState, Role
from tests.factories import VersionFactory, user_in


@pytest.fixture
def dossier(db, unit, lawyer, now):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    row = dossiers.request(about=version, by=lawyer, at=now)
    pack = json.loads(row.pack)
    pack["document"]["status"] = "for review"
    Dossier.objects.filter(pk=row.pk).update(
        pack=json.dumps(pack),
        state=JobState.DONE,
        finished_at=now,
        file="dossiers/a.pdf",
        file_sha256="0" * 64,
    )
    return Dossier.objects.get(pk=row.pk)


@pytest.fixture
def colleague(unit):
    return user_in(unit, Role.LAWYER)


def page(client, user, dossier):
    client.force_login(user)
    return " ".join(client.get(dossier.get_absolute_url()).content.decode().split())


def test_a_review_is_asked_for_and_decided_by_a_colleague(client, lawyer, colleague, dossier):
    assert "Ask for a review" in page(client, lawyer, dossier)
    client.post(reverse("audits:dossier_review", args=[dossier.reference]), {"note": "Section 3"})
    assert "In review" in page(client, colleague, dossier)

    answer = client.post(
        reverse("audits:dossier_decide", args=[dossier.reference]),
        {"decision": "approved", "reasons": "Complete."},
    )

    made = Dossier.objects.get(approves=dossier)
    assert answer.url == made.get_absolute_url()
    assert "The record is still the one that was approved." in page(client, lawyer, dossier)


def test_who_asked_is_told_to_ask_a_colleague(client, lawyer, dossier, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)
    client.force_login(lawyer)

    answer = client.post(
        reverse("audits:dossier_decide", args=[dossier.reference]), {"decision": "approved"}, follow=True
    )

    assert "ask a colleague" in answer.content.decode()
    assert Review.objects.get().decision == ""


def test_an_engineer_does_not_decide(client, unit, lawyer, dossier, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)
    client.force_login(user_in(unit, Role.ENGINEER))

    answer = client.post(reverse("audits:dossier_decide", args=[dossier.reference]), {"decision": "approved"})

    assert answer.status_code in (403, 404)
    assert Review.objects.get().decision == ""


def test_the_page_names_the_field_by_which_an_approval_lapsed(client, lawyer, colleague, dossier, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)
    reviews.decide(dossier=dossier, approve=True, reasons="", by=colleague, at=now)
    system = dossier.version.system
    system.purpose = "Something else entirely"
    system.save(update_fields=["purpose"])

    text = page(client, lawyer, dossier)

    assert "The approval has lapsed." in text
    assert "System · Purpose (changed)" in text


def test_a_decision_without_a_word_is_refused_by_the_field(client, lawyer, colleague, dossier, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)
    client.force_login(colleague)

    answer = client.post(
        reverse("audits:dossier_decide", args=[dossier.reference]), {"reasons": "Read on 3 September."}
    )

    assert answer.status_code == 422
    assert "Decision: This field is required." in answer.content.decode()
    assert "Read on 3 September." in answer.content.decode(), "what was typed is kept"


def test_a_rejection_without_reasons_is_refused_beside_its_field(client, lawyer, colleague, dossier, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)
    client.force_login(colleague)

    answer = client.post(reverse("audits:dossier_decide", args=[dossier.reference]), {"decision": "rejected"})

    assert answer.status_code == 409
    assert 'href="#id_reasons">Reasons: A rejection says why.' in answer.content.decode()
    assert Review.objects.get().decision == ""


def test_a_decision_is_confirmed(client, lawyer, colleague, dossier, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)
    client.force_login(colleague)

    answer = client.post(
        reverse("audits:dossier_decide", args=[dossier.reference]),
        {"decision": "rejected", "reasons": "Section 3 is empty."},
        follow=True,
    )

    assert f"{dossier.reference} is rejected." in answer.content.decode()
    assert "Section 3 is empty." in answer.content.decode()
