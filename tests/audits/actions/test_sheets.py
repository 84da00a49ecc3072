"""Prescribed documents: begun, written field by field without losing a word, finished for good."""

import pytest
from django.db import IntegrityError, transaction

from audits import blanks
from audits.actions import drafts, sheets
from audits.models import Sheet, SheetEntry
from audits.queries.sheets import blank_of
from audits.sheets import EntryErrors, Need, Said, Type
from governance.actions.revisions import Stale
from governance.models import TrailEntry
from risk.actions import classifications, rejudgings
from tests.factories import VersionFactory


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, label="1.0")


@pytest.fixture
def draft(version, lawyer, now):
    return sheets.start(version=version, kind="fria", by=lawyer, at=now)


def entry():
    return TrailEntry.objects.order_by("-seq").first()


def everything(kind: str, edition: str = blanks.EDITION) -> dict[str, Said]:
    """Return something that fits in every field of a document."""
    said = {Type.DATE: "2026-10-01", Type.LINK: "https://example.org/a.pdf"}
    fields = blanks.load(kind, edition).fields.values()
    return {
        field.id: Said([field.choices[0].id])
        if field.type is Type.SEVERAL
        else Said(field.choices[0].id if field.choices else said.get(field.type, f"About {field.id}."))
        for field in fields
    }


def standing(sheet) -> dict[str, object]:
    rows = SheetEntry.objects.filter(sheet=sheet).order_by("number")
    return {row.field: row.value for row in rows}


def test_a_document_begins_empty_under_the_state_of_the_law_of_its_blank(version, lawyer, now):
    draft = sheets.start(version=version, kind="fria", by=lawyer, at=now)

    assert (draft.reference, draft.state, draft.edition) == ("SHT-0001", "draft", "2026-1744")
    assert standing(draft) == {}
    assert (entry().verb, entry().subject, entry().by) == ("sheet.started", "SHT-0001", str(lawyer.pk))
    assert entry().unit_path == version.system.unit.path


def test_a_version_has_one_draft_of_a_kind(version, draft, lawyer, now):
    with pytest.raises(sheets.AlreadyDrafting) as refused:
        sheets.start(version=version, kind="fria", by=lawyer, at=now)

    assert refused.value.draft == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(
            reference="X", version=version, kind="fria", edition="x", created_at=now, created_by=lawyer
        )


def test_an_unknown_document_cannot_be_begun(version, lawyer, now):
    with pytest.raises(blanks.UnknownBlank):
        sheets.start(version=version, kind="novel", by=lawyer, at=now)


def test_what_is_written_stands_beside_what_was_written_before(draft, lawyer, engineer, now):
    sheets.write(sheet=draft, said={"processes": Said("Loans.")}, by=lawyer, at=now)
    changed = sheets.write(
        sheet=draft, said={"frequency": Said("Daily."), "processes": Said("Loans.")}, by=engineer, at=now
    )

    assert changed == ("frequency",)
    assert standing(draft) == {"processes": "Loans.", "frequency": "Daily."}
    assert SheetEntry.objects.get(field="frequency").by == engineer
    draft.refresh_from_db()
    assert draft.revision == 3


def test_nothing_that_was_written_is_ever_lost(draft, lawyer, now):
    for text in ("First.", "Second.", ""):
        sheets.write(sheet=draft, said={"harm": Said(text)}, by=lawyer, at=now)

    rows = SheetEntry.objects.filter(sheet=draft, field="harm").order_by("number")
    assert [row.value for row in rows] == ["First.", "Second.", ""]


def test_the_trail_tells_which_fields_changed_by_their_digests(draft, lawyer, now):
    sheets.write(sheet=draft, said={"harm": Said("First.")}, by=lawyer, at=now)
    first = entry().after["harm"]
    sheets.write(sheet=draft, said={"harm": Said("Second.")}, by=lawyer, at=now)

    assert entry().verb == "sheet.written"
    assert entry().before == {"harm": first}
    assert len(entry().after["harm"]) == 64
    assert "Second" not in str(entry().after)


