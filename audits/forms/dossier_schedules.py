"""When a dossier makes itself."""

from typing import Any

from django import forms

from audits.forms.schedules import ScheduleForm
from audits.packs.kinds import Subject, kinds_about
from governance.forms.fields import Typed


class DossierScheduleForm(ScheduleForm):
    """A kind of dossier, a rhythm, a time of day and the clock it is read on."""

    kind = forms.ChoiceField(label="Kind")
    grace_minutes = None  # type: ignore[assignment] # nobody is told that a dossier is late
    starts_on = None  # type: ignore[assignment] # a dossier is never made for a day that is past
    field_order = ("kind", "rhythm", "time", "cron", "zone")

    def __init__(self, data: Typed, *, subject: Subject) -> None:
        super().__init__(data, stored=None)
        field: Any = self.fields["kind"]
        field.choices = [(kind.id, kind.title) for kind in kinds_about(subject)]
