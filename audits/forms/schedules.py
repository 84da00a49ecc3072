"""When a plan runs by itself, in words that need no cron."""

from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from audits.models import Schedule
from governance import calendar
from governance.forms.fields import DayInput, Typed

OWN = "own"
CONTINENTS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)
GRACE_AT_MOST, GRACE = 31 * 24 * 60, 60
RHYTHMS = {
    calendar.RHYTHMS["day"]: "Every day",
    calendar.RHYTHMS["week"]: "Every Monday",
    calendar.RHYTHMS["month"]: "On the first day of every month",
    calendar.RHYTHMS["quarter"]: "On the first day of every quarter",
    calendar.RHYTHMS["year"]: "On the first day of every year",
}


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
    starts_on = forms.DateField(
        label="From",
        required=False,
        widget=DayInput,
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))],
        help_text="Left empty, from now on. A day that is past is caught up with: one run at once.",
    )
    grace_minutes = forms.IntegerField(
        label="Grace in minutes",
        min_value=0,
        max_value=GRACE_AT_MOST,
        required=False,
        help_text="So long a run may take before people are told that it is late.",
    )

    def __init__(self, data: Typed, *, stored: Schedule | None) -> None:
        super().__init__(data, initial=_as_typed(stored))
        field = self.fields["zone"]
        if isinstance(field, forms.ChoiceField):
            field.choices = zones()

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

    def starts_at(self, now: datetime) -> datetime:
        """Return from when on the plan runs: the beginning of the day that was typed, on the clock of its place."""
        day = self.cleaned_data["starts_on"]
        return datetime.combine(day, time(), ZoneInfo(self.cleaned_data["zone"])) if day else now

    def _checked(self, field: str, cron: str) -> dict[str, Any]:
        try:
            calendar.check(cron, self.cleaned_data.get("zone", "UTC"))
        except calendar.BadCalendar as refusal:
            self.add_error(field, str(refusal))
        return self.cleaned_data | {"cron": cron}


@cache
def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the places whose clocks are known, by continent: Europe first, then by name."""
    by_continent: dict[str, list[tuple[str, str]]] = {"": [("UTC", "UTC")], "Europe": []}
    for zone in sorted(available_timezones()):
        continent, _, place = zone.partition("/")
        if place and continent in CONTINENTS:
            by_continent.setdefault(continent, []).append((zone, place.replace("_", " ")))
    return [(name or "Everywhere", places) for name, places in by_continent.items()]


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
