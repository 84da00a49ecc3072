"""A folder of parts counted by the worker of a run: to the cells of one pass, whatever is weighted."""

import json

import duckdb
import pytest

from audits import partitions
from audits.actions import runs
from audits.fairness import Spec
from audits.fairness.sources.reading import count_source
from audits.fairness.sources.source import Source
from audits.models import RunPart
from tests.factories import PlanFactory, spec

SPEC = spec(weight="w")


@pytest.fixture
def lake(tmp_path, settings, monkeypatch):
    settings.FAIRNESS_SOURCES = {"lake": str(tmp_path)}
    # Who else is asked to help does not matter here.
    monkeypatch.setattr("audits.doorbell.ring_for", lambda *_, **__: None)
    (tmp_path / "decisions").mkdir()
    with duckdb.connect() as connection:
        for part in range(3):
            connection.execute(
                f"COPY (SELECT 'group ' || (i % 4) AS \"group\", i % 3 % 2 AS outcome, i % 5 % 2 AS prediction, "
                f"0.1 + i % 7 * 0.3 AS w FROM range({part} * 1000, {part} * 1000 + 1000) t(i))"
                f" TO '{tmp_path}/decisions/{part}.parquet' (FORMAT parquet)"
            )
    return Source("lake", str(tmp_path))


@pytest.fixture
def run(lake, now):
    plan = PlanFactory(spec=SPEC, source="lake", table="decisions")
    return runs.request(plan=plan, by=plan.owner, at=now)


def silent(_stage: str, _done: int, _total: int) -> None:
    return None


@pytest.mark.django_db
def test_weighted_parts_are_counted_one_at_a_time_to_the_cells_of_one_pass(lake, run):
    found = partitions.count_from_source(run, Spec.from_json(SPEC), silent)

    assert found == count_source(lake, "decisions", Spec.from_json(SPEC))
    assert RunPart.objects.filter(run=run, counted__isnull=False).count() == 3
    assert json.loads(json.dumps(found.as_json()))["cells"][0]["weights"]


@pytest.mark.django_db
def test_where_parts_keep_too_few_weights_one_pass_counts_them(lake, run, monkeypatch):
    def kept_nothing(*_: object) -> None:
        raise partitions.NotKept

    monkeypatch.setattr(partitions, "added", kept_nothing)

    found = partitions.count_from_source(run, Spec.from_json(SPEC), silent)

    assert found == count_source(lake, "decisions", Spec.from_json(SPEC))
