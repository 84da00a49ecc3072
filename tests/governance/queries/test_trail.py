"""The trail as people read it."""

from governance.actions import people
from governance.models import TrailEntry, User
from governance.models.trail import READERS
from governance.permissions import Permission, roles_with
from governance.queries import trail
from governance.vocabulary import Role


def test_the_newest_entry_comes_first_and_only_what_a_person_may_see(house, lawyer):
    seen = list(trail.entries(lawyer))

    assert [entry.seq for entry in seen] == sorted((entry.seq for entry in seen), reverse=True)
    assert 0 < len(seen) < TrailEntry.objects.count()


def test_whoever_reads_the_trail_of_one_unit_does_not_read_that_of_another(house, engineer, now):
    people.appoint(user=engineer, unit=house.elsewhere, role=Role.AUDITOR, by=house.founder, at=now)

    assert {entry.unit_path for entry in trail.entries(engineer)} == {house.elsewhere.path}


def test_those_who_read_the_trail_are_those_whom_it_is_granted():
    assert roles_with(Permission.READ_TRAIL) == READERS


def test_entries_are_found_by_subject_and_verb(house, lawyer):
    subject = f"person:{lawyer.pk}"

    assert {entry.verb for entry in trail.entries(house.founder, subject=subject)} == {
        "person.enrolled", "person.appointed",
    }  # fmt: skip
    assert [e.subject for e in trail.entries(house.founder, subject=subject, verb="person.enrolled")] == [
        subject
    ]


def test_the_verbs_are_those_that_a_person_may_see(house, lawyer):
    assert trail.verbs(house.founder) == [
        "organisation.founded", "person.appointed", "person.enrolled", "unit.added",
    ]  # fmt: skip
    assert "organisation.founded" not in trail.verbs(lawyer)


def test_names_stand_beside_the_ids_that_are_still_known(house, lawyer, django_assert_num_queries):
    rows = list(trail.entries(house.founder))
    with django_assert_num_queries(1):
        assert trail.names(rows) == {str(house.founder.pk): "Founder"}


def test_somebody_who_was_forgotten_stays_a_bare_id(house, now):
    gone = people.enrol(
        email="gus@example.org", name="Gus", password="x" * 12, unit=house.unit, by=house.founder, at=now
    )
    people.enrol(email="ivy@example.org", name="Ivy", password="x" * 12, unit=house.unit, by=gone, at=now)
    User.objects.filter(pk=gone.pk).delete()

    assert str(gone.pk) not in trail.names(trail.entries(house.founder))
