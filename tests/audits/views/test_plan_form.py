"""The form of a plan can say what the REST interface can say, and the plan's page says it back in words."""

from datetime import UTC, datetime

import duckdb
import pytest
from django.urls import reverse

from audits.fairness import Spec
from audits.models import Plan, Schedule
from governance.models import TrailEntry
from tests.factories import PlanFactory, VersionFactory, spec

TYPED = {
    "name": "Errors by group",
    "prediction": "decision",
    "outcome": "repaid",
    "by": "sex",
    "thresholds_reason": "Agreed with the works council.",
}
EVERYTHING = {
    "prediction": "",
    "score": "p_default",
    "score_threshold": "0.4",
    "by": '"race, self-declared", age',
    "bands": "age: 25, 45; 65: 3",
    "positive": "paid",
    "favourable": "0",
    "missing": "NA, -9",
    "reference": "white",
    "stratum": "65",
    "sweep": "0.2, 0.3",
    "equalise": "tpr",
    "small_category_reason": "Too few to publish.",
    "alpha": "0.01",
    "draws": "500",
    "permutations": "999",
    "seed": "7",
    "display_minimum": "20",
    "inference_minimum": "50",
    "denominator_minimum": "15",
    "auc-difference": "0.05",
    "tpr-ratio": "0.9",
}


@pytest.fixture
def system(unit, engineer):
    return VersionFactory(system__unit=unit, system__owner=engineer).system


@pytest.fixture
def signed_in(client, engineer):
    client.force_login(engineer)
    return client


@pytest.fixture
def lake(settings, tmp_path, unit):
    """Return the folder of one source; there are two more, one of them for others."""
    (tmp_path / "decisions").mkdir()
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'f' AS sex, 1 AS decision, 0 AS repaid FROM range(9)) "
            f"TO '{tmp_path}/decisions/a.parquet' (FORMAT parquet)"
        )
    settings.FAIRNESS_SOURCES = {
        "lake": str(tmp_path),
        "gone": {"at": f"duckdb://{tmp_path}/none.duckdb", "tables": ["loans"]},
        "theirs": {"at": str(tmp_path), "units": ["elsewhere/"]},
    }
    return tmp_path


def text(response):
    return " ".join(response.content.decode().split())


def set_plan(client, system, **changes: str):
    return client.post(reverse("audits:plan_new", args=[system.reference]), TYPED | changes)


def test_every_part_of_a_specification_can_be_typed(signed_in, system):
    set_plan(signed_in, system, **EVERYTHING)

    made = Spec.from_json(Plan.objects.get().spec)
    assert made == Spec(
        prediction="p_default", score="p_default", score_threshold=0.4, outcome="repaid",
        by=("race, self-declared", "age"), edges={"age": (25.0, 45.0), "65": (3.0,)}, positive=("paid",),
        favourable="0", missing=("", "NA", "-9"), reference="white", stratum="65", sweep=(0.2, 0.3), equalise="tpr",
        small_category_reason="Too few to publish.", alpha=0.01, draws=500, permutations=999, seed=7,
        display_minimum=20, inference_minimum=50, denominator_minimum=15, thresholds=made.thresholds,
    )  # fmt: skip
    told = {(one.measure, one.kind): one.value for one in made.thresholds}
    assert told == {("auc", "difference"): 0.05, ("tpr", "ratio"): 0.9}


def test_what_was_typed_comes_back_to_be_edited(signed_in, system):
    set_plan(signed_in, system, **EVERYTHING)
    plan = Plan.objects.get()

    form = signed_in.get(reverse("audits:plan_edit", args=[plan.reference])).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    signed_in.post(reverse("audits:plan_edit", args=[plan.reference]), again | {"owner": plan.owner.pk})

    before = plan.spec
    plan.refresh_from_db()
    assert plan.spec == before
    assert plan.revision == 1


def test_the_plans_page_names_every_role_in_words(signed_in, system):
    page = text(signed_in.get(set_plan(signed_in, system, **EVERYTHING).url))

    for words in (
        "<dt>Prediction</dt><dd><code>p_default</code>, yes from 0.4 on</dd>",
        "<dt>Scores</dt><dd><code>p_default</code>, larger means more likely yes</dd>",
        "<dt>Groups by</dt><dd><code>race, self-declared</code>, <code>age</code>, and all combinations</dd>",
        "<dt>Held apart</dt><dd><code>65</code>, groups are compared again within its values</dd>",
        "<dt>Bands of</dt><dd><code>age</code>, cut at 25, 45</dd>",
        "<dt>Compared with</dt><dd><code>white</code></dd>",
        "<dt>Other cuts tried</dt><dd><code>0.2</code>, <code>0.3</code>, the same for everybody</dd>",
        "a cut for each group that gives one true-positive rate; no verdict rests on it",
        "20 to show a group, 50 to judge it, 15 behind a rate that is compared",
        "at a level of 0.01; 500 resamples, 999 permutations, seed 7",
        "files that people import",
        "Area under the ROC curve",
    ):
        assert words in page


