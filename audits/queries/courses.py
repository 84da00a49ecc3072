"""How each of several plans went over its newest runs, in one small picture each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Window
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import RowNumber

from audits.charts.measures import label
from audits.charts.trend import Spot, small
from audits.fairness.regressing import Key, readings_by_key
from audits.fairness.withholding import withheld_reading
from audits.models import Plan, Run
from audits.queries.verdicts import GRAVITY
from governance.vocabulary import JobState

MOST_RUNS = 12

Reading = Mapping[str, Any]


@dataclass(frozen=True)
class Course:
    """What the newest finished run of a plan came to, and the gravest of its readings over the runs before it."""

    readings: tuple[Reading, ...]
    words: str
    newest: Reading | None
    picture: str


def courses(plans: Iterable[Plan]) -> dict[Any, Course]:
    """Return the course of each plan that has a finished run, by the plan's key. One query, whatever their number."""
    newest_first = [F("finished_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=F("plan_id"), order_by=newest_first)
    rows = Run.objects.filter(plan__in=list(plans), state=JobState.DONE).annotate(place=place)
    told: dict[Any, list[tuple[str, list[Reading]]]] = {}
    read = rows.filter(place__lte=MOST_RUNS).order_by("plan_id", "-place")
    for plan, reference, readings in read.values_list(
        "plan_id", "reference", KeyTransform("readings", "result")
    ):
        told.setdefault(plan, []).append((reference, [withheld_reading(one) for one in readings or ()]))
    return {plan: _course(runs) for plan, runs in told.items()}


def _course(runs: Sequence[tuple[str, Sequence[Reading]]]) -> Course:
    """Return the course over runs, the oldest first."""
    newest = runs[-1][1]
    gravest = min(newest, key=lambda one: (one["value"] is None, GRAVITY[one["verdict"]]), default=None)
    if gravest is None:
        return Course(tuple(newest), "", None, "")
    key: Key = (tuple(gravest["by"]), gravest["measure"], gravest["kind"])
    words = f"{label(gravest['measure'])} by {' and '.join(gravest['by'])}, {gravest['kind']}"
    spots = [
        _spot(reference, told[key])
        for reference, readings in runs
        if key in (told := readings_by_key({"readings": readings}))
    ]
    return Course(tuple(newest), words, gravest, small(spots, threshold=gravest["threshold"], title=words))


def _spot(reference: str, reading: Reading) -> Spot:
    low, high = reading.get("interval") or (None, None)
    return Spot(reference, reading["value"], low, high, withheld=bool(reading.get("discloses")))