def test_writing_the_same_again_writes_nothing(draft, lawyer, now):
    sheets.write(sheet=draft, said={"harm": Said("First.")}, by=lawyer, at=now)
    entries = TrailEntry.objects.count()

    assert (
        sheets.write(sheet=draft, said={"harm": Said("First."), "period": Said("")}, by=lawyer, at=now) == ()
    )
    assert TrailEntry.objects.count() == entries
    assert SheetEntry.objects.count() == 1


def test_two_people_in_different_fields_do_not_stand_in_each_others_way(draft, lawyer, engineer, now):
    seen = draft.revision
    sheets.write(sheet=draft, said={"harm": Said("Ada's.")}, by=lawyer, at=now, seen=seen)

    sheets.write(sheet=draft, said={"period": Said("Bob's.")}, by=engineer, at=now, seen=seen)

    assert standing(draft) == {"harm": "Ada's.", "period": "Bob's."}


def test_two_people_in_one_field_are_told_and_nothing_is_overwritten(draft, lawyer, engineer, now):
    seen = draft.revision
    sheets.write(sheet=draft, said={"harm": Said("Ada's.")}, by=lawyer, at=now, seen=seen)

    with pytest.raises(sheets.Overtaken) as refused:
        sheets.write(
            sheet=draft, said={"harm": Said("Bob's."), "period": Said("x")}, by=engineer, at=now, seen=seen
        )

    assert refused.value.fields == ("harm",)
    assert standing(draft) == {"harm": "Ada's."}


def test_what_does_not_fit_is_refused_whole(draft, lawyer, now):
    with pytest.raises(EntryErrors):
        sheets.write(sheet=draft, said={"harm": Said("x"), "first_use": Said("soon")}, by=lawyer, at=now)

    assert standing(draft) == {}


def test_a_document_with_gaps_cannot_be_finished(draft, lawyer, now):
    sheets.write(sheet=draft, said={"harm": Said("x")}, by=lawyer, at=now)

    with pytest.raises(drafts.Incomplete) as refused:
        sheets.finish(sheet=draft, by=lawyer, at=now)

    assert "processes" in refused.value.missing
    assert "harm" not in refused.value.missing


def test_a_finished_document_cannot_be_changed(draft, lawyer, engineer, now):
    sheets.write(sheet=draft, said=everything("fria"), by=lawyer, at=now)
    sheets.finish(sheet=draft, by=engineer, at=now)

    draft.refresh_from_db()
    assert (draft.state, draft.finished_by, draft.finished_at) == ("finished", engineer, now)
    assert entry().verb == "sheet.finished"
    assert set(entry().after) == {"state", "edition", *blanks.load("fria").fields}
    with pytest.raises(drafts.NotDraft):
        sheets.write(sheet=draft, said={"harm": Said("x")}, by=lawyer, at=now)
    with pytest.raises(drafts.NotDraft):
        sheets.finish(sheet=draft, by=lawyer, at=now)


def test_somebody_who_read_an_earlier_state_cannot_finish(draft, lawyer, now):
    stale = Sheet.objects.get(pk=draft.pk)
    sheets.write(sheet=draft, said=everything("fria"), by=lawyer, at=now)

    with pytest.raises(Stale):
        sheets.finish(sheet=stale, by=lawyer, at=now)


@pytest.mark.parametrize("kind", blanks.KINDS)
def test_every_document_can_be_filled_and_finished(kind, version, lawyer, now):
    draft = sheets.start(version=version, kind=kind, by=lawyer, at=now)
    sheets.write(sheet=draft, said=everything(kind), by=lawyer, at=now)

    sheets.finish(sheet=draft, by=lawyer, at=now)

    assert Sheet.objects.get().state == "finished"


def test_what_applies_only_sometimes_may_be_said_not_to_apply(version, lawyer, now):
    draft = sheets.start(version=version, kind="annex_iv", by=lawyer, at=now)
    excused = {
        field.id: Said("No such thing.", applies=False)
        for field in blanks.load("annex_iv").fields.values()
        if field.need is Need.WHERE_APPLICABLE
    }

    sheets.write(sheet=draft, said=everything("annex_iv") | excused, by=lawyer, at=now)
    sheets.finish(sheet=draft, by=lawyer, at=now)

    assert SheetEntry.objects.filter(applies=False).count() == len(excused)


