"""Reminders: 30, 7 and 1 day before, one digest a person, nobody twice."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from structlog.testing import capture_logs

from governance.models import Membership, TrailEntry
from risk.models import Obligation, Reminder
from risk.queries.reminders import coming
from risk.reminding import remind_everybody
from risk.tasks import remind
from tests.factories import VersionFactory
from tests.risk.queries.test_timelines import duty
from tests.services.clock import NOW

DUE = date(2026, 10, 14)


def before(days):
    return NOW.replace(year=DUE.year, month=DUE.month, day=DUE.day) - timedelta(days=days)


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Scorer").system


@pytest.fixture
def owed(system, engineer):
    return duty(system, owner=engineer, due_effective=DUE, due_literal="2026-08-02")


def marks():
    return list(Reminder.objects.order_by("at").values_list("days", flat=True))


def test_each_mark_is_told_once_however_often_the_clock_rings(owed):
    for days in (31, 30, 30, 29, 8, 7, 6, 2, 1, 1, 0):
        remind_everybody(at=before(days))

    assert marks() == [30, 7, 1]
    assert [len(sent.to) for sent in mail.outbox] == [1, 1, 1]


def test_a_day_without_a_clock_is_caught_up_and_marks_are_not_told_twice(owed):
    remind_everybody(at=before(5))
    remind_everybody(at=before(4))

    assert marks() == [7]


def test_one_digest_holds_all_of_a_persons_duties(system, owed, engineer):
    duty(system, owner=engineer, key="b:provider", title="Register", due_effective=DUE)

    remind_everybody(at=before(30))

    (sent,) = mail.outbox
    assert sent.to == [engineer.email]
    assert sent.subject == "2 obligations are due from 14 October 2026"
    assert "14 October 2026: Keep logs" in sent.body
    assert "14 October 2026: Register" in sent.body
    assert "By the letter it was due on 2 August 2026 already." in sent.body


def test_links_lead_to_where_people_reach_annex(owed, settings):
    settings.PUBLIC_URL = "https://annex.example.org/"

    remind_everybody(at=before(30))

    assert f"https://annex.example.org{reverse('risk:obligation', args=[owed.pk])}" in mail.outbox[0].body


def test_a_duty_without_an_owner_is_the_system_owners(system, lawyer):
    duty(system, due_effective=DUE)

    remind_everybody(at=before(7))

    assert Reminder.objects.get().user == lawyer


@pytest.mark.parametrize("how", ["left", "inactive"])
def test_who_is_gone_is_not_told(how, owed, engineer):
    if how == "left":
        Membership.objects.filter(user=engineer).delete()
    else:
        engineer.is_active = False
        engineer.save(update_fields=["is_active"])

    remind_everybody(at=before(7))

    assert not Reminder.objects.exists()
    assert mail.outbox == []


def test_nobody_is_reminded_of_what_is_met_or_past(system, lawyer):
    duty(system, due_effective=DUE, state="met", settled_at=NOW, settled_by=lawyer)
    duty(system, key="past:provider", due_effective=DUE - timedelta(days=60))
    duty(system, key="asleep:provider", due_effective=None)

    remind_everybody(at=before(7))

    assert not Reminder.objects.exists()


def test_a_day_that_moves_is_told_anew(owed):
    remind_everybody(at=before(7))
    later = DUE + timedelta(days=20)
    Obligation.objects.update(due_effective=later)

    remind_everybody(at=before(7))

    assert list(Reminder.objects.order_by("due_date").values_list("due_date", "days")) == [
        (DUE, 7),
        (later, 30),
    ]
    assert len(mail.outbox) == 2


def test_without_mail_the_home_page_tells(owed, engineer, client, settings, now):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    Obligation.objects.update(due_effective=NOW.date() + timedelta(days=7))

    remind()

    assert Reminder.objects.get().mailed_at is None
    client.force_login(engineer)
    page = client.get(reverse("risk:home_panel")).content.decode()
    assert "You are reminded:" in page
    assert "Keep logs" in page


def test_a_long_digest_and_a_long_list_are_cut_and_say_so(system, engineer, client, now):
    day = NOW.date() + timedelta(days=7)
    for n in range(102):
        duty(system, owner=engineer, key=f"d{n}:provider", due_effective=day)

    remind()

    (sent,) = mail.outbox
    assert sent.body.count("Keep logs") == 100
    assert "And 2 more: the timeline shows them all." in sent.body
    client.force_login(engineer)
    assert "97 more on the timeline" in client.get(reverse("risk:home_panel")).content.decode()


def test_others_are_not_shown_what_one_is_reminded_of(owed, lawyer, client, now):
    Obligation.objects.update(due_effective=NOW.date() + timedelta(days=7))
    remind()
    client.force_login(lawyer)

    assert "You are reminded:" not in client.get(reverse("risk:home_panel")).content.decode()


def test_a_mail_that_was_refused_is_tried_again_and_nobody_is_named_in_the_logs(owed, engineer, settings):
    in_memory = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with capture_logs() as logged:
        remind_everybody(at=before(7))
    assert Reminder.objects.get().mailed_at is None
    settings.EMAIL_BACKEND = in_memory
    remind_everybody(at=before(7))

    assert len(mail.outbox) == 1
    assert Reminder.objects.get().mailed_at is not None
    verbs = TrailEntry.objects.filter(subject=f"person:{engineer.pk}", verb__contains="mailed")
    assert list(verbs.order_by("seq").values_list("verb", flat=True)) == [
        "person.mailed", "person.not_mailed", "person.mailed",
    ]  # fmt: skip
    assert logged == [
        {
            "event": "digest_not_sent",
            "log_level": "warning",
            "person": str(engineer.pk),
            "why": "ConnectionRefusedError",
        }
    ]


def test_the_database_refuses_a_second_reminder_of_the_same(owed, engineer):
    remind_everybody(at=before(7))

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(obligation=owed, user=engineer, due_date=DUE, days=7, at=NOW)


@pytest.mark.parametrize("rows", [1, 3])
def test_looking_who_is_to_be_told_costs_the_same(rows, system, engineer, django_assert_num_queries):
    for n in range(rows):
        duty(system, owner=engineer, key=f"d{n}:provider", due_effective=DUE)

    with django_assert_num_queries(3):
        assert len(coming(before(7).date())[engineer]) == rows
