"""Runs taken away: the same document for both faces, true to its schema, safe to open in a spreadsheet."""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

from audits.fairness import Cell, Cells, Spec, measure
from governance.vocabulary import JobState
from tests.callers import API, caller, faults
from tests.factories import LogFactory, PlanFactory, RunFactory, VersionFactory, spec

FORMULA = '=HYPERLINK("https://evil.example","x")'


@pytest.fixture
def run(unit, lawyer):
    plan = PlanFactory(system=VersionFactory(system__unit=unit, system__owner=lawyer).system, name="Errors")
    cells = Cells(
        ("group",),
        tuple(Cell((name,), o, p, n) for name in ("blue", FORMULA) for o, p, n in ((1, 1, 40), (0, 0, 30))),
        favourable=1,
    )
    result = json.loads(json.dumps(measure(cells, Spec.from_json(spec())).as_json()))
    return RunFactory(
        log=LogFactory(plan=plan), state=JobState.DONE, finished_at=plan.created_at, cells=cells.as_json(),
        result=result,
    )  # fmt: skip


@pytest.mark.parametrize(("counts", "complete"), [("", False), ("?counts=all", True)])
def test_the_document_keeps_to_the_schema_that_is_served(engineer, run, counts, complete):
    client = caller(engineer)
    schema = client.get(f"{API}/schemas/fairness-run").json()

    document = client.get(f"{API}/fairness/runs/{run.reference}/export{counts}").json()

    assert list(Draft202012Validator(schema).iter_errors(document)) == []
    assert (document["reference"], document["plan_name"]) == (run.reference, "Errors")
    assert (document["result"], document["complete"]) == (run.result, complete)
    assert document["cells"] == (run.cells if complete else None)
    assert document["log"]["sha256"] == run.log.sha256


def test_page_and_program_take_the_same_away(client, auditor, run):
    client.force_login(auditor)
    program = caller(auditor)

    page = client.get(reverse("audits:run_export", args=[run.reference]))
    archive = client.get(reverse("audits:run_tables", args=[run.reference]))
    table = client.get(reverse("audits:run_table", args=[run.reference, "groups"]))

    assert page.json() == program.get(f"{API}/fairness/runs/{run.reference}/export").json()
    assert page.headers["Content-Disposition"] == f'attachment; filename="{run.reference}.json"'
    assert archive.content == program.get(f"{API}/fairness/runs/{run.reference}/tables").content
    assert table.content == program.get(f"{API}/fairness/runs/{run.reference}/tables/groups").content
    assert table.headers["Content-Type"].startswith("text/csv")


def test_the_archive_holds_every_table_and_each_is_the_one_that_can_be_had_alone(engineer, run):
    client, url = caller(engineer), f"{API}/fairness/runs/{run.reference}/tables"

    with zipfile.ZipFile(io.BytesIO(client.get(f"{url}?counts=all").content)) as archive:
        names = archive.namelist()
        alone = {name: client.get(f"{url}/{name.removesuffix('.csv')}?counts=all").content for name in names}
        assert {name: archive.read(name) for name in names} == alone

    assert {"run.csv", "readings.csv", "groups.csv", "disparities.csv", "pairwise.csv", "cells.csv"} <= set(
        names
    )


def test_a_group_that_is_named_like_a_formula_is_text_and_numbers_stay_numbers(auditor, run):
    url = f"{API}/fairness/runs/{run.reference}/tables/groups"

    read = list(csv.DictReader(io.StringIO(caller(auditor).get(url).content.decode())))

    assert {row["group"] for row in read} == {"blue", f"'{FORMULA}"}
    (rate,) = [row for row in read if row["measure"] == "selection_rate" and row["group"] == "blue"]
    assert float(rate["value"]) == run.result["by_group"]["blue"]["selection_rate"]
    assert float(rate["low"]) == run.result["intervals"]["by_group"]["blue"]["selection_rate"][0]


@pytest.mark.parametrize("part", ["export", "tables", "tables/cells", "tables/groups"])
def test_counts_are_for_those_who_may_see_them(auditor, engineer, lawyer, client, run, part):
    url, page = f"{API}/fairness/runs/{run.reference}/{part}", f"/runs/{run.reference}/{part}/"
    client.force_login(auditor)
    program = caller(engineer)

    assert faults(caller(auditor).get(f"{url}?counts=all"), 403)
    assert client.get(f"{page}?counts=all").status_code == 403
    assert program.get(f"{url}?counts=all").status_code == 200
    assert caller(lawyer).get(f"{url}?counts=all").status_code == 200
    assert faults(program.get(f"{url}?counts=some"), 422)
    assert faults(program.get(f"{url}?count=all"), 422)


def test_without_a_word_no_counts_are_taken_away(auditor, engineer, run):
    url = f"{API}/fairness/runs/{run.reference}/tables"

    for program in map(caller, (auditor, engineer)):
        assert faults(program.get(f"{url}/cells"), 404)
        with zipfile.ZipFile(io.BytesIO(program.get(url).content)) as archive:
            assert "cells.csv" not in archive.namelist()


def test_what_is_not_done_not_there_or_not_theirs_is_not_found(auditor, outsider, run):
    waiting, client, stranger = RunFactory(log=run.log), caller(auditor), caller(outsider)

    for part in ("export", "tables", "tables/groups"):
        assert faults(client.get(f"{API}/fairness/runs/{waiting.reference}/{part}"), 404)
        assert faults(stranger.get(f"{API}/fairness/runs/{run.reference}/{part}"), 404)
    assert faults(client.get(f"{API}/fairness/runs/{run.reference}/tables/secrets"), 404)
    assert faults(client.get(f"{API}/schemas/unknown"), 404)
