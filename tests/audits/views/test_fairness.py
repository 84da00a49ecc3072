"""Fairness in the browser: plans, logs, calendars, runs."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits import doorbell, tasks
from audits.fairness import Spec
from audits.models import Plan, PredictionLog, Run, Schedule
from governance.actions import jobs
from governance.models import TrailEntry
from governance.vocabulary import JobState
from tests.factories import (
    LOG,
    LogFactory,
    PlanFactory,
    RunFactory,
    ScheduleFactory,
    SystemFactory,
    VersionFactory,
    running,
    spec,
)

TYPED = {
    "name": "Errors by group",
    "prediction": "prediction",
    "outcome": "outcome",
    "by": "group, sex",
    "favourable": "0",
    "selection_rate-ratio": "0.8",
    "fpr-difference": "0.05",
    "thresholds_reason": "Agreed with the works council.",
    "keep_rows_until": "2026-12-31",
}


@pytest.fixture(autouse=True)
def rung(monkeypatch):
    """Return the tasks that were rung for; no broker listens here."""
    heard = []

    def hear(task: str, **ids: str) -> None:
        heard.append((task, ids))

    monkeypatch.setattr(doorbell, "ring_for", hear)
    return heard


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Recidivism scoring").system


@pytest.fixture
def plan(system):
    return PlanFactory(system=system, name="Quarterly", spec=spec(seed=3))


@pytest.fixture
def log(plan):
    return LogFactory(plan=plan)


def url(name, row):
    return reverse(f"audits:{name}", args=[row.reference])


def text(response):
    return " ".join(response.content.decode().split())


def trail():
    return list(TrailEntry.objects.order_by("seq").values_list("verb", flat=True))


def executed(log):
    run = RunFactory(log=log)
    tasks.execute_run(run_id=str(run.pk))
    run.refresh_from_db()
    assert run.state == JobState.DONE, run.error
    return run


# --- Plans


def test_weights_and_strata_are_typed_too(client, system, engineer):
    client.force_login(engineer)

    client.post(url("plan_new", system), TYPED | {"weight": "w", "stratum": "department"})

    made = Spec.from_json(Plan.objects.get().spec)
    assert (made.weight, made.stratum, made.score, made.target) == ("w", "department", None, None)


def test_a_plan_is_made_from_what_is_typed(client, system, engineer):
    client.force_login(engineer)

    response = client.post(url("plan_new", system), TYPED)

    plan = Plan.objects.get()
    made = Spec.from_json(plan.spec)
    assert response.url == plan.get_absolute_url()
    assert (made.by, made.favourable, plan.owner) == (("group", "sex"), "0", engineer)
    told = {(t.measure, t.kind): (t.value, t.set_by) for t in made.thresholds}
    assert told == {
        ("selection_rate", "ratio"): (0.8, "Annex default"),
        ("fpr", "difference"): (0.05, engineer.name),
    }
    assert trail()[-1] == "plan.created"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"prediction": ""}, "This field is required"),
        ({"by": "prediction"}, "groups must come from another"),
        ({"bands": "age: 25, old"}, "Cannot be understood"),
        ({"bands": "age: 25"}, "is not among the columns of groups"),
        ({"fpr-difference": "7"}, "less than or equal to 1"),
        ({"thresholds_reason": " "}, "This field is required"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field_and_nothing_is_lost(client, system, lawyer, change, says):
    client.force_login(lawyer)

    response = client.post(url("plan_new", system), TYPED | change)

    assert response.status_code == 422
    assert says in text(response)
    assert "Errors by group" in text(response)
    assert not Plan.objects.exists()


def test_a_name_that_is_taken_is_told_at_its_field(client, plan, lawyer):
    client.force_login(lawyer)

    response = client.post(url("plan_new", plan.system), TYPED | {"name": "Quarterly"})

    assert response.status_code == 422
    assert "The system has a plan of this name." in text(response)


def edited(plan, **changes: object):
    return (
        TYPED
        | {"by": "group", "revision": plan.revision, "owner": plan.owner.pk, "name": plan.name}
        | changes
    )


def test_an_edit_keeps_what_the_form_does_not_show(client, plan, lawyer):
    client.force_login(lawyer)

    client.post(url("plan_edit", plan), edited(plan, by="group, sex"))

    plan.refresh_from_db()
    assert (plan.spec["by"], plan.spec["seed"], plan.spec["draws"]) == (["group", "sex"], 3, 200)
    assert trail()[-1] == "plan.edited"


def test_an_edit_that_was_overtaken_shows_what_stands_now_and_loses_nothing(client, plan, lawyer):
    client.force_login(lawyer)
    Plan.objects.update(name="Renamed by somebody", revision=2)

    response = client.post(url("plan_edit", plan), edited(plan, thresholds_reason="A reason of mine."))

    assert response.status_code == 409
    assert "Renamed by somebody" in text(response)
    assert "A reason of mine." in text(response)
    plan.refresh_from_db()
    assert plan.thresholds_reason == "Agreed with the works council."


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_plans_costs_the_same_whatever_its_length(
    client, system, lawyer, rows, django_assert_num_queries
):
    for _ in range(rows):
        ScheduleFactory(plan=executed(LogFactory(plan=PlanFactory(system=system))).plan)
    client.force_login(lawyer)

    with django_assert_num_queries(10):
        page = text(client.get(url("plans", system)))

    assert page.count("Disparity supported") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plans_page_costs_the_same_however_many_runs_and_logs(
    client, plan, lawyer, rows, django_assert_num_queries
):
    for _ in range(rows):
        RunFactory(log=LogFactory(plan=plan))
    client.force_login(lawyer)

    with django_assert_num_queries(17):
        page = text(client.get(plan.get_absolute_url()))

    assert page.count("decisions.csv") == 2 * rows


# --- Logs


def upload(client, plan, content=None):
    version = plan.system.versions.get()
    file = SimpleUploadedFile("decisions.csv", LOG.encode() if content is None else content)
    return client.post(url("plan_log", plan), {"file": file, "version": version.pk})


def test_a_log_is_imported(client, plan, engineer):
    client.force_login(engineer)

    response = upload(client, plan)

    log = PredictionLog.objects.get()
    assert response.url == plan.get_absolute_url()
    assert (log.plan, log.imported_by, log.size) == (plan, engineer, len(LOG))
    assert trail()[-1] == "log.imported"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x00", "binary content"),
        (b"group,outcome,score\nblue,1,1\n", "there is no column &#x27;prediction&#x27;"),
    ],
)
def test_a_file_that_cannot_be_measured_is_refused_with_its_reason(client, plan, lawyer, content, says):
    client.force_login(lawyer)

    response = upload(client, plan, content)

    assert response.status_code == 422
    assert says in text(response)
    assert not PredictionLog.objects.exists()


def test_a_file_that_is_too_large_is_refused(client, plan, lawyer, settings):
    settings.LOG_UPLOAD_MAX_BYTES = 2**20
    client.force_login(lawyer)

    response = upload(client, plan, LOG.encode() + b"blue,1,1\n" * 120_000)

    assert "larger than the 1 MiB taken here" in text(response)
    assert not PredictionLog.objects.exists()


def test_the_same_file_again_is_the_log_that_is_there(client, plan, lawyer):
    client.force_login(lawyer)
    upload(client, plan)

    upload(client, plan)

    assert PredictionLog.objects.count() == 1


# --- Calendars


def test_a_rhythm_is_set_in_words_and_kept_as_cron(client, plan, lawyer):
    client.force_login(lawyer)

    typed = {"rhythm": "1 1,4,7,10 *", "time": "06:30", "zone": "Europe/Brussels"}
    client.post(url("plan_schedule", plan), typed)

    schedule = Schedule.objects.get()
    assert (schedule.cron, schedule.zone, schedule.active) == ("30 6 1 1,4,7,10 *", "Europe/Brussels", True)
    assert trail()[-1] == "schedule.arranged"
    assert 'value="06:30"' in text(client.get(plan.get_absolute_url()))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"rhythm": "* * *", "zone": "UTC"}, "Say at what time."),
        ({"rhythm": "own", "cron": "often", "zone": "UTC"}, "needs five fields"),
        ({"rhythm": "own", "cron": "0 0 30 2 *", "zone": "UTC"}, "No day within eight years"),
        ({"rhythm": "* * *", "time": "06:00", "zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_a_rhythm_that_makes_no_sense_is_refused(client, plan, lawyer, typed, says):
    client.force_login(lawyer)

    response = client.post(url("plan_schedule", plan), typed)

    assert response.status_code == 422
    assert says in text(response)
    assert not Schedule.objects.exists()


def test_a_calendar_is_paused(client, plan, lawyer):
    ScheduleFactory(plan=plan)
    client.force_login(lawyer)

    client.post(url("plan_pause", plan))

    assert not Schedule.objects.get().active
    assert trail()[-1] == "schedule.paused"


# --- Runs


def test_a_run_is_asked_for_and_a_worker_is_rung(client, log, engineer, rung):
    client.force_login(engineer)

    response = client.post(url("plan_run", log.plan))

    run = Run.objects.get()
    assert (response.url, run.state) == (run.get_absolute_url(), JobState.QUEUED)
    assert rung == [("execute_run", {"run_id": str(run.pk)})]
    assert trail()[-1] == "run.requested"


def test_asking_again_leads_to_the_run_that_waits(client, log, lawyer):
    client.force_login(lawyer)
    client.post(url("plan_run", log.plan))

    response = client.post(url("plan_run", log.plan))

    assert response.url == Run.objects.get().get_absolute_url()


def test_without_a_log_nothing_is_asked_for(client, plan, lawyer):
    client.force_login(lawyer)

    page = client.post(url("plan_run", plan), follow=True)

    assert "import a prediction log first" in text(page)
    assert not Run.objects.exists()


def test_a_waiting_run_follows_itself_and_can_be_stopped(client, log, lawyer):
    run = RunFactory(log=log)
    client.force_login(lawyer)

    page = text(client.get(run.get_absolute_url()))
    client.post(url("run_cancel", run))

    run.refresh_from_db()
    assert 'hx-trigger="every 2s"' in page
    assert "It waits for a worker" in page
    assert run.state == JobState.CANCELLED


def test_a_running_run_says_how_far_it_is(client, log, lawyer):
    run = running(RunFactory(log=log))
    Run.objects.update(stage="count", done_parts=1, all_parts=4)
    client.force_login(lawyer)

    page = text(client.get(run.get_absolute_url(), headers={"HX-Request": "true"}))

    assert "Counting rows" in page
    assert "25 %" in page
    assert "<html" not in page


def test_a_failed_run_says_why_and_can_be_tried_again(client, log, lawyer, now, rung):
    run = running(RunFactory(log=log))
    jobs.fail(job=run, reason="The file is empty.", by=lawyer, at=now)
    client.force_login(lawyer)

    page = text(client.get(run.get_absolute_url()))
    client.post(url("run_retry", run))

    run.refresh_from_db()
    assert "The file is empty." in page
    assert "every 2s" not in page
    assert (run.state, rung) == (JobState.QUEUED, [("execute_run", {"run_id": str(run.pk)})])


def test_a_finished_run_is_read_n_first_in_words_and_numbers(client, log, auditor):
    run = executed(log)
    client.force_login(auditor)

    page = text(client.get(run.get_absolute_url()))

    for words in (
        "n = 200",
        "Disparity supported",
        "50.00 %",
        "40.4 to 59.6",
        "is lowest for green",
        "<svg",
        "What this test cannot show",
        "not a finding of discrimination",
        log.sha256,
    ):
        assert words in page
    assert page.index("n = 200") < page.index("Disparity supported")
    assert "every 2s" not in page


def test_groups_too_small_to_show_are_not_shown(client, plan, lawyer):
    rows = LOG + "violet,1,1\nviolet,0,1\n"
    run = executed(LogFactory(plan=plan, file__data=rows.encode()))
    client.force_login(lawyer)

    page = text(client.get(run.get_absolute_url()))

    row = page[page.index('<th scope="row">violet') :]
    assert "Too few people to show a rate." in row[: row.index("</tr>")]
    assert "%" not in row[: row.index("</tr>")]


def test_a_hostile_group_name_stays_text(client, plan, lawyer):
    rows = LOG.replace("green", "<script>alert(1)</script>")
    run = executed(LogFactory(plan=plan, file__data=rows.encode()))
    client.force_login(lawyer)

    page = client.get(run.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# --- Who may

WRITES = ("plan_log", "plan_run", "plan_schedule", "plan_pause", "plan_edit")


@pytest.mark.parametrize("name", WRITES)
def test_the_auditor_changes_nothing_of_a_plan(client, log, auditor, name):
    ScheduleFactory(plan=log.plan)
    entries, rows = len(trail()), (Run.objects.count(), PredictionLog.objects.count())
    client.force_login(auditor)

    response = client.post(url(name, log.plan), TYPED)

    assert response.status_code == 403
    assert (len(trail()), (Run.objects.count(), PredictionLog.objects.count())) == (entries, rows)
    assert Schedule.objects.get().active


@pytest.mark.parametrize("name", ["run_cancel", "run_retry"])
def test_the_auditor_changes_nothing_of_a_run(client, log, auditor, name):
    run = RunFactory(log=log)
    client.force_login(auditor)

    assert client.post(url(name, run)).status_code == 403
    run.refresh_from_db()
    assert run.state == JobState.QUEUED


def test_the_auditor_reads_everything_and_sees_no_button(client, log, auditor):
    run = RunFactory(log=log)
    client.force_login(auditor)

    for address in (url("plans", log.plan.system), log.plan.get_absolute_url(), run.get_absolute_url()):
        page = client.get(address)
        assert page.status_code == 200
        assert "<form" not in text(page).split("</header>")[1]


@pytest.mark.parametrize("name", WRITES)
def test_somebody_from_elsewhere_finds_no_plan(client, log, outsider, name):
    client.force_login(outsider)

    assert client.post(url(name, log.plan), TYPED).status_code == 404


def test_somebody_from_elsewhere_finds_no_page(client, log, outsider):
    run = RunFactory(log=log)
    client.force_login(outsider)

    for address in (
        url("plans", log.plan.system),
        url("plan_new", log.plan.system),
        url("panel", log.plan.system),
        log.plan.get_absolute_url(),
        run.get_absolute_url(),
    ):
        assert client.get(address).status_code == 404


def test_the_panel_of_a_system_shows_readings(client, log, auditor):
    run = executed(log)
    client.force_login(auditor)

    page = text(client.get(url("panel", run.plan.system)))

    assert "Disparity supported" in page
    assert run.reference in page
    assert "<html" not in page


def test_the_panel_of_a_system_of_which_nothing_is_known_says_so(client, unit, lawyer):
    client.force_login(lawyer)

    page = text(client.get(url("panel", SystemFactory(unit=unit))))

    assert "Nothing is measured yet." in page
    assert "Make a plan" in page


def test_the_moment_at_which_nothing_ran_is_told(client, plan, lawyer):
    schedule = ScheduleFactory(plan=plan, next_due_at=datetime(2026, 1, 1, tzinfo=UTC))
    tasks.run_schedule(schedule_id=str(schedule.pk))
    client.force_login(lawyer)

    assert "nothing ran: No log has been imported." in text(client.get(plan.get_absolute_url()))


def test_each_threshold_is_offered_in_its_own_column(client, system, lawyer):
    client.force_login(lawyer)

    page = text(client.get(url("plan_new", system)))

    for measure in ("selection_rate", "tpr", "fpr", "precision"):
        ratio, difference = page.index(f'name="{measure}-ratio"'), page.index(f'name="{measure}-difference"')
        assert ratio < difference
        assert 'value="0.8"' in page[ratio : ratio + 60]
        assert 'value="0.1"' in page[difference : difference + 60]