def test_a_later_version_begins_with_a_copy_of_an_earlier_one(version, draft, lawyer, engineer, now):
    sheets.write(sheet=draft, said={"harm": Said("x", evidence="https://example.org/h")}, by=lawyer, at=now)
    sheets.write(sheet=draft, said={"period": Said("y")}, by=lawyer, at=now)
    sheets.write(sheet=draft, said={"period": Said("")}, by=lawyer, at=now)
    later = VersionFactory(system=version.system, number=2, label="2.0")

    copy = sheets.start(version=later, kind="fria", by=engineer, at=now, copy=draft)

    assert copy.copied_from == draft
    assert standing(copy) == {"harm": "x"}
    assert SheetEntry.objects.get(sheet=copy).evidence == "https://example.org/h"
    assert SheetEntry.objects.get(sheet=copy).by == engineer
    assert entry().after["from"] == draft.reference


def test_only_the_same_document_of_the_same_system_is_copied(version, draft, unit, lawyer, now):
    stranger = VersionFactory(system__unit=unit, system__owner=lawyer)

    with pytest.raises(sheets.WrongSource):
        sheets.start(version=stranger, kind="fria", by=lawyer, at=now, copy=draft)
    with pytest.raises(sheets.WrongSource):
        sheets.start(version=version, kind="annex_iv", by=lawyer, at=now, copy=draft)


SECTION_B = ["grounds", "member_states"]


def judged_under(version, edition, by, at):
    return classifications.judge(version=version, edition_id=edition, by=by, at=at)


def test_a_document_follows_the_edition_under_which_its_version_stands_judged(version, lawyer, now):
    judged_under(version, "2024-1689", lawyer, now)

    draft = sheets.start(version=version, kind="registration_b", by=lawyer, at=now)
    sheets.write(sheet=draft, said={name: Said("BG") for name in SECTION_B[:1]}, by=lawyer, at=now)

    assert (draft.edition, entry().verb) == ("2024-1689", "sheet.written")
    assert "annex-viii-b-7" in {field.point.anchor for field in blank_of(draft).fields.values()}


def test_a_document_follows_the_adopted_edition_where_nobody_judged_the_version(version, lawyer, now):
    rejudgings.adopt(edition_id="2024-1689", by=lawyer, at=now)

    assert sheets.start(version=version, kind="registration_b", by=lawyer, at=now).edition == "2024-1689"


def test_a_draft_moves_on_with_the_judgement_and_keeps_what_was_written(version, lawyer, now):
    judged_under(version, "2024-1689", lawyer, now)
    draft = sheets.start(version=version, kind="registration_b", by=lawyer, at=now)
    everywhere = everything("registration_b", "2024-1689")
    sheets.write(sheet=draft, said=everywhere, by=lawyer, at=now)

    judged_under(version, "2026-1744", lawyer, now)
    with pytest.raises(EntryErrors) as refused:
        sheets.write(sheet=draft, said={"grounds": Said("No longer asked.")}, by=lawyer, at=now)
    sheets.finish(sheet=draft, by=lawyer, at=now)

    assert set(refused.value.errors) == {"grounds"}
    draft.refresh_from_db()
    assert (draft.edition, draft.state) == ("2026-1744", "finished")
    assert entry().after["edition"] == "2026-1744"
    assert standing(draft)["grounds"] == "About grounds."


def test_what_was_finished_keeps_the_state_of_the_law_it_was_finished_under(version, lawyer, now):
    judged_under(version, "2024-1689", lawyer, now)
    draft = sheets.start(version=version, kind="registration_b", by=lawyer, at=now)
    sheets.write(sheet=draft, said=everything("registration_b", "2024-1689"), by=lawyer, at=now)
    sheets.finish(sheet=draft, by=lawyer, at=now)

    judged_under(version, "2026-1744", lawyer, now)
    copy = sheets.start(version=version, kind="registration_b", copy=draft, by=lawyer, at=now)

    assert (blank_of(draft).edition, copy.edition) == ("2024-1689", "2026-1744")
    assert not set(SECTION_B) & set(standing(copy))
