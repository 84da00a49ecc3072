"""When a plan runs by itself, in words that need no cron."""

from typing import Any
from zoneinfo import available_timezones

from django import forms

from audits.models import Schedule
from governance import calendar
from governance.forms.fields import Typed

OWN = "own"
GRACE_AT_MOST, GRACE = 31 * 24 * 60, 60
RHYTHMS = {
    calendar.RHYTHMS["day"]: "Every day",
    calendar.RHYTHMS["week"]: "Every Monday",
    calendar.RHYTHMS["month"]: "On the first day of every month",
    calendar.RHYTHMS["quarter"]: "On the first day of every quarter",
    calendar.RHYTHMS["year"]: "On the first day of every year",
}
ZONES = ("UTC", *sorted(zone for zone in available_timezones() if zone.startswith("Europe/")))


class ScheduleForm(forms.Form):
    """A rhythm, a time of day and the clock it is read on."""

    rhythm = forms.ChoiceField(choices=[*RHYTHMS.items(), (OWN, "As a cron expression says")])
    time = forms.TimeField(
        label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    cron = forms.CharField(
        label="Cron expression",
        max_length=100,
        required=False,
        help_text="Minute, hour, day of month, month, day of week; only for a rhythm of your own.",
    )
    zone = forms.ChoiceField(label="On the clock of")
    grace_minutes = forms.IntegerField(
        label="Grace in minutes",
        min_value=0,
        max_value=GRACE_AT_MOST,
        required=False,
        help_text="So long a run may take before people are told that it is late.",
    )

    def __init__(self, data: Typed, *, stored: Schedule | None) -> None:
        super().__init__(data, initial=_as_typed(stored))
        zones = ZONES if stored is None or stored.zone in ZONES else (stored.zone, *ZONES)
        field = self.fields["zone"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(zone, zone.replace("_", " ")) for zone in zones]

    def clean(self) -> dict[str, Any]:
        """Make the cron expression, and look whether it makes sense."""
        said = self.cleaned_data
        if said.get("grace_minutes") is None:
            said["grace_minutes"] = self.initial["grace_minutes"]
        if said.get("rhythm") == OWN:
            return self._checked("cron", said.get("cron", ""))
        at = said.get("time")
        if at is None:
            self.add_error("time", "Say at what time.")
            return said
        return self._checked("rhythm", f"{at.minute} {at.hour} {said.get('rhythm', '')}")

    def _checked(self, field: str, cron: str) -> dict[str, Any]:
        try:
            calendar.check(cron, self.cleaned_data.get("zone", "UTC"))
        except calendar.BadCalendar as refusal:
            self.add_error(field, str(refusal))
        return self.cleaned_data | {"cron": cron}


def _as_typed(stored: Schedule | None) -> dict[str, Any]:
    if stored is None:
        quarterly = calendar.RHYTHMS["quarter"]
        return {"rhythm": quarterly, "time": "06:00", "zone": "Europe/Brussels", "grace_minutes": GRACE}
    kept = {"zone": stored.zone, "grace_minutes": stored.grace_minutes}
    minute, hour, *days = stored.cron.split()
    rhythm = " ".join(days)
    if rhythm in RHYTHMS and minute.isdecimal() and hour.isdecimal():
        return {"rhythm": rhythm, "time": f"{int(hour):02}:{int(minute):02}", **kept}
    return {"rhythm": OWN, "cron": stored.cron, **kept}
