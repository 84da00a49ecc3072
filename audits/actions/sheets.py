"""Documents that the Act prescribes: begun, written field by field, finished for good."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from audits import blanks
from audits.actions.drafts import Incomplete, NotDraft
from audits.models import Sheet, SheetEntry
from audits.packs.canonical import canonical_json
from audits.queries.sheets import as_written, blank_of, edition_of, written
from audits.sheets import Entry, Said, check
from governance import trail
from governance.actions import references, revisions
from governance.actions.holding import hold
from governance.models import SystemVersion, User


class AlreadyDrafting(Exception):
    """The version has a draft of this document; `draft` is it."""

    def __init__(self, draft: Sheet) -> None:
        self.draft = draft
        super().__init__(draft.reference)


class WrongSource(Exception):
    """What should be copied is another document, or about another system."""


class Overtaken(Exception):
    """Somebody else wrote in these fields since they were read; `fields` names them."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(", ".join(fields))


@transaction.atomic
def start(*, version: SystemVersion, kind: str, by: User, at: datetime, copy: Sheet | None = None) -> Sheet:
    """Begin a document about a version, empty or from one of the same kind about the same system.

    Its fields are those of the edition under which the version stands judged; a draft moves on with the judgement.
    Raises: AlreadyDrafting; WrongSource; blanks.UnknownBlank.
    """
    form = blanks.load(kind, edition_of(version))
    if copy and (copy.kind != kind or copy.version.system_id != version.system_id):
        raise WrongSource(copy.reference)
    hold(version)
    if draft := Sheet.objects.filter(version=version, kind=kind, state=Sheet.State.DRAFT).first():
        raise AlreadyDrafting(draft)
    sheet = Sheet.objects.create(
        reference=references.allot("SHT"), version=version, kind=form.id, edition=form.edition,
        copied_from=copy, created_at=at, created_by=by,
    )  # fmt: skip
    copied = _copied(copy, sheet) if copy else {}
    _add(sheet, copied, by=by, at=at)
    _record(
        sheet, "started", by=by, at=at,
        after={
            "kind": kind, "version": version.label, "edition": form.edition,
            "from": copy.reference if copy else None,
        },
    )  # fmt: skip
    return sheet


@transaction.atomic
def write(
    *, sheet: Sheet, said: Mapping[str, Said], by: User, at: datetime, seen: int | None = None
) -> tuple[str, ...]:
    """Add what is said to what was written before, and return the fields that changed; history is kept.

    Shape: `seen` is the revision that the writer looked at, where others may have written since.
    Raises: NotDraft; Overtaken; audits.sheets.EntryErrors, one message a field, and then nothing is stored.
    """
    row = _locked_draft(sheet)
    form = blank_of(row)
    check(said, form)
    standing = written([row])[row.pk]
    changed = {name: one for name, one in said.items() if _differs(standing.get(name), one)}
    _not_overtaken(standing, changed, seen)
    if changed:
        revisions.save(row, changes={"edition": form.edition})
        _add(row, changed, by=by, at=at)
        before = {name: _digest(standing[name].said) for name in changed if name in standing}
        after = {name: _digest(one) for name, one in changed.items()}
        _record(row, "written", by=by, at=at, before=before, after=after)
    sheet.revision = row.revision
    return tuple(changed)


@transaction.atomic
def finish(*, sheet: Sheet, by: User, at: datetime) -> None:
    """Close a document for good, once every field is written or said not to apply.

    Raises: NotDraft; Incomplete; revisions.Stale, when somebody wrote since it was read.
    """
    row = _locked_draft(sheet)
    filling = as_written(row)
    if filling.missing:
        raise Incomplete(filling.missing)
    edition = filling.blank.edition
    changes = {"state": Sheet.State.FINISHED, "finished_at": at, "finished_by": by, "edition": edition}
    revisions.save(sheet, changes=changes)
    content = {name: _digest(entry.said) for name, entry in written([row])[row.pk].items()}
    after = {"state": "finished", "edition": edition, **content}
    _record(row, "finished", by=by, at=at, before={"state": "draft"}, after=after)


def _locked_draft(sheet: Sheet) -> Sheet:
    rows = Sheet.objects.select_for_update(of=("self",), no_key=True).select_related("version__system__unit")
    row = rows.get(pk=sheet.pk)
    if row.state != Sheet.State.DRAFT:
        raise NotDraft(row.reference)
    return row


def _copied(copy: Sheet, sheet: Sheet) -> dict[str, Said]:
    """Return what a document may take over from another: whatever its blank still asks for."""
    fields = blank_of(sheet).fields
    return {
        name: entry.said
        for name, entry in written([copy])[copy.pk].items()
        if name in fields and entry.said.value
    }


def _differs(standing: Entry | None, said: Said) -> bool:
    return standing.said != said if standing else bool(said.value)


def _not_overtaken(standing: Mapping[str, Entry], changed: Mapping[str, Said], seen: int | None) -> None:
    """Refuse fields that somebody wrote after the writer looked; what others wrote elsewhere does not matter."""
    if seen is None:
        return
    if late := tuple(name for name in changed if name in standing and standing[name].number > seen):
        raise Overtaken(late)


def _add(sheet: Sheet, said: Mapping[str, Said], *, by: User, at: datetime) -> None:
    SheetEntry.objects.bulk_create(
        SheetEntry(
            sheet=sheet, field=name, value=one.value, applies=one.applies, source=one.source,
            evidence=one.evidence, number=sheet.revision, by=by, at=at,
        )
        for name, one in said.items()
    )  # fmt: skip


def _digest(said: Said) -> str:
    """Return the SHA-256 of what was said: the text itself stays in its row, which is never changed."""
    content = {"value": said.value, "applies": said.applies, "source": said.source, "evidence": said.evidence}
    return sha256(canonical_json(content)).hexdigest()


def _record(
    row: Sheet,
    what: str,
    *,
    by: User,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any],
) -> None:
    trail.record(
        at=at,
        by=by,
        verb=f"sheet.{what}",
        subject=row.reference,
        unit=row.version.system.unit,
        before=before,
        after=after,
    )
