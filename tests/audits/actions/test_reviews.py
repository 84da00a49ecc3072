"""Reviews: bound to the content that was read, decided by somebody else, and lapsing by the field."""

import json

import pytest

from audits.actions import dossiers, reviews
from audits.models import Dossier
from audits.packs import Pack
from audits.packs.changes import changes
from audits.queries.reviews import lapsed, standing
from governance.models import TrailEntry
from governance.vocabulary import JobState, Role
from tests.factories import DossierFactory, VersionFactory, user_in

ANSWERED = {
    "document": {"reference": "DOS-1", "created_at": "2026-09-14T09:00:00+00:00", "status": "for review"}
}


@pytest.fixture
def dossier(db, unit, lawyer, now):
    """Return a finished dossier that the lawyer asked for, its record as the register has it."""
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    row = dossiers.request(about=version, by=lawyer, at=now)
    pack = json.loads(row.pack)
    pack["document"]["status"] = "for review"
    row.pack, row.state, row.finished_at = json.dumps(pack), JobState.DONE, now
    row.file, row.file_sha256 = "dossiers/a.pdf", "0" * 64
    row.save()
    return row


@pytest.fixture
def colleague(unit):
    return user_in(unit, Role.LAWYER)


def test_an_approval_makes_the_approved_document_of_the_content_that_was_read(
    dossier, lawyer, colleague, now
):
    reviews.ask(dossier=dossier, by=lawyer, at=now, note="Section 3, please")

    made = reviews.decide(dossier=dossier, approve=True, reasons="Complete.", by=colleague, at=now)

    read, approved = (Pack.from_json(json.loads(row.pack)) for row in (dossier, made))
    assert (approved.document.status, approved.document.supersedes) == ("approved", dossier.reference)
    assert not any(change.material for change in changes(read, approved))
    (approval,) = approved.approvals
    assert (approval.by, approval.record, approval.reasons) == (
        colleague.name,
        dossier.pack_sha256,
        "Complete.",
    )
    entry = TrailEntry.objects.latest("seq")
    assert (entry.verb, entry.after["pack"], entry.after["made"]) == (
        "dossier.approved",
        dossier.pack_sha256,
        made.reference,
    )
    assert standing(dossier, "for review").status == "approved"


def test_nobody_approves_what_they_asked_for(dossier, lawyer, colleague, now):
    reviews.ask(dossier=dossier, by=colleague, at=now)

    for asker in (lawyer, colleague):
        with pytest.raises(reviews.OwnWork):
            reviews.decide(dossier=dossier, approve=True, reasons="", by=asker, at=now)
    assert Dossier.objects.filter(approves=dossier).count() == 0


def test_an_office_of_one_may_switch_the_second_pair_of_eyes_off(dossier, lawyer, now, settings):
    settings.FOUR_EYES = False
    reviews.ask(dossier=dossier, by=lawyer, at=now)

    assert reviews.decide(dossier=dossier, approve=True, reasons="", by=lawyer, at=now)


def test_a_rejection_says_why_and_makes_nothing(dossier, lawyer, colleague, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)

    with pytest.raises(reviews.NoReasons):
        reviews.decide(dossier=dossier, approve=False, reasons=" ", by=colleague, at=now)
    assert reviews.decide(dossier=dossier, approve=False, reasons="Art. 27", by=colleague, at=now) is None

    assert standing(dossier, "for review").status == "rejected"
    with pytest.raises(reviews.NotForReview):
        reviews.ask(dossier=dossier, by=lawyer, at=now)


def test_one_review_at_a_time_and_none_of_what_cannot_be_read(dossier, lawyer, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)

    with pytest.raises(reviews.NotForReview, match="in review"):
        reviews.ask(dossier=dossier, by=lawyer, at=now)
    with pytest.raises(dossiers.NotReady):
        reviews.ask(dossier=DossierFactory(), by=lawyer, at=now)


def test_a_draft_is_not_reviewed(dossier, lawyer, now):
    Dossier.objects.filter(pk=dossier.pk).update(pack=dossier.pack.replace("for review", "draft"))

    with pytest.raises(reviews.NotForReview, match="draft"):
        reviews.ask(dossier=dossier, by=lawyer, at=now)


def test_what_nobody_asked_to_review_is_not_decided(dossier, colleague, now):
    with pytest.raises(reviews.NothingPending):
        reviews.decide(dossier=dossier, approve=True, reasons="", by=colleague, at=now)


def test_an_approval_lapses_with_the_content_and_names_the_field(dossier, lawyer, colleague, now):
    reviews.ask(dossier=dossier, by=lawyer, at=now)
    made = reviews.decide(dossier=dossier, approve=True, reasons="", by=colleague, at=now)
    assert lapsed(made, by=lawyer, at=now) == ()

    system = dossier.version.system
    system.purpose = "Something else entirely"
    system.save(update_fields=["purpose"])

    (change,) = lapsed(made, by=lawyer, at=now)
    assert (change.where, change.after) == (("System", "Purpose"), "Something else entirely")


def test_a_later_approval_supersedes_an_earlier_one(dossier, lawyer, colleague, now, unit):
    from datetime import timedelta

    reviews.ask(dossier=dossier, by=lawyer, at=now)
    first = reviews.decide(dossier=dossier, approve=True, reasons="", by=colleague, at=now)
    later = dossiers.request(about=dossier.version, by=lawyer, at=now + timedelta(days=1))
    DossierFactory(version=dossier.version, approves=later, queued_at=now + timedelta(days=2))

    assert standing(first, "approved").status == "superseded"
    assert standing(dossier, "for review").status == "superseded"
