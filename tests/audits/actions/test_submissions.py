"""What was entered into the EU database is kept as it was, and what changed since shows."""

from datetime import timedelta

import pytest

from audits.actions import sheets, submissions
from audits.models import Submission
from audits.queries.dossier_pack.prescribed import Papers, since
from audits.queries.dossier_pack.systems import Record
from audits.sheets import Said
from governance.actions import systems
from governance.models import TrailEntry
from governance.vocabulary import OperatorRole
from risk.actions import answers
from risk.actions.answers import Statement
from tests.audits.actions.test_sheets import everything
from tests.factories import VersionFactory

# A police authority's own tool: the reduced set of Art. 49(4).
POLICE = {
    "ai.kind": "ai_system",
    "scope.exclusions": [],
    "practice.signals": ["crime_prediction"],
    "crime.basis": "also_facts",
    "use.areas": ["law_enforcement"],
    "enforcement.authority": True,
    "enforcement.uses": ["offending_risk"],
    "filter.conditions": [],
    "product.link": "none",
    "content.features": [],
    "model.offers": "no",
    "change.events": [],
}


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Ranking", label="1.0")


def finished(version, by, at, **changes: str):
    sheet = sheets.start(version=version, kind="registration_a", by=by, at=at)
    said = everything("registration_a") | {name: Said(value) for name, value in changes.items()}
    sheets.write(sheet=sheet, said=said, by=by, at=at)
    sheets.finish(sheet=sheet, by=by, at=at)
    return sheet


def note(sheet, by, at, **changes: object):
    values = {"number": " EU-2026-7 ", "submitted_date": at.date()} | changes
    return submissions.note(sheet=sheet, **values, by=by, at=at)


def test_a_submission_keeps_the_fields_in_words_and_tells_the_trail(version, lawyer, now):
    made = note(finished(version, lawyer, now, purpose="Ranks tenders."), lawyer, now)

    assert (made.number, made.submitted_date, made.reduced) == ("EU-2026-7", now.date(), False)
    assert made.fields["purpose"] == "Ranks tenders."
    assert made.fields["status"] == "On the market, or in service"
    assert made.fields["member_states"] == "Austria"
    told = TrailEntry.objects.order_by("-seq").first()
    assert (told.verb, told.after["number"], told.after["on"]) == (
        "sheet.submitted",
        "EU-2026-7",
        now.date().isoformat(),
    )


def test_only_what_is_finished_can_have_been_submitted(version, lawyer, now):
    draft = sheets.start(version=version, kind="registration_a", by=lawyer, at=now)

    with pytest.raises(submissions.NotFinished):
        note(draft, lawyer, now)


def test_an_impact_assessment_is_not_entered_into_the_database(version, lawyer, now):
    with pytest.raises(submissions.NotRegistered):
        note(sheets.start(version=version, kind="fria", by=lawyer, at=now), lawyer, now)


def test_a_submission_lies_in_the_past(version, lawyer, now):
    sheet = finished(version, lawyer, now)

    with pytest.raises(submissions.NotYet):
        note(sheet, lawyer, now, submitted_date=now.date() + timedelta(days=1))
    assert not Submission.objects.exists()


def test_the_non_public_set_leaves_the_rest_out(version, lawyer, now):
    version.system.operator_roles = [OperatorRole.PROVIDER]
    version.system.save(update_fields=["operator_roles"])
    statements = {fact: Statement(value) for fact, value in POLICE.items()}
    answers.state(version=version, statements=statements, by=lawyer, at=now)

    made = note(finished(version, lawyer, now), lawyer, now)

    assert made.reduced
    assert set(made.fields) == {
        "provider_name", "provider_address", "provider_contact", "submitter", "representative", "trade_name",
        "purpose", "functions", "status", "member_states",
    }  # fmt: skip


def test_a_change_of_the_register_shows_as_drift_field_by_field(version, lawyer, now):
    submission = note(finished(version, lawyer, now, purpose="Ranks."), lawyer, now)
    papers = Papers(Record(version))
    assert since(submission, papers.one(submission.sheet).filling) == ()
    draft = sheets.start(version=version, kind="registration_a", by=lawyer, at=now, copy=submission.sheet)

    sheets.write(sheet=draft, said={"status": Said("recalled")}, by=lawyer, at=now)

    (found,) = since(submission, papers.one(draft).filling)
    assert (found.field, found.submitted, found.present) == (
        "status",
        "On the market, or in service",
        "Recalled",
    )


def test_what_was_adopted_drifts_when_the_register_changes(version, lawyer, now):
    known = Papers(Record(version)).known["system.purpose"]
    sheet = sheets.start(version=version, kind="registration_a", by=lawyer, at=now)
    said = everything("registration_a") | {"purpose": Said(known.value, source=known.source)}
    sheets.write(sheet=sheet, said=said, by=lawyer, at=now)
    sheets.finish(sheet=sheet, by=lawyer, at=now)
    submission = note(sheet, lawyer, now)
    system = version.system

    values = {
        "name": system.name, "operator_roles": list(system.operator_roles), "unit": system.unit,
        "owner": system.owner, "lifecycle": system.lifecycle, "placed_on_market_date": system.placed_on_market_date,
    }  # fmt: skip
    systems.edit(system=system, **values, purpose="Ranks tenders and bids.", by=lawyer, at=now)

    (found,) = since(submission, Papers(Record(version)).one(sheet).filling)
    assert (found.field, found.present) == ("purpose", "Ranks tenders and bids.")
