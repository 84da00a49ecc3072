"""Prescribed documents over REST."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from audits import blanks
from audits.actions import sheets
from audits.models import Sheet, SheetEntry, Submission
from audits.sheets import Said
from governance.vocabulary import OperatorRole
from tests.audits.actions.test_sheets import everything
from tests.factories import VersionFactory

API = "/api/v1"


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(
        system__unit=unit, system__owner=lawyer, system__purpose="Scores loans.", label="2.0",
        system__operator_roles=[OperatorRole.PROVIDER],
    )  # fmt: skip


@pytest.fixture
def draft(version, lawyer, now):
    return sheets.start(version=version, kind="registration_a", by=lawyer, at=now)


@pytest.fixture
def finished(draft, lawyer, now):
    sheets.write(sheet=draft, said=everything("registration_a"), by=lawyer, at=now)
    sheets.finish(sheet=draft, by=lawyer, at=now)
    return draft


def of(version):
    return f"{API}/systems/{version.system.reference}/versions/{version.label}/sheets"


def one(sheet):
    return f"{API}/sheets/{sheet.reference}"


def send(client, method, address, body=None, revision=None):
    headers = {"If-Match": f'"v{revision}"'} if revision else {}
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def written(client, sheet, **entries: object):
    sheet.refresh_from_db()
    return send(client, "patch", one(sheet), {"entries": entries}, sheet.revision)


def entry(told, name):
    return next(field for field in told["entries"] if field["id"] == name)


def test_what_the_act_prescribes_is_told_with_whether_it_is_owed(client, version, lawyer):
    client.force_login(lawyer)

    told = client.get(of(version)).json()

    assert {one["kind"] for one in told} == set(blanks.KINDS)
    assert {one["owed"]["standing"] for one in told} <= {"not_known", "not_open"}
    assert told[0]["coverage"] == {"filled": 0, "known": 0, "gaps": 16, "of": 16}


@pytest.mark.parametrize("kind", blanks.KINDS)
def test_a_program_can_learn_what_is_asked(client, lawyer, kind):
    client.force_login(lawyer)

    told = client.get(f"{API}/blanks/{kind}").json()

    assert [field["id"] for field in told["fields"]] == list(blanks.load(kind).fields)


def test_an_unknown_blank_is_not_there(client, lawyer):
    client.force_login(lawyer)

    assert client.get(f"{API}/blanks/novel").status_code == 404


def test_what_another_state_of_the_law_asks_is_named_by_its_edition(client, auditor):
    client.force_login(auditor)
    asked = {
        edition: [field["provision"]["anchor"] for field in told["fields"]]
        for edition in ("2024-1689", "2026-1744")
        if (told := client.get(f"{API}/blanks/registration_b", {"edition": edition}).json())
    }

    assert set(asked["2024-1689"]) - set(asked["2026-1744"]) == {"annex-viii-b-7", "annex-viii-b-9"}
    assert client.get(f"{API}/blanks/fria", {"edition": "1999-1"}).status_code == 422


def test_a_document_is_begun_written_adopted_and_finished(client, version, engineer):
    client.force_login(engineer)

    begun = send(client, "post", of(version), {"kind": "registration_a"})
    assert (begun.status_code, begun["ETag"]) == (201, '"v1"')
    assert entry(begun.json(), "purpose")["known"] == {"value": "Scores loans.", "source": "Register"}
    sheet = Sheet.objects.get()
    rest = {
        name: {"value": said.value} for name, said in everything("registration_a").items()
        if name not in ("purpose", "submitter")
    }  # fmt: skip

    told = written(
        client, sheet, **rest,
        purpose={"adopt": True}, submitter={"applies": False, "value": "We do it.", "evidence": "https://a.example/b"},
    ).json()  # fmt: skip

    assert entry(told, "purpose")["state"] == "adopted"
    assert entry(told, "purpose")["source"] == "Register"
    assert entry(told, "submitter")["state"] == "not_applicable"
    assert entry(told, "submitter")["by"] == "Bob"
    closed = send(client, "post", one(sheet) + "/finish", {}, told["revision"])
    assert (closed.status_code, closed.json()["state"]) == (200, "finished")


def test_every_fault_is_named_at_its_field(client, draft, lawyer):
    client.force_login(lawyer)

    told = written(client, draft, status={"value": "sold"}, colour={"value": "red"}).json()

    assert {fault["attr"] for fault in told["errors"]} == {"entries.status", "entries.colour"}
    assert not SheetEntry.objects.exists()


@pytest.mark.parametrize(
    ("entry", "attr"),
    [
        ({"value": 3}, "entries.purpose.value"),
        ({"value": ["x", 3]}, "entries.purpose.value"),
        ({"value": None}, "entries.purpose.value"),
        ({"value": {"a": 1}}, "entries.purpose.value"),
        ({"valeu": "x"}, "entries.purpose.valeu"),
        ({"applies": "no"}, "entries.purpose.applies"),
        ({"value": "x", "evidence": "ftp://x"}, "entries.purpose"),
    ],
)
def test_what_is_no_entry_is_refused(client, draft, lawyer, entry, attr):
    client.force_login(lawyer)

    response = written(client, draft, purpose=entry)

    assert response.status_code == 422
    assert [fault["attr"] for fault in response.json()["errors"]] == [attr]


@pytest.mark.parametrize("letters", ["a\x00b", "\ud800"])
def test_letters_that_no_database_keeps_are_refused(client, draft, lawyer, letters):
    client.force_login(lawyer)

    assert written(client, draft, purpose={"value": letters}).status_code == 400
    assert not SheetEntry.objects.exists()


def test_nothing_is_adopted_where_the_record_knows_nothing(client, draft, lawyer):
    client.force_login(lawyer)

    response = written(client, draft, logic={"adopt": True})

    assert response.json()["errors"][0]["code"] == "nothing_known"


def test_a_write_names_the_state_it_is_based_on(client, draft, lawyer, now):
    client.force_login(lawyer)
    body = {"entries": {"logic": {"value": "A tree."}}}

    assert send(client, "patch", one(draft), body).status_code == 428
    sheets.write(sheet=draft, said={"inputs": Said("x")}, by=lawyer, at=now)
    assert send(client, "patch", one(draft), body, 1).status_code == 412
    assert send(client, "patch", one(draft), body, draft.revision)["ETag"] == '"v3"'


def test_gaps_keep_it_from_being_finished_each_by_name(client, draft, lawyer):
    client.force_login(lawyer)

    response = send(client, "post", one(draft) + "/finish", {}, 1)

    assert response.status_code == 422
    assert "entries.logic" in {fault["attr"] for fault in response.json()["errors"]}


def test_what_is_finished_is_not_written(client, finished, lawyer):
    client.force_login(lawyer)

    response = written(client, finished, logic={"value": "x"})

    assert (response.status_code, response.json()["code"]) == (409, "finished")


def test_a_second_draft_is_refused_and_named(client, version, draft, lawyer):
    client.force_login(lawyer)

    response = send(client, "post", of(version), {"kind": "registration_a"})

    assert (response.status_code, response.json()["code"]) == (409, "already_drafting")
    assert draft.reference in response.json()["detail"]


@pytest.mark.parametrize(("copy", "code"), [("SHT-9999", "no_sheet"), ("own", "wrong_source")])
def test_only_the_same_document_of_the_same_system_is_copied(client, unit, lawyer, draft, copy, code):
    stranger = VersionFactory(system__unit=unit, system__owner=lawyer)
    client.force_login(lawyer)
    body = {"kind": "registration_a", "copy_of": draft.reference if copy == "own" else copy}

    response = send(client, "post", of(stranger), body)

    assert (response.status_code, response.json()["code"]) == (422, code)


def test_the_workbook_holds_the_same_fields(client, finished, auditor):
    client.force_login(auditor)

    page = load_workbook(BytesIO(client.get(one(finished) + "/xlsx").content)).active

    assert [row[0].value for row in page.iter_rows(min_row=3)] == list(blanks.load("registration_a").fields)


def test_a_submission_is_noted_and_drift_shows_field_by_field(client, version, finished, lawyer, now):
    client.force_login(lawyer)
    assert client.get(one(finished) + "/drift").json() == {
        "number": None,
        "submitted_date": None,
        "changes": [],
    }

    body = {"number": "EU-7", "submitted_date": "2026-09-14"}
    made = send(client, "post", one(finished) + "/submissions", body)
    assert (made.status_code, made.json()["values"]["logic"]) == (201, "About logic.")
    copy = sheets.start(version=version, kind="registration_a", by=lawyer, at=now, copy=finished)
    sheets.write(sheet=copy, said={"logic": Said("A tree.")}, by=lawyer, at=now)

    (change,) = client.get(one(copy) + "/drift").json()["changes"]
    assert (change["field"], change["submitted"], change["present"]) == ("logic", "About logic.", "A tree.")
    assert [row["number"] for row in client.get(one(copy) + "/submissions").json()["results"]] == ["EU-7"]


def test_what_cannot_have_been_submitted_is_refused(client, version, draft, finished, lawyer, now):
    fria = sheets.start(version=version, kind="fria", by=lawyer, at=now)
    client.force_login(lawyer)
    body = {"number": "EU-7", "submitted_date": "2026-09-14"}

    assert send(client, "post", one(fria) + "/submissions", body).json()["code"] == "not_registered"
    assert client.get(one(fria) + "/drift").json()["code"] == "not_registered"
    late = send(client, "post", one(finished) + "/submissions", body | {"submitted_date": "2030-01-01"})
    assert late.json()["code"] == "not_yet"
    assert not Submission.objects.exists()


def test_a_draft_has_not_been_submitted(client, draft, lawyer):
    client.force_login(lawyer)

    response = send(
        client, "post", one(draft) + "/submissions", {"number": "EU-7", "submitted_date": "2026-09-14"}
    )

    assert (response.status_code, response.json()["code"]) == (409, "not_finished")


def test_the_auditor_reads_and_changes_nothing(client, version, draft, auditor):
    client.force_login(auditor)

    assert client.get(one(draft)).status_code == 200
    refused = [
        send(client, "post", of(version), {"kind": "fria"}),
        written(client, draft, logic={"value": "x"}),
        send(client, "post", one(draft) + "/finish", {}, 1),
        send(client, "post", one(draft) + "/submissions", {}),
    ]
    assert [response.status_code for response in refused] == [403] * 4


def test_an_outsider_finds_nothing(client, version, draft, outsider):
    client.force_login(outsider)

    assert [
        client.get(address).status_code for address in (of(version), one(draft), one(draft) + "/xlsx")
    ] == [404] * 3
    assert client.get(f"{API}/sheets").json()["count"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    rows, client, version, lawyer, now, django_assert_num_queries
):
    for kind in blanks.KINDS[:rows]:
        sheets.start(version=version, kind=kind, by=lawyer, at=now)
    client.force_login(lawyer)

    with django_assert_num_queries(5):
        told = client.get(f"{API}/sheets", {"kind": blanks.KINDS[:rows]}).json()

    assert told["count"] == rows