def test_only_what_a_plan_uses_is_unfolded(signed_in, system):
    new = signed_in.get(reverse("audits:plan_new", args=[system.reference])).context["form"]
    set_plan(signed_in, system, weight="w", **{"selection_rate-ratio": "0.9"})

    edit = signed_in.get(reverse("audits:plan_edit", args=[Plan.objects.get().reference])).context["form"]
    faulty = set_plan(signed_in, system, name="Another", alpha="2").context["form"]

    assert [fold for fold, is_open in new.opened().items() if is_open] == []
    assert [fold for fold, is_open in edit.opened().items() if is_open] == ["counts"]
    assert [fold for fold, is_open in faulty.opened().items() if is_open] == ["certainty"]


def test_a_predicted_number_is_told_as_one(signed_in, system):
    page = text(
        signed_in.get(
            set_plan(signed_in, system, outcome="", target="price", **{"mae-difference": "900"}).url
        )
    )

    assert "<dt>Prediction</dt><dd><code>decision</code>, a number, not yes or no</dd>" in page
    assert "<dt>True number</dt><dd><code>price</code></dd>" in page
    assert "Means yes" not in page


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"auc-difference": "0.1"}, "auc-difference", "needs a score"),
        ({"mae-difference": "3"}, "mae-difference", "needs a target"),
        ({"sweep": "0.1"}, "sweep", "Needs a score"),
        ({"sweep": "low"}, "sweep", "should be numbers"),
        ({"alpha": "1"}, "alpha", "between 0 and 1"),
        ({"draws": "7"}, "draws", "from 100 to 100000"),
        ({"weight": "s", "score": "s"}, "score", "is also the weight"),
        ({"target": "price"}, "target", "name one of them"),
        ({"prediction": ""}, "prediction", "This field is required"),
        ({"selection_rate-ratio": "0"}, "selection_rate", "must lie between"),
    ],
)
def test_each_fault_is_told_at_its_own_field(signed_in, system, changes, field, says):
    response = set_plan(signed_in, system, **changes)

    faults = {name: " ".join(told) for name, told in response.context["form"].errors.items()}
    (named,) = faults
    assert response.status_code == 422
    assert named.startswith(field) or field == "selection_rate"
    assert says.lower() in faults[named].lower()


# --- Where rows come from


def test_a_plan_draws_from_a_source_that_answered(signed_in, system, lake):
    response = set_plan(signed_in, system, source="lake", table="decisions")

    plan = Plan.objects.get()
    assert (plan.source, plan.table) == ("lake", "decisions")
    verbs = list(TrailEntry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["plan.created", "plan.source_set"]
    page = text(signed_in.get(response.url))
    assert "<code>decisions</code> of the source lake, looked at anew by each run" in page
    assert "Measure now" in page


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"source": "lake"}, "table", "Say which table"),
        ({"source": "lake", "table": "loans"}, "table", "there is no folder"),
        ({"source": "lake", "table": "../secret"}, "table", "is no folder of this source"),
        ({"source": "lake", "table": "decisions", "outcome": "paid"}, "outcome", "there is no column"),
        ({"source": "gone", "table": "people"}, "table", "The source offers loans"),
        ({"source": "gone", "table": "loans"}, "source", "does not answer"),
        ({"source": "theirs", "table": "decisions"}, "source", "Select a valid choice"),
    ],
)
def test_a_source_is_tried_when_it_is_chosen(signed_in, system, lake, changes, field, says):
    response = set_plan(signed_in, system, **changes)

    faults = response.context["form"].errors
    assert response.status_code == 422
    assert list(faults) == [field]
    assert says.lower() in str(faults[field]).lower()
    assert str(lake) not in text(response)
    assert not Plan.objects.exists()


def test_a_plan_goes_back_to_imported_files(signed_in, system, lake):
    plan = PlanFactory(system=system, spec=spec(), source="lake", table="decisions")
    form = signed_in.get(reverse("audits:plan_edit", args=[plan.reference])).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    signed_in.post(
        reverse("audits:plan_edit", args=[plan.reference]), shown | {"owner": plan.owner.pk, "source": ""}
    )

    plan.refresh_from_db()
    assert (plan.source, plan.table) == ("", "")


def test_without_sources_nothing_is_asked_of_them(signed_in, system):
    page = text(signed_in.get(reverse("audits:plan_new", args=[system.reference])))

    assert "Where the rows come from" not in page


# --- The calendar


def arrange(client, plan, **changes: str):
    typed = {"rhythm": "* * *", "time": "06:00", "zone": "Asia/Tokyo", **changes}
    return client.post(reverse("audits:plan_schedule", args=[plan.reference]), typed)


def test_a_plan_runs_from_a_day_on_by_the_clock_of_any_place(signed_in, system):
    arrange(signed_in, PlanFactory(system=system), starts_on="2027-03-01")

    assert Schedule.objects.get().next_due_at == datetime(2027, 2, 28, 21, 0, tzinfo=UTC)


def test_a_day_no_calendar_reaches_is_refused(signed_in, system):
    response = arrange(signed_in, PlanFactory(system=system), starts_on="0001-01-01")

    assert response.status_code == 422
    assert not Schedule.objects.exists()
