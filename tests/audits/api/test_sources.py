"""A plan draws from a source that the administrator named; each run looks at it anew, and nothing is imported."""

import duckdb
import pytest

from audits import tasks
from audits.models import Plan, PredictionLog, Run
from governance.vocabulary import JobState
from tests.callers import API, caller, faults, verbs
from tests.factories import PlanFactory, VersionFactory

SECRET = "postgres://reader:hush@db/x"


@pytest.fixture
def plan(unit, engineer):
    version = VersionFactory(system__unit=unit, system__owner=engineer)
    return PlanFactory(system=version.system)


@pytest.fixture
def url(plan):
    return f"{API}/fairness/plans/{plan.reference}"


@pytest.fixture
def lake(settings, tmp_path, unit):
    """Return the folder of one source; there are two more."""
    settings.FAIRNESS_SOURCES = {
        "lake": str(tmp_path),
        "dwh": {"at": SECRET, "tables": ["decisions"], "units": [unit.path]},
        "theirs": {"at": SECRET, "units": ["elsewhere/"]},
    }
    (tmp_path / "decisions").mkdir()
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'g' || (i % 2) AS \"group\", i % 3 % 2 AS outcome, i % 5 % 2 AS prediction "
            f"FROM range(600) t(i)) TO '{tmp_path}/decisions/a.parquet' (FORMAT parquet)"
        )
    return tmp_path


def draw(client, url, source="lake", table="decisions"):
    return client.put(f"{url}/source", {"source": source, "table": table})


def test_sources_are_listed_by_name_without_their_address(engineer, lake):
    answer = caller(engineer).get(f"{API}/fairness/sources")

    assert answer.json()["results"] == [
        {"name": "lake", "kind": "folder", "tables": []},
        {"name": "dwh", "kind": "database", "tables": ["decisions"]},
    ]
    assert b"hush" not in answer.content


def test_a_run_of_such_a_plan_counts_where_the_rows_lie(engineer, plan, url, lake):
    client = caller(engineer)
    assert draw(client, url).status_code == 204

    run = client.post(f"{url}/runs", {}).json()
    again = client.post(f"{url}/runs", {}).json()
    Run.objects.update(available_at="2026-01-01T00:00Z")
    tasks.execute_run(run_id=run["id"] if "id" in run else str(Run.objects.get().pk))

    assert run["reference"] == again["reference"]
    done = Run.objects.get()
    assert (done.state, done.error) == (JobState.DONE, "")
    assert done.result["n"] == 600
    log = PredictionLog.objects.get()
    assert (log.source, log.table, bool(log.file), log.size) == ("lake", "decisions", False, 0)
    assert log.sha256 == done.cells["dataset"]["sha256"]
    assert verbs(plan.reference)[0] == "plan.source_set"
    shown = client.get(url).json()
    assert (shown["source"], shown["table"]) == ("lake", "decisions")


def test_each_run_looks_anew_and_an_earlier_look_can_be_measured_again(engineer, plan, url, lake):
    client = caller(engineer)
    draw(client, url)
    for _ in range(2):
        client.post(f"{url}/runs", {})
        Run.objects.filter(state=JobState.QUEUED).update(available_at="2026-01-01T00:00Z")
        tasks.execute_run(run_id=str(Run.objects.latest("pk").pk))
    earlier = PredictionLog.objects.earliest("pk")
    (lake / "decisions" / "a.parquet").unlink()

    client.post(f"{url}/runs", {"log": str(earlier.pk)})
    Run.objects.filter(state=JobState.QUEUED).update(available_at="2026-01-01T00:00Z")
    tasks.execute_run(run_id=str(Run.objects.latest("pk").pk))

    assert PredictionLog.objects.count() == 2
    assert list(Run.objects.values_list("state", flat=True)) == [JobState.DONE] * 3


def test_a_source_that_vanishes_fails_the_run_in_words(engineer, plan, url, lake, settings):
    client = caller(engineer)
    draw(client, url)
    client.post(f"{url}/runs", {})
    settings.FAIRNESS_SOURCES = {}
    Run.objects.update(available_at="2026-01-01T00:00Z")

    tasks.execute_run(run_id=str(Run.objects.get().pk))

    run = Run.objects.get()
    assert run.state == JobState.FAILED
    assert "No source 'lake' is configured" in run.error


@pytest.mark.parametrize(
    ("source", "table"), [("gone", "decisions"), ("theirs", "decisions"), ("dwh", "people")]
)
def test_what_the_administrator_does_not_offer_is_refused(engineer, plan, url, lake, source, table):
    assert faults(draw(caller(engineer), url, source, table), 422) == {"source": "no_source"}
    assert Plan.objects.get().source == ""


def test_a_plan_can_go_back_to_imported_logs(engineer, plan, url, lake):
    client = caller(engineer)
    draw(client, url)

    assert client.delete(f"{url}/source").status_code == 204

    assert (Plan.objects.get().source, Plan.objects.get().table) == ("", "")
    assert verbs(plan.reference) == ["plan.source_set", "plan.source_set"]
    assert faults(client.post(f"{url}/runs", {}), 409) == {"log": "no_log"}


def test_an_auditor_sets_no_source_and_an_outsider_finds_no_plan(auditor, outsider, url, lake):
    assert faults(draw(caller(auditor), url), 403)
    assert faults(draw(caller(outsider), url), 404)
    assert Plan.objects.get().source == ""
