"""What changed between two editions is said entry by entry, with the amending point."""

from risk import rulebook
from risk.engine.differing import dependents, differences

OLD, NEW = rulebook.edition("2024-1689"), rulebook.edition("2026-1744")


def test_an_edition_does_not_differ_from_itself():
    assert differences(NEW, NEW) == ()


def test_every_difference_between_the_two_editions_names_its_amending_point():
    found = differences(OLD, NEW)

    assert found
    assert all(difference.by for difference in found)


def test_the_postponement_is_one_moved_date_with_all_that_hangs_on_it():
    moved = {difference.id: difference for difference in differences(OLD, NEW) if difference.kind == "date"}

    old, new = moved["annex-iii"].fields["on"]
    assert (old.isoformat(), new.isoformat()) == ("2026-08-02", "2027-12-02")
    assert moved["annex-iii"].by == ("Art. 1(40)(b)",)
    assert {"high.6-2", "duty.6-4"} <= set(dependents(NEW, "annex-iii"))


def test_the_new_prohibitions_are_added():
    added = {difference.id for difference in differences(OLD, NEW) if difference.what == "added"}

    assert {"prohibited.5-1-ba", "prohibited.5-1-bb", "exception.6-1c"} <= added


def test_seen_from_the_newer_edition_they_are_repealed():
    gone = {difference.id for difference in differences(NEW, OLD) if difference.what == "repealed"}

    assert "prohibited.5-1-ba" in gone


def test_a_difference_reads_as_json():
    moved = next(difference for difference in differences(OLD, NEW) if difference.id == "annex-i")

    assert moved.as_json()["fields"]["on"] == {"old": "2027-08-02", "new": "2028-08-02"}
