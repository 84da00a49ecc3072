"""Prescribed documents gathered for pages and packs."""

import pytest

from audits.actions import sheets, submissions
from audits.queries.dossier_pack import pack_for
from audits.queries.dossier_pack.prescribed import PRINTED
from audits.sheets import Said
from governance.vocabulary import OperatorRole
from risk.actions import answers, classifications, obligations
from risk.actions.answers import Statement
from risk.models import Obligation
from tests.audits.actions.test_sheets import everything
from tests.audits.dossiers.samples import rendered
from tests.audits.dossiers.test_rendering import text
from tests.audits.views.test_sheets import CREDIT
from tests.factories import VersionFactory


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(
        system__unit=unit, system__owner=lawyer, system__name="Credit score", label="2.0",
        system__purpose="Scores applications for loans.",
        system__operator_roles=[OperatorRole.PROVIDER, OperatorRole.DEPLOYER],
    )  # fmt: skip


def gathered(version, kind, by, at):
    return pack_for(about=version, reference="DOS-0001", kind=kind, by=by, at=at)


def finished(version, kind, by, at):
    sheet = sheets.start(version=version, kind=kind, by=by, at=at)
    sheets.write(sheet=sheet, said=everything(kind), by=by, at=at)
    sheets.finish(sheet=sheet, by=by, at=at)
    return sheet


@pytest.mark.parametrize("kind", PRINTED)
def test_a_document_that_nobody_began_is_printed_from_the_record_as_a_draft(version, lawyer, now, kind):
    pack = gathered(version, kind, lawyer, now)

    (sheet,) = getattr(pack, kind)
    assert (sheet.reference, sheet.state, sheet.owner, pack.document.status) == ("", "", "Ada", "draft")
    assert rendered(pack).startswith(b"%PDF-1.7")


def test_only_the_documents_of_its_kind_are_frozen(version, lawyer, now):
    finished(version, "declaration", lawyer, now)

    pack = gathered(version, "fria", lawyer, now)

    assert (pack.declaration, pack.annex_iv, pack.registration, pack.finding) == ((), (), (), {})


def test_a_finished_document_is_for_review_and_says_who_finished_it(version, lawyer, now):
    sheet = finished(version, "fria", lawyer, now)

    pack = gathered(version, "fria", lawyer, now)

    (written,) = pack.fria
    assert pack.document.status == "for review"
    assert (written.reference, written.finished_by) == (sheet.reference, "Ada")
    assert "About harm." in text(rendered(pack))


def test_the_simplified_form_is_printed_where_only_that_was_begun(version, lawyer, now):
    sheets.start(version=version, kind="annex_iv_simplified", by=lawyer, at=now)
    assert [one.kind for one in gathered(version, "annex_iv", lawyer, now).annex_iv] == [
        "annex_iv_simplified"
    ]

    sheets.start(version=version, kind="annex_iv", by=lawyer, at=now)
    assert [one.kind for one in gathered(version, "annex_iv", lawyer, now).annex_iv] == ["annex_iv"]


def test_whoever_owns_the_duty_owns_the_gaps(version, lawyer, engineer, now):
    said = {fact: Statement(value) for fact, value in CREDIT.items()}
    answers.state(version=version, statements=said, by=lawyer, at=now)
    duty = Obligation.objects.get(system=version.system, key="deployer.fria:deployer")
    obligations.assign(obligation=duty, owner=engineer, by=lawyer, at=now)

    (written,) = gathered(version, "fria", lawyer, now).fria

    assert (written.owner, written.standing, written.due_effective) == ("Bob", "owed", "2027-12-02")


def test_a_finished_declaration_fills_the_point_of_the_documentation(version, lawyer, now):
    sheet = finished(version, "declaration", lawyer, now)

    (written,) = gathered(version, "annex_iv", lawyer, now).annex_iv

    (point,) = [one for one in written.points if one.id == "declaration"]
    assert point.state == "known"
    assert point.text.startswith(f"EU declaration of conformity {sheet.reference} of 1 October 2026")


def test_sections_that_are_owed_or_begun_are_printed_with_what_was_submitted(version, lawyer, now):
    said = {fact: Statement(value) for fact, value in CREDIT.items()}
    answers.state(version=version, statements=said, by=lawyer, at=now)
    sheet = finished(version, "registration_a", lawyer, now)
    submissions.note(sheet=sheet, number="EU-7", submitted_date=now.date(), by=lawyer, at=now)
    sheets.start(version=version, kind="registration_c", by=lawyer, at=now)
    copy = sheets.start(version=version, kind="registration_a", by=lawyer, at=now, copy=sheet)
    sheets.write(sheet=copy, said={"logic": Said("A tree.")}, by=lawyer, at=now)

    written = gathered(version, "registration", lawyer, now).registration

    assert [one.kind for one in written] == ["registration_a", "registration_c"]
    assert (written[0].standing, written[0].number, written[0].changed_since) == (
        "owed",
        "EU-7",
        ("Operating logic",),
    )
    assert written[1].number == ""


def registered(version, by, at):
    """Finish a registration of an exception under the Act as published, and enter it into the database."""
    classifications.judge(version=version, edition_id="2024-1689", by=by, at=at)
    sheet = sheets.start(version=version, kind="registration_b", by=by, at=at)
    sheets.write(sheet=sheet, said=everything("registration_b", "2024-1689"), by=by, at=at)
    sheets.finish(sheet=sheet, by=by, at=at)
    submissions.note(sheet=sheet, number="EU-8", submitted_date=at.date(), by=by, at=at)
    return sheet


def test_a_record_judged_under_the_act_as_published_is_printed_with_its_points(version, lawyer, now):
    registered(version, lawyer, now)

    pack = gathered(version, "registration", lawyer, now)

    (written,) = pack.registration
    anchors = [point.provision.anchor for point in written.points]
    assert (written.edition, anchors[-4:]) == (
        "2024-1689",
        ["annex-viii-b-6", "annex-viii-b-7", "annex-viii-b-8", "annex-viii-b-9"],
    )
    printed = " ".join(text(rendered(pack)).split())
    assert "B7 Grounds of the conclusion" in printed
    assert "B9 Member States" in printed
    assert "as published on 12 July 2024" in printed
    assert "Another state of the law" not in printed


def test_a_document_finished_under_an_earlier_state_says_so_once_the_record_is_judged_anew(
    version, lawyer, now
):
    registered(version, lawyer, now)
    classifications.judge(version=version, edition_id="2026-1744", by=lawyer, at=now)

    printed = " ".join(text(rendered(gathered(version, "registration", lawyer, now))).split())

    assert "Another state of the law." in printed
    assert "B7 Grounds of the conclusion" in printed


def test_points_that_were_deleted_since_are_named_as_no_longer_asked(version, lawyer, now):
    sheet = registered(version, lawyer, now)
    classifications.judge(version=version, edition_id="2026-1744", by=lawyer, at=now)
    sheets.start(version=version, kind="registration_b", by=lawyer, at=now, copy=sheet)

    (written,) = gathered(version, "registration", lawyer, now).registration

    assert written.edition == "2026-1744"
    assert written.changed_since == (
        "Grounds of the conclusion (no longer asked)",
        "Member States (no longer asked)",
    )
