"""What was entered into the EU database: kept as it was, so that later changes show."""

from datetime import date, datetime

from django.db import transaction

from audits.models import Sheet, Submission
from audits.queries.sheets import as_written, blank_of, texts_of
from governance import trail
from governance.models import User


class NotRegistered(Exception):
    """Documents of this kind are not entered into the EU database."""


class NotFinished(Exception):
    """The document is a draft; what is submitted is what was finished."""


class NotYet(Exception):
    """The day of the submission lies in the future."""


@transaction.atomic
def note(*, sheet: Sheet, number: str, submitted_date: date, by: User, at: datetime) -> Submission:
    """Note that a finished document was entered into the EU database on a day, under a number.

    Raises: NotRegistered; NotFinished; NotYet.
    """
    form = blank_of(sheet)
    if not form.registers:
        raise NotRegistered(form.short)
    if sheet.state != Sheet.State.FINISHED:
        raise NotFinished(sheet.reference)
    if submitted_date > at.date():
        raise NotYet(submitted_date.isoformat())
    filling = as_written(sheet)
    made = Submission.objects.create(
        sheet=sheet,
        number=number.strip(),
        submitted_date=submitted_date,
        reduced=any(slot.state == "excluded" for slot in filling.slots),
        fields=texts_of(filling),
        recorded_at=at,
        recorded_by=by,
    )
    trail.record(
        at=at, by=by, verb="sheet.submitted", subject=sheet.reference, unit=sheet.version.system.unit,
        after={
            "number": made.number, "on": submitted_date.isoformat(), "fields": sorted(made.fields),
            "system": sheet.version.system.reference, "non_public": made.reduced,
        },
    )  # fmt: skip
    return made
