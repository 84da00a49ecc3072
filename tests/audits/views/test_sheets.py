"""Prescribed documents in the browser."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audits import blanks
from audits.actions import sheets, submissions
from audits.models import Sheet, SheetEntry, Submission
from audits.sheets import Said
from governance.vocabulary import OperatorRole
from risk.actions import answers
from risk.actions.answers import Statement
from tests.audits.actions.test_sheets import everything
from tests.factories import VersionFactory

# Enough for a finding that owes the assessment: a deployer who scores applicants for loans.
CREDIT = {
    "ai.kind": "ai_system",
    "scope.exclusions": [],
    "practice.signals": [],
    "use.areas": ["services"],
    "services.uses": ["credit"],
    "services.credit_securities": False,
    "services.fraud_detection": False,
    "filter.conditions": [],
    "product.link": "none",
    "content.features": [],
    "model.offers": "no",
    "change.events": [],
    "deployer.decisions": True,
}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(
        system__unit=unit, system__owner=lawyer, system__name="Credit score", label="2.0",
        system__purpose="Scores applications for loans.", system__operator_roles=[OperatorRole.DEPLOYER],
    )  # fmt: skip


@pytest.fixture
def judged(version, lawyer, now):
    said = {fact: Statement(value) for fact, value in CREDIT.items()}
    answers.state(version=version, statements=said, by=lawyer, at=now)
    return version


@pytest.fixture
def draft(judged, lawyer, now):
    return sheets.start(version=judged, kind="fria", by=lawyer, at=now)


def finished(version, kind, by, at):
    sheet = sheets.start(version=version, kind=kind, by=by, at=at)
    sheets.write(sheet=sheet, said=everything(kind), by=by, at=at)
    sheets.finish(sheet=sheet, by=by, at=at)
    return sheet


def board(version):
    return reverse("audits:sheets", args=[version.system.reference])


def begin(version, kind="fria"):
    return reverse("audits:sheet_start", args=[version.system.reference, kind])


def part(sheet, name="use"):
    return reverse("audits:sheet_part", args=[sheet.reference, name])


def text(response):
    return " ".join(response.content.decode().split())


def posted(sheet, **said: object):
    return {"seen": sheet.revision, **said}


def test_the_board_says_who_must_do_the_assessment_and_why(client, judged, lawyer):
    client.force_login(lawyer)

    page = text(client.get(board(judged)))

    fria = page[page.index('id="paper-fria"') : page.index("</section>", page.index('id="paper-fria"'))]
    assert "Owed" in fria
    assert 'Due on <time datetime="2027-12-02">' in fria
    assert "It falls on the deployer" in fria
    assert "It assesses the creditworthiness of natural persons: every deployer owes the assessment." in fria
    assert "Annex III(5)(b)" in fria
    assert page.index('id="paper-fria"') < page.index('id="paper-annex_iv"')


def test_without_a_finding_the_board_says_that_nobody_knows(client, version, lawyer):
    client.force_login(lawyer)

    assert "Nobody has had this version judged" in text(client.get(board(version)))


def test_beginning_leads_to_a_draft_and_a_second_time_to_the_same(client, judged, engineer):
    client.force_login(engineer)

    first, second = client.post(begin(judged)), client.post(begin(judged))

    sheet = Sheet.objects.get()
    assert first.url == second.url == sheet.get_absolute_url()
    assert sheet.created_by == engineer


@pytest.mark.parametrize("kind", ["novel", "fria2"])
def test_there_is_no_document_of_another_kind(client, judged, lawyer, kind):
    client.force_login(lawyer)

    assert client.post(begin(judged, kind)).status_code == 404


def test_a_new_version_begins_from_the_document_of_the_one_before(client, judged, draft, lawyer, now):
    sheets.write(sheet=draft, said={"period": Said("All year.")}, by=lawyer, at=now)
    later = VersionFactory(system=judged.system, number=2, label="3.0")
    client.force_login(lawyer)

    client.post(begin(later), {"copy": draft.reference})

    copy = Sheet.objects.get(version=later)
    assert copy.copied_from == draft
    assert SheetEntry.objects.get(sheet=copy).value == "All year."


def test_a_field_shows_its_provision_its_help_and_what_the_record_says(client, draft, lawyer):
    client.force_login(lawyer)

    page = text(client.get(part(draft)))

    assert "Art. 27(1)(a)" in page
    assert "In which of your processes will the system be used" in page
    assert "What the record says (Register)" in page
    assert "Scores applications for loans." in page


def test_what_is_written_is_saved_and_the_next_part_follows(client, draft, lawyer):
    client.force_login(lawyer)

    response = client.post(part(draft), posted(draft, processes="Loans.\r\nAnd cards.", frequency=""))

    assert response.url == part(draft, "people")
    (entry,) = SheetEntry.objects.all()
    assert (entry.field, entry.value, entry.by) == ("processes", "Loans.\nAnd cards.", lawyer)


def test_one_may_save_and_close(client, draft, lawyer):
    client.force_login(lawyer)

    assert client.post(part(draft), posted(draft, stay="1")).url == draft.get_absolute_url()
    assert client.post(part(draft, "around"), posted(draft)).url == draft.get_absolute_url()


def test_what_the_record_knows_is_adopted_with_its_source(client, judged, lawyer, now):
    sheet = sheets.start(version=judged, kind="registration_a", by=lawyer, at=now)
    client.force_login(lawyer)

    client.post(part(sheet, "system"), posted(sheet, **{"adopt:purpose": "on"}))

    (entry,) = SheetEntry.objects.all()
    assert (entry.field, entry.value, entry.source) == (
        "purpose",
        "Scores applications for loans.",
        "Register",
    )
    page = text(client.get(sheet.get_absolute_url()))
    assert "From the record" in page


def test_saving_again_keeps_the_source_and_a_change_of_words_drops_it(client, judged, lawyer, now):
    sheet = sheets.start(version=judged, kind="registration_a", by=lawyer, at=now)
    adopted = {"purpose": Said("Scores applications for loans.", source="Register")}
    sheets.write(sheet=sheet, said=adopted, by=lawyer, at=now)
    client.force_login(lawyer)

    client.post(part(sheet, "system"), posted(sheet, purpose="Scores applications for loans."))
    assert SheetEntry.objects.count() == 1
    client.post(part(sheet, "system"), posted(sheet, purpose="Scores."))

    assert SheetEntry.objects.order_by("number").last().source == ""


def test_something_may_be_said_not_to_apply_with_a_reason(client, judged, lawyer, now):
    sheet = sheets.start(version=judged, kind="registration_a", by=lawyer, at=now)
    client.force_login(lawyer)

    without = client.post(part(sheet, "persons"), posted(sheet, **{"none:submitter": "on"}))
    both = client.post(
        part(sheet, "persons"),
        posted(sheet, submitter="A firm", **{"none:submitter": "on", "why:submitter": "x"}),
    )
    client.post(
        part(sheet, "persons"), posted(sheet, **{"none:submitter": "on", "why:submitter": "We do it."})
    )

    assert "Say why it does not apply." in text(without)
    assert "Either write something, or say that it does not apply." in text(both)
    (entry,) = SheetEntry.objects.all()
    assert (entry.value, entry.applies) == ("We do it.", False)
    assert "Does not apply, because:" in text(client.get(sheet.get_absolute_url()))


def test_what_does_not_fit_is_said_at_its_field_and_nothing_typed_is_lost(client, draft, lawyer):
    client.force_login(lawyer)

    response = client.post(part(draft, "around"), posted(draft, first_use="soon", review="Each spring."))

    assert response.status_code == 422
    assert "Write a day such as 2026-11-21." in text(response)
    assert "Each spring." in text(response)
    assert not SheetEntry.objects.exists()


def test_somebody_quicker_in_the_same_field_is_shown_and_may_be_written_over(
    client, draft, lawyer, engineer, now
):
    seen = posted(draft, processes="Mine.")
    sheets.write(sheet=draft, said={"processes": Said("Theirs.")}, by=engineer, at=now)
    client.force_login(lawyer)

    response = client.post(part(draft), seen)

    page = text(response)
    assert response.status_code == 422
    assert "Somebody else wrote here since you looked." in page
    assert "Bob wrote here:" in page
    assert "Theirs." in page
    assert "Mine." in page
    draft.refresh_from_db()
    assert f'name="seen" value="{draft.revision}"' in page
    client.post(part(draft), posted(draft, processes="Mine."))
    assert [row.value for row in SheetEntry.objects.order_by("number")] == ["Theirs.", "Mine."]
    assert "1 earlier entry" in text(client.get(draft.get_absolute_url()))


def test_gaps_are_counted_and_owned(client, draft, lawyer):
    client.force_login(lawyer)

    page = text(client.get(draft.get_absolute_url()))

    assert "0 of 16 filled, 16 gaps" in page
    assert "Nothing is stated yet. Ada answers for it." in page
    assert ">Finish<" not in page


def test_a_full_document_is_finished_and_then_stands(client, draft, lawyer, now):
    sheets.write(sheet=draft, said=everything("fria"), by=lawyer, at=now)
    client.force_login(lawyer)
    assert ">Finish<" in text(client.get(draft.get_absolute_url()))

    client.post(reverse("audits:sheet_finish", args=[draft.reference]), {"revision": draft.revision})

    draft.refresh_from_db()
    assert (draft.state, draft.finished_by) == ("finished", lawyer)
    assert client.get(part(draft)).url == draft.get_absolute_url()
    assert client.post(part(draft), posted(draft, processes="x")).url == draft.get_absolute_url()
    assert SheetEntry.objects.filter(field="processes").count() == 1


@pytest.mark.parametrize("revision", ["1", "", "x", "99999999999999999999"])
def test_an_earlier_state_or_none_is_not_finished(client, draft, lawyer, now, revision):
    sheets.write(sheet=draft, said={"harm": Said("x")}, by=lawyer, at=now)
    client.force_login(lawyer)

    page = text(
        client.post(
            reverse("audits:sheet_finish", args=[draft.reference]), {"revision": revision}, follow=True
        )
    )

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "Not finished" in page


def test_the_fields_are_taken_along_as_workbook_and_as_json(client, draft, lawyer, auditor, now):
    sheets.write(sheet=draft, said={"harm": Said("=1+1")}, by=lawyer, at=now)
    client.force_login(auditor)

    book = client.get(reverse("audits:sheet_xlsx", args=[draft.reference]))
    told = client.get(reverse("audits:sheet_json", args=[draft.reference])).json()

    page = load_workbook(BytesIO(book.content)).active
    assert [row[3].value for row in page.iter_rows(min_row=3) if row[0].value == "harm"] == ["=1+1"]
    assert book["Content-Disposition"] == f'attachment; filename="{draft.reference}.xlsx"'
    assert [field["text"] for field in told["entries"] if field["id"] == "harm"] == ["=1+1"]
    assert told["coverage"] == {"filled": 1, "known": 0, "gaps": 15, "of": 16}


def test_a_submission_is_noted_and_later_changes_show(client, judged, lawyer, now):
    sheet = finished(judged, "registration_a", lawyer, now)
    client.force_login(lawyer)
    address = reverse("audits:sheet_submit", args=[sheet.reference])

    client.post(address, {"number": "EU-2026-7", "submitted_date": "2026-09-14"})

    assert Submission.objects.get().number == "EU-2026-7"
    assert "Nothing has changed since." in text(client.get(sheet.get_absolute_url()))
    copy = sheets.start(version=judged, kind="registration_a", by=lawyer, at=now, copy=sheet)
    sheets.write(sheet=copy, said={"logic": Said("A network.")}, by=lawyer, at=now)
    page = text(client.get(copy.get_absolute_url()))
    assert "1 field says something else by now" in page
    assert "About logic." in page
    assert "A network." in page


@pytest.mark.parametrize(
    ("kind", "posted", "words"),
    [
        ("registration_a", {"number": "x", "submitted_date": "2030-01-01"}, "This day lies in the future."),
        ("registration_a", {"number": "", "submitted_date": "2026-09-14"}, "This field is required"),
        ("fria", {"number": "x", "submitted_date": "2026-09-14"}, "is not entered into the EU database"),
    ],
)
def test_a_submission_that_does_not_fit_is_refused_in_words(client, judged, lawyer, now, kind, posted, words):
    sheet = finished(judged, kind, lawyer, now)
    client.force_login(lawyer)

    response = client.post(reverse("audits:sheet_submit", args=[sheet.reference]), posted)

    assert response.status_code == 422
    assert words in text(response)
    assert not Submission.objects.exists()


def test_a_draft_was_not_submitted(client, judged, lawyer, now):
    sheet = sheets.start(version=judged, kind="registration_a", by=lawyer, at=now)
    client.force_login(lawyer)

    response = client.post(
        reverse("audits:sheet_submit", args=[sheet.reference]),
        {"number": "x", "submitted_date": "2026-09-14"},
    )

    assert "Finish the document first" in text(response)


def test_the_auditor_reads_everything_and_changes_nothing(client, judged, draft, lawyer, auditor, now):
    sheets.write(sheet=draft, said={"harm": Said("Wrong scores.")}, by=lawyer, at=now)
    submissions.note(
        sheet=finished(judged, "registration_a", lawyer, now),
        number="7",
        submitted_date=now.date(),
        by=lawyer,
        at=now,
    )
    client.force_login(auditor)

    page = text(client.get(draft.get_absolute_url()))

    assert "Wrong scores." in page
    assert part(draft) not in page
    assert "Begin" not in text(client.get(board(judged)))
    refused = [
        client.post(begin(judged, "annex_iv")),
        client.post(part(draft), posted(draft, processes="x")),
        client.get(part(draft)),
        client.post(reverse("audits:sheet_finish", args=[draft.reference]), {"revision": 2}),
        client.post(reverse("audits:sheet_submit", args=[draft.reference]), {}),
    ]
    assert [response.status_code for response in refused] == [403] * 5
    assert Sheet.objects.count() == 2


def test_an_outsider_finds_nothing(client, judged, draft, outsider):
    client.force_login(outsider)

    for address in (board(judged), draft.get_absolute_url(), part(draft)):
        assert client.get(address).status_code == 404
    assert client.post(begin(judged)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_costs_the_same_however_much_is_written(
    rows, client, judged, lawyer, now, django_assert_num_queries
):
    for kind in blanks.KINDS[:rows]:
        sheet = sheets.start(version=judged, kind=kind, by=lawyer, at=now)
        sheets.write(sheet=sheet, said=everything(kind), by=lawyer, at=now)
    client.force_login(lawyer)

    with django_assert_num_queries(19):
        client.get(board(judged))
